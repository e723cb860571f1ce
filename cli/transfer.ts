/** Files over HTTP, both ways, streamed. */
import type { FileHandle } from 'node:fs/promises';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WholeFile } from './files.ts';
import { mimeTypeOf } from './mime-types.ts';
import { openOffered, type Offered } from './offered-file.ts';

/** An answer that is no success. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message = STATUS_CODES[status]) {
    super(message);
    this.status = status;
  }
}

/** What is still to come from a sender who is refused is not waited for. */
export function refuse(response: ServerResponse, status: number, message = STATUS_CODES[status]): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }).end(message);
}

/** @throws Refusal where it is not there, or not to be given */
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
  // What is written to it meanwhile was not promised. A reader that goes away in the middle is its own business.
  const content = handle.createReadStream({ start: 0, end: size - 1, autoClose: false });
  const { socket } = response;
  await pipeline(content, response).catch(() => response.destroy());
  // Of a file that was cut short meanwhile a reader would wait for the rest.
  if (content.bytesRead < size) socket?.destroy();
}

/**
 * Stores a request's body; the file appears whole or not at all.
 * @throws Refusal 413 where it has more bytes than `most`; CamLensError `output-unwritable`
 */
export async function storeBody(request: IncomingMessage, file: string, most: number): Promise<void> {
  const whole = new WholeFile(file);
  try {
    // A file of no bytes is one, too.
    whole.append('');
    for await (const bytes of bodyOf(request, most)) whole.append(bytes as Uint8Array);
    whole.finish();
  } finally {
    whole.abandon();
  }
}

/**
 * A request's body, up to a number of bytes. The request itself is left open, so that a refusal can be answered.
 * @throws Refusal 413 where more are announced; the stream fails with the same at the first byte too many
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
    if (!request.complete) counted.destroy(new Error('the sender went away'));
  });
  return request.pipe(counted);
}
