/** A model supplied by a visitor: the .onnx, the files beside it, and the visitor's own settings. */
import { findMapSizes } from '../../autodiff/map-sizes.ts';
import { CamLensError } from '../../errors.ts';
import type { Assumption } from './describe-model.ts';
import type { LoadProgress } from '../load-progress.ts';
import { loadModel, type ModelSource } from './model.ts';
import { inputSize } from './input-side.ts';
import { layerNote } from './layer-note.ts';
import { outputsOf, type ModelOutputs } from './model-head.ts';
import type { PreparedModel } from './prepared-model.ts';
import { readDescription, type PartialDescription } from './read-description.ts';
import type { ModelDescription, Size } from '../types.ts';

/** A model as files, for example dropped on a page. */
export interface ModelFiles {
  /** One .onnx and, optionally, its description (.json), class names (.json or .txt) and external weights. */
  readonly files: readonly File[];
  /** Takes precedence over the files. */
  readonly description?: PartialDescription;
}

/** Everything known about a model besides its bytes. */
export interface ModelSummary {
  /** From the files, their metadata and the graph. */
  readonly description: ModelDescription;
  /** Names by index. */
  readonly classes: readonly string[];
  /** Size of the maps at each layer, at the input's size; layers of unknown size are absent. */
  readonly mapSizes: Readonly<Record<string, Size>>;
  /** Which output is explained, and the others. */
  readonly outputs: ModelOutputs;
  /** Settings that nothing provides. */
  readonly assumed: readonly Assumption[];
  /** What to know about all of its layers, as a sentence; absent if there is nothing. */
  readonly layerNote?: string;
}

/** @throws CamLensError as loadModelFiles */
export async function summarizeModel(model: ModelFiles): Promise<ModelSummary> {
  const { classifier, description, classes, assumed = [] } = await loadModelFiles(model);
  const mapSizes = findMapSizes(classifier, description.layers, inputSize(description.input));
  const note = layerNote(classifier, description.layers, description.file);
  return {
    ...{ description, classes, mapSizes, outputs: outputsOf(classifier), assumed },
    ...(note === undefined ? {} : { layerNote: note }),
  };
}

/**
 * @throws CamLensError `bad-option` unless there is exactly one .onnx; `model-missing` for a named file that is
 *   missing; and see loadModel
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

/**
 * The JSON with the model's own name, or the only one that is not a list of classes; and a list of classes beside it.
 */
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
  // The description's data about file bytes apply to the file it came with; this may be another.
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

/** A model may name a file's folder; chosen files have none. */
function fileNamed(files: readonly File[], name: string, model: string): File {
  const file = files.find((candidate) => candidate.name === name.split('/').at(-1));
  if (file !== undefined) return file;
  throw new CamLensError('model-missing', `${name} is missing: provide it together with ${model}.`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CamLensError('model-damaged', `${file} is not JSON; the description of a model was expected.`, { cause });
  }
}
