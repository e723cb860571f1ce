/** A plain static server, as hosts have it: files below a path, and no headers but their type. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' },
  ...{ '.json': 'application/json', '.svg': 'image/svg+xml', '.webp': 'image/webp', '.png': 'image/png' },
};

export interface StaticHost {
  /** `http://127.0.0.1:<port>/<below>/`. */
  readonly address: string;
  /** Paths asked for so far, in order. */
  readonly asked: string[];
  /** Whether it cannot be reached. */
  isDown: boolean;
  close(): void;
}

/** @param headers with every answer; default: none */
export async function serveStatically(
  folder: string,
  below: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<StaticHost> {
  const server: Server = createServer(({ url = '/', socket }, response) => {
    if (host.isDown) return void socket.destroy();
    const { pathname } = new URL(url, 'http://host');
    host.asked.push(pathname);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    try {
      if (!pathname.startsWith(`/${below}/`)) throw new Error('not below');
      const path = normalize(
        decodeURIComponent(pathname)
          .slice(below.length + 2)
          .replace(/(^|\/)$/, '$1index.html'),
      );
      const bytes = readFileSync(join(folder, path));
      response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream').end(bytes);
    } catch {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such file.');
    }
  });
  const host = {
    ...{ address: '', asked: [] as string[], isDown: false },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${below}/`;
  return host;
}
