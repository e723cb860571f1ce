/** Stores pictures from URLs and standard input as files. */
import { join } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { bytesOf, isUrl, standardInput } from './find-inputs.ts';
import { storeWhole } from './files.ts';

/** Larger than any picture that can be explained. */
const mostBytes = 2 ** 28;
const patienceMs = 60_000;

export interface FetchOptions {
  /** Folder for the files. */
  readonly folder: () => string;
  /** Standard input. */
  readonly input: AsyncIterable<Uint8Array>;
  readonly interrupted?: AbortSignal | undefined;
}

/** Whether the picture is a URL or standard input. */
export function isElsewhere(image: string): boolean {
  return image === standardInput || isUrl(image);
}

/**
 * @param index of the picture, which names the file
 * @returns path of the file
 * @throws CamLensError `download-failed`, `picture-empty`, `limit-exceeded`, `stopped`
 */
export async function fetchInput(image: string, index: number, options: FetchOptions): Promise<string> {
  const bytes = image === standardInput ? await bytesOf(options.input) : await download(image, options.interrupted);
  const named = image === standardInput ? 'Standard input' : image;
  if (bytes.length === 0) throw new CamLensError('picture-empty', `${named} is empty (0 bytes).`);
  const file = join(options.folder(), String(index));
  storeWhole(file, bytes);
  return file;
}

async function download(url: string, interrupted: AbortSignal | undefined): Promise<Uint8Array> {
  const late = AbortSignal.timeout(patienceMs);
  const signal = interrupted === undefined ? late : AbortSignal.any([interrupted, late]);
  try {
    const response = await fetch(url, { signal });
    if (!response.ok)
      throw new CamLensError('download-failed', `${url} answered with status ${response.status}; expected a picture.`);
    return await bytesOf(limited(response.body ?? [], url));
  } catch (cause) {
    if (cause instanceof CamLensError) throw cause;
    if (interrupted?.aborted === true) throw new CamLensError('stopped', 'The work was stopped.', { cause });
    const why = late.aborted ? `it took more than ${patienceMs / 1000} seconds` : reasonOf(cause);
    throw new CamLensError('download-failed', `${url} cannot be downloaded: ${why}.`, { cause });
  }
}

async function* limited(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  url: string,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const piece of pieces) {
    sizeBytes += piece.length;
    if (sizeBytes > mostBytes) {
      throw new CamLensError('limit-exceeded', `${url} is larger than the limit of ${mostBytes} bytes for a picture.`);
    }
    yield piece;
  }
}

/** The cause of "fetch failed". */
function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(inner instanceof Error)) return String(inner);
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.message;
}
