/** Loads a model: its description, its class names and its bytes, checked against the description. */
import { CamLensError } from '../../errors.ts';
import type { Model } from '../../onnx/messages.ts';
import { listExternalFiles, parseModel, withFiles } from '../../onnx/read.ts';
import type { ExternalFiles } from '../../onnx/tensors.ts';
import { parseClassNames } from './class-names.ts';
import { describeModel } from './describe-model.ts';
import { fetchBytes, fetchJson, fetchText } from './fetch-model.ts';
import { dropFile, keepFile, keptFile } from './kept-files.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { LoadedModel } from './loaded-model.ts';
import { Downloads } from './downloads.ts';
import type { PreparedModel } from './prepared-model.ts';
import { readDescription, type PartialDescription } from './read-description.ts';
import { checkWeightFile, readWeightFiles, type WeightFile } from './weight-files.ts';

/** Where a model is, and its description. */
export interface ModelSource {
  /** Of the `.onnx`. */
  readonly url: string;
  /** Its name in messages; default: the last part of the URL. */
  readonly file?: string;
  /** Missing fields are taken from the model's metadata and its graph. */
  readonly description?: PartialDescription;
  /** The URL of an external file, by its name in the model or its description; default: relative to `url`. */
  readonly urlOf?: (name: string) => string | Promise<string>;
  /** Whether the browser caches files whose sha256 is known (see kept-files.ts); default: true. */
  readonly keep?: boolean;
}

/**
 * @param source of the model; or its URL, which ends in .onnx; or the URL of its description (JSON, brief or full: see
 *   readDescription), with the files it names beside it; if it names no model, that has the description's own name
 * @throws CamLensError `model-missing`, `model-damaged`, `download-failed`, and see describeModel
 */
export async function loadModel(
  source: string | ModelSource,
  onProgress: (progress: LoadProgress) => void = () => undefined,
): Promise<PreparedModel> {
  const {
    url,
    file = decoded(lastPart(url)),
    description = {},
    urlOf = besides(url),
    keep = true,
  }: ModelSource = typeof source === 'string' ? await modelSource(source) : source;
  const downloads = new Downloads(description.title ?? description.name ?? file, onProgress);
  const sha256 = digestOnce();
  const fetchKept = async (
    from: string,
    expected: Partial<WeightFile>,
    onReceived: (received: number, expected: number) => void,
  ): Promise<Uint8Array<ArrayBuffer>> => {
    const hash = keep ? expected.sha256 : undefined;
    const kept = hash === undefined ? undefined : await keptFile(from, hash);
    if (hash !== undefined && kept !== undefined) {
      if ((await sha256(kept)) === hash) {
        onReceived(kept.length, kept.length);
        return kept;
      }
      await dropFile(from, hash);
    }
    const bytes = await fetchBytes(from, expected, onReceived);
    if (hash !== undefined && (await sha256(bytes)) === hash) void keepFile(from, hash, bytes);
    return bytes;
  };
  const reader: ModelReader = {
    bytes: () => fetchKept(url, description, downloads.of(url)),
    sha256,
    bytesBeside: async (name, said) => fetchKept(await urlOf(name), said ?? {}, downloads.of(name)),
    expect: (sizes) => downloads.expect(sizes),
    textBeside: async (name) => fetchText(await urlOf(name)),
  };
  return readWith(reader, description, file);
}

/** Reads the bytes of a model and its external files, from a server or from disk. */
export interface ModelReader {
  /** Of the `.onnx`. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** Of those bytes, in hexadecimal; undefined if unavailable. */
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined>;
  /** An external file with weights, by its name in the model. */
  bytesBeside(name: string, said: WeightFile | undefined): Promise<Uint8Array<ArrayBuffer>>;
  /** Called with the sizes of the external files, by name, before they are read, if the model states them. */
  expect?(sizes: ReadonlyMap<string, number>): void;
  /** A file of class names, by its name in the model or its description. */
  textBeside(name: string): Promise<string>;
}

/**
 * @throws CamLensError `model-damaged` if the hash differs from the description's; errors of the reader; see
 *   describeModel
 */
export async function readWith(
  reader: ModelReader,
  description: PartialDescription,
  file: string,
): Promise<PreparedModel> {
  const bytes = await reader.bytes();
  const sha256 = await reader.sha256(bytes);
  const expected = description.sha256;
  if (sha256 !== undefined && expected !== undefined && sha256 !== expected) {
    throw new CamLensError('model-damaged', `${file} is damaged: its sha256 is ${sha256}; ${expected} was expected.`);
  }
  const beside: [string, Uint8Array<ArrayBuffer>][] = [];
  const parsed = parseModel(bytes, file);
  const said = readWeightFiles(parsed, file);
  reader.expect?.(new Map([...said].map(([name, { sizeBytes }]) => [name, sizeBytes])));
  await inParallel(listExternalFiles(parsed, file), async (name) => {
    const found = await reader.bytesBeside(name, said.get(name));
    checkWeightFile(name, found, said.has(name) ? await reader.sha256(found) : undefined, said.get(name));
    beside.push([name, found]);
  });
  const files = Object.fromEntries(beside);
  const given = sha256 === undefined ? description : { ...description, sha256 };
  const readText = (name: string): Promise<string> => reader.textBeside(name);
  return openParsed(withFiles(parsed, files), { bytes, files }, given, file, readText);
}

/** Where the files of a model are, by the URL of its description, or of the model itself, which ends in .onnx. */
export async function modelSource(descriptionUrl: string): Promise<ModelSource> {
  const { pathname } = new URL(descriptionUrl, globalThis.location.href);
  if (/\.onnx$/i.test(pathname)) return { url: descriptionUrl, file: decoded(lastPart(pathname)) };
  const description = readDescription(await fetchJson(descriptionUrl), descriptionUrl);
  const file = description.file ?? `${lastPart(descriptionUrl).replace(/\.json$/i, '')}.onnx`;
  const urlOf = besides(descriptionUrl);
  return { url: urlOf(file), file: description.file ?? decoded(file), description, urlOf };
}

/**
 * A model in memory, with missing parts of its description inferred.
 * @param given {} if there is no description
 * @param readText a file beside the model, by name: its class names, if `given` or the model's metadata names a file
 * @param files external files with weights
 * @throws CamLensError see describeModel and parseClassNames
 */
export async function openModel(
  bytes: Uint8Array<ArrayBuffer>,
  given: PartialDescription,
  file: string,
  readText: (name: string) => Promise<string>,
  files: ExternalFiles = {},
): Promise<PreparedModel> {
  return openParsed(withFiles(parseModel(bytes, file), files), { bytes, files }, given, file, readText);
}

async function openParsed(
  model: Model,
  source: Pick<LoadedModel, 'bytes' | 'files'>,
  given: PartialDescription,
  file: string,
  readText: (name: string) => Promise<string>,
): Promise<PreparedModel> {
  const { assumed, classCount, notes, classifier, ...description } = describeModel(model, given, file);
  const { classes } = description;
  const names = typeof classes === 'string' ? parseClassNames(await readText(classes), classes, classCount) : classes;
  return { ...source, description, classes: names, assumed, ...(notes === undefined ? {} : { notes }), classifier };
}

/** @throws CamLensError `model-damaged` if no address can be made of a name, as beside a `data:` URL */
function besides(url: string): (name: string) => string {
  const { href } = new URL(url, globalThis.location.href);
  return (name) => {
    if (URL.canParse(name, href)) return new URL(name, href).href;
    const from = href.length > 100 ? `${href.slice(0, 100)}…` : href;
    throw new CamLensError('model-damaged', `The model's file "${name}" has no address relative to ${from}.`);
  };
}

function lastPart(url: string): string {
  return url.split('/').at(-1) ?? url;
}

/** Part of a URL as people write it; as it is if its percent escapes are malformed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Processes several items in parallel, as many as browsers do with one server. @throws the first error, after which no
 * other item is started
 */
async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) {
      await work(item).catch((error: unknown) => {
        rest.length = 0;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: mostAtOnce }, worker));
}

const mostAtOnce = 6;

/** Computes the hash of each array of bytes only once. */
function digestOnce(): typeof digest {
  const known = new WeakMap<Uint8Array, Promise<string | undefined>>();
  return (bytes) => {
    const found = known.get(bytes) ?? digest(bytes);
    known.set(bytes, found);
    return found;
  };
}

/** Outside a secure context hashing is not available, and the size has to do. */
async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  if (!globalThis.isSecureContext) return undefined;
  const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(sha256, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
