/** Loads a model: its description, its class names and its bytes, checked against the description. */
import { CamLensError } from '../../errors.ts';
import type { Model } from '../../onnx/messages.ts';
import { listExternalFiles, parseModel, withFiles } from '../../onnx/read.ts';
import type { ExternalFiles } from '../../onnx/tensors.ts';
import { parseClassNames } from './class-names.ts';
import { describeModel } from './describe-model.ts';
import { fetchBytes, fetchJson, fetchText } from './fetch-model.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { PreparedModel } from './prepared-model.ts';
import { readDescription, type PartialDescription } from './read-description.ts';

/** Where a model is, and what is said of it. */
export interface ModelSource {
  /** Of the `.onnx`. */
  readonly url: string;
  /** What messages call it; the last part of the URL unless said. */
  readonly file?: string;
  /** What is not said, the model's metadata and its graph tell. */
  readonly description?: PartialDescription;
  /** The URL of a file beside it, by the name that the model or its description calls it; relative to `url` unless said. */
  readonly urlOf?: (name: string) => string | Promise<string>;
}

/**
 * @param source of the model; or the URL of its description (JSON, brief or full: see readDescription): the files it names
 * lie beside it, the model under the description's own name where it names none
 * @throws CamLensError `model-missing`, `model-damaged`, `download-failed`, and see describeModel
 */
export async function loadModel(
  source: string | ModelSource,
  onProgress: (progress: LoadProgress) => void = () => undefined,
): Promise<PreparedModel> {
  const {
    url,
    file = lastPart(url),
    description = {},
    urlOf = besides(url),
  }: ModelSource = typeof source === 'string' ? await sourceOf(source) : source;
  const reader: ModelReader = {
    bytes: () => fetchBytes(url, description, onProgress),
    sha256: digest,
    bytesBeside: async (name) => fetchBytes(await urlOf(name), { name }, onProgress),
    textBeside: async (name) => fetchText(await urlOf(name)),
  };
  return readWith(reader, description, file);
}

/** The bytes of a model and of what lies beside it, from a server or from a disk. */
export interface ModelReader {
  /** Of the `.onnx`. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** Of those bytes, in hexadecimal; undefined where it cannot be had. */
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined>;
  /** A file of weights, by the name that the model calls it. */
  bytesBeside(name: string): Promise<Uint8Array>;
  /** A file of class names, by the name that the model or its description calls it. */
  textBeside(name: string): Promise<string>;
}

/** @throws CamLensError `model-damaged` where the hash is another than described; what the reader throws; see describeModel */
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
  const beside: [string, Uint8Array][] = [];
  const parsed = parseModel(bytes, file);
  for (const name of listExternalFiles(parsed, file)) beside.push([name, await reader.bytesBeside(name)]);
  const files = Object.fromEntries(beside);
  const given = sha256 === undefined ? description : { ...description, sha256 };
  const readText = (name: string): Promise<string> => reader.textBeside(name);
  return openParsed(withFiles(parsed, files), { bytes, files }, given, file, readText);
}

async function sourceOf(descriptionUrl: string): Promise<ModelSource> {
  const description = readDescription(await fetchJson(descriptionUrl), descriptionUrl);
  const file = description.file ?? `${lastPart(descriptionUrl).replace(/\.json$/i, '')}.onnx`;
  const urlOf = besides(descriptionUrl);
  return { url: urlOf(file), file, description, urlOf };
}

/**
 * A model in memory, described as far as people have, the rest found out.
 * @param given {} where nobody said anything
 * @param readText a file beside the model, by name: its class names, where `given` or the model's metadata says they are
 * in one
 * @param files that hold weights beside the model
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

function besides(url: string): (name: string) => string {
  return (name) => new URL(name, new URL(url, globalThis.location.href)).href;
}

function lastPart(url: string): string {
  return url.split('/').at(-1) ?? url;
}

/** Without a secure context there is none, and the size has to do. */
async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  if (!globalThis.isSecureContext) return undefined;
  const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(sha256, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
