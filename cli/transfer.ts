/** Streams files over HTTP in both directions. */
import type { FileHandle } from 'node:fs/promises';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WholeFile } from './files.ts';
import { mimeTypeOf } from './mime-types.ts';
import { openOffered, type Offered } from './offered-file.ts';

/** An error response. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message = STATUS_CODES[status]) {
    super(message);
    this.status = status;
  }
}

/** Does not wait for the rest of a refused request. */
export function refuse(response: ServerResponse, status: number, message = STATUS_CODES[status]): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }).end(message);
}

/** @throws Refusal if it does not exist or must not be served */
export async function sendFile(
  offered: Offered | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const handle = offered && (await openOffered(offered));
  if (handle === undefined) throw new Refusal(404);
  try {
    await sendOpened(handle, offered!.file, request, response);
  } finally {
    await handle.close();
  }
}

async function sendOpened(
  handle: FileHandle,
  file: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size } = await handle.stat();
  response.writeHead(200, { 'Content-Type': mimeTypeOf(file), 'Content-Length': size });
  if (request.method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  // Bytes appended meanwhile are not sent. A reader that disconnects is not an error.
  const content = handle.createReadStream({ start: 0, end: size - 1, autoClose: false });
  const { socket } = response;
  await pipeline(content, response).catch(() => response.destroy());
  // If the file was truncated meanwhile, the reader would wait for the rest.
  if (content.bytesRead < size) socket?.destroy();
}

/**
 * Stores a request's body atomically.
 * @throws Refusal 413 if it has more bytes than `most`; CamLensError `output-unwritable`
 */
export async function storeBody(request: IncomingMessage, file: string, most: number): Promise<void> {
  const whole = new WholeFile(file);
  try {
    // Creates the file even if there are no bytes.
    whole.append('');
    for await (const bytes of bodyOf(request, most)) whole.append(bytes as Uint8Array);
    whole.finish();
  } finally {
    whole.abandon();
  }
}

/**
 * A request's body, up to `most` bytes. The request stays open, so that an error response can be sent.
 * @throws Refusal 413 if more are announced; the stream fails with the same error at the first byte beyond the limit
 */
export function bodyOf(request: IncomingMessage, most: number): Transform {
  if (Number(request.headers['content-length'] ?? 0) > most) throw new Refusal(413);
  let sizeBytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > most) done(new Refusal(413));
      else done(null, chunk);
    },
  });
  request.once('close', () => {
    if (!request.complete) counted.destroy(new Error('the sender disconnected'));
  });
  return request.pipe(counted);
}
