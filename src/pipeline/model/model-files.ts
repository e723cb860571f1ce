/** A model that a visitor brings: the .onnx, what lies beside it, and what the visitor knows better than the files. */
import { findMapSizes } from '../../autodiff/map-sizes.ts';
import { CamLensError } from '../../errors.ts';
import type { Assumption } from './describe-model.ts';
import type { LoadProgress } from '../load-progress.ts';
import { loadModel, type ModelSource } from './model.ts';
import { inputSize } from './input-side.ts';
import { outputsOf, type ModelOutputs } from './model-head.ts';
import type { PreparedModel } from './prepared-model.ts';
import { readDescription, type PartialDescription } from './read-description.ts';
import type { ModelDescription, Size } from '../types.ts';

/** A model as files, such as a visitor drops on a page. */
export interface ModelFiles {
  /** One .onnx; beside it, if there are such, its description (.json), class names (.json or .txt) and files of weights. */
  readonly files: readonly File[];
  /** Goes before what the files say. */
  readonly description?: PartialDescription;
}

/** All that is known of a model besides its bytes. */
export interface ModelSummary {
  /** What the files, their metadata and the graph say. */
  readonly description: ModelDescription;
  /** Names by index. */
  readonly classes: readonly string[];
  /** Of the maps at each layer, at the input's size; a layer whose size is not known is left out. */
  readonly mapSizes: Readonly<Record<string, Size>>;
  /** Which output is explained, and which others there are. */
  readonly outputs: ModelOutputs;
  /** What nobody said and the graph does not tell. */
  readonly assumed: readonly Assumption[];
}

/** @throws CamLensError as loadModelFiles */
export async function summarizeModel(model: ModelFiles): Promise<ModelSummary> {
  const { classifier, description, classes, assumed = [] } = await loadModelFiles(model);
  const mapSizes = findMapSizes(classifier, description.layers, inputSize(description.input));
  return { description, classes, mapSizes, outputs: outputsOf(classifier), assumed };
}

/**
 * @throws CamLensError `bad-option` unless there is exactly one .onnx; `model-missing` for a file that is named and was
 * not given; and see loadModel
 */
export async function loadModelFiles(
  { files, description = {} }: ModelFiles,
  onProgress: (progress: LoadProgress) => void = () => undefined,
): Promise<PreparedModel> {
  const model = onlyModel(files);
  const said = await descriptionAmong(files, model);
  const urls: string[] = [];
  const urlOf = (file: File): string => urls[urls.push(URL.createObjectURL(file)) - 1] ?? '';
  try {
    const source: ModelSource = {
      url: urlOf(model),
      file: model.name,
      description: { ...said, ...description },
      urlOf: (name) => urlOf(fileNamed(files, name, model.name)),
    };
    return await loadModel(source, onProgress);
  } finally {
    for (const url of urls) URL.revokeObjectURL(url);
  }
}

function onlyModel(files: readonly File[]): File {
  const [file, ...more] = files.filter(({ name }) => /\.onnx$/i.test(name));
  if (file !== undefined && more.length === 0) return file;
  const found = file === undefined ? 'None of these files is' : `${file.name} and ${more[0]?.name ?? ''} are both`;
  throw new CamLensError('bad-option', `${found} an .onnx file; exactly one was expected.`);
}

/** The JSON of the model's own name, or the only one that is no list of classes; a list of classes that lies beside it. */
async function descriptionAmong(files: readonly File[], model: File): Promise<PartialDescription> {
  let said: PartialDescription = {};
  let classes: string | undefined;
  for (const file of files) {
    if (/\.txt$/i.test(file.name)) classes ??= file.name;
    if (!/\.json$/i.test(file.name)) continue;
    const json = parseJson(await file.text(), file.name);
    if (isClassList(json)) classes = file.name;
    else said = { ...said, ...readDescription(json, file.name) };
  }
  // What the description says of its own file's bytes is true of the file it came with; the one given may be another.
  const { file: name, sha256, sizeBytes, ...rest } = said;
  const isOwn = name === model.name && sizeBytes === model.size && sha256 !== undefined;
  return {
    ...(classes === undefined ? {} : { classes }),
    ...rest,
    ...(isOwn ? { sha256, sizeBytes } : {}),
    file: model.name,
  };
}

/** A list of names, or index → name. */
function isClassList(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return Array.isArray(json) || Object.keys(json).every((key) => /^\d+$/.test(key));
}

/** A model may say in which folder a file lies; among files that were chosen there are none. */
function fileNamed(files: readonly File[], name: string, model: string): File {
  const file = files.find((candidate) => candidate.name === name.split('/').at(-1));
  if (file !== undefined) return file;
  throw new CamLensError('model-missing', `${name} is missing: give it together with ${model}.`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CamLensError('model-damaged', `${file} is not JSON; the description of a model was expected.`, { cause });
  }
}
