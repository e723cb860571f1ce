/** Loads a model: its description, its class names and its bytes, checked against the description. */
import { CamLensError } from '../../errors.ts';
import type { Model } from '../../onnx/messages.ts';
import { listExternalFiles, parseModel, withFiles } from '../../onnx/read.ts';
import type { ExternalFiles } from '../../onnx/tensors.ts';
import { parseClassNames } from './class-names.ts';
import { describeModel, type Assumption } from './describe-model.ts';
import { fetchBytes, fetchJson, fetchText } from './fetch-model.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { PreparedModel } from './prepared-model.ts';
import { readDescription, type PartialDescription } from './read-description.ts';
import type { ModelDescription } from '../types.ts';

/** A model in memory. */
export interface LoadedModel {
  /** What is known of it besides its bytes. */
  readonly description: ModelDescription;
  /** Names by index. */
  readonly classes: readonly string[];
  /** The `.onnx`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Files beside it that hold weights, by the names that the model calls them; absent for most. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** Fields of the description that nobody said and the graph does not tell. */
  readonly assumed?: readonly Assumption[];
}

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
  const bytes = await fetchBytes(url, description, onProgress);
  const sha256 = await checkBytes(bytes, description, file);
  const beside: [string, Uint8Array][] = [];
  const parsed = parseModel(bytes, file);
  for (const name of listExternalFiles(parsed, file)) {
    beside.push([name, await fetchBytes(await urlOf(name), { name }, onProgress)]);
  }
  const files = Object.fromEntries(beside);
  const given = sha256 === undefined ? description : { ...description, sha256 };
  const readText = async (name: string): Promise<string> => fetchText(await urlOf(name));
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
  const { assumed, classCount, classifier, ...description } = describeModel(model, given, file);
  const { classes } = description;
  const names = typeof classes === 'string' ? parseClassNames(await readText(classes), classes, classCount) : classes;
  return { ...source, description, classes: names, assumed, classifier };
}

function besides(url: string): (name: string) => string {
  return (name) => new URL(name, new URL(url, globalThis.location.href)).href;
}

function lastPart(url: string): string {
  return url.split('/').at(-1) ?? url;
}

/** The hash. Without a secure context there is no digest, and the size has to do. */
async function checkBytes(
  bytes: Uint8Array<ArrayBuffer>,
  { sha256: expected }: PartialDescription,
  file: string,
): Promise<string | undefined> {
  if (!globalThis.isSecureContext) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (expected === undefined || sha256 === expected) return sha256;
  throw new CamLensError('model-damaged', `${file} is damaged: its sha256 is ${sha256}; ${expected} was expected.`);
}
