/** A plain web server for a folder of files, as any host is one. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' },
  ...{ '.json': 'application/json', '.png': 'image/png', '.onnx': 'application/octet-stream', '.css': 'text/css' },
};

/** @param headers of every answer */
export async function serveFolder(
  folder: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly address: string; readonly close: () => void }> {
  const server = createServer(({ url = '/' }, response) => {
    const path = normalize(new URL(url, 'http://a').pathname.replace(/\/$/, '/index.html'));
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    try {
      const bytes = readFileSync(join(folder, path));
      response.setHeader('Content-Type', types[extname(path)] ?? 'text/plain').end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
