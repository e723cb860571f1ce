/** Files over HTTP, both ways, streamed. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mimeTypeOf } from './mime-types.ts';

/** The file that `path` names below `folder`; undefined where it leads out of it. */
export function fileBelow(folder: string, path: string): string | undefined {
  if (path.includes('\0')) return undefined;
  const file = resolve(folder, path);
  return file.startsWith(resolve(folder) + sep) ? file : undefined;
}

export function refuse(response: ServerResponse, status: number, message = STATUS_CODES[status]): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(message);
}

export async function sendFile(
  file: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (file === undefined || !found?.isFile()) return refuse(response, 404);
  response.writeHead(200, { 'Content-Type': mimeTypeOf(file), 'Content-Length': found.size });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // A reader that goes away in the middle is its own business.
  await pipeline(createReadStream(file), response).catch(() => response.destroy());
}

/** Stores a request's body; the file appears whole or not at all. */
export async function storeBody(request: IncomingMessage, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${String(process.pid)}.part`;
  try {
    await pipeline(request, createWriteStream(aside));
    await rename(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
}
