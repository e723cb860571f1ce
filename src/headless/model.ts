/** The model that the command offers: a file on its server, and what the user says of it. */
import { CamLensError } from '../errors.ts';
import { builtInModel } from '../pipeline/model/built-in-model.ts';
import type { Assumption } from '../pipeline/model/describe-model.ts';
import { inputSide } from '../pipeline/model/input-side.ts';
import { loadModel, type LoadedModel } from '../pipeline/model/model.ts';
import { normalizations, type NormalizationName } from '../pipeline/model/normalizations.ts';
import { unwrap, type Answer } from '../pipeline/worker/answer.ts';
import { readDescription, type PartialDescription } from '../pipeline/model/read-description.ts';
import { tellProgress } from './progress.ts';

export interface HeadlessModel {
  /** Of the `.onnx`. */
  readonly url: string;
  /** What messages call it. */
  readonly file: string;
  /** The JSON beside it, brief or full, and what messages call that. */
  readonly description?: { readonly file: string; readonly json: unknown };
  /** In place of what the model and its description say: width and height of its input in pixels. */
  readonly size?: number;
  /** The same: how it wants its pictures. */
  readonly normalization?: NormalizationName;
  /** The same: a file of class names, JSON or one a line. */
  readonly classes?: { readonly file: string; readonly url: string };
}

/** What callers are told of a model. */
export interface ModelInfo {
  readonly model: {
    readonly name: string;
    readonly sha256?: string;
    /** What nobody says of it: the usual was taken. */
    readonly assumed: readonly Assumption[];
  };
  /** The same as sentences for people. */
  readonly assumptions: readonly string[];
}

declare global {
  interface Window {
    /** Set by the command: the URL of a file beside the model, by the name that the model or its description calls it. */
    camLensFileBeside?: (name: string) => Promise<Answer<string>>;
  }
}

/** @throws CamLensError as loadModel; where none is given, the built-in one is meant */
export async function openModel(model: HeadlessModel | undefined): Promise<LoadedModel> {
  if (model === undefined) return loadModel(builtInModel(), tellProgress);
  const { url, file, description, size, normalization, classes } = model;
  const said = description === undefined ? {} : readDescription(description.json, description.file);
  const given: PartialDescription = {
    ...said,
    ...(normalization === undefined ? {} : { normalization: normalizations[normalization] }),
    ...(classes === undefined ? {} : { classes: classes.file }),
  };
  const urlOf = (name: string) => (name === classes?.file ? classes.url : urlBeside(name));
  const loaded = await loadModel({ url, file, description: given, urlOf }, tellProgress);
  return size === undefined ? loaded : withSize(loaded, size);
}

function withSize(loaded: LoadedModel, wanted: number): LoadedModel {
  const { description, assumed = [] } = loaded;
  const input = { ...description.input, size: inputSide(description, wanted) };
  return { ...loaded, description: { ...description, input }, assumed: assumed.filter((field) => field !== 'size') };
}

async function urlBeside(name: string): Promise<string> {
  const ask = window.camLensFileBeside;
  if (ask === undefined) throw new CamLensError('internal', 'The page cannot ask for files beside the model.');
  return unwrap(await ask(name));
}

/** What was taken for granted, as sentences that name the option which says otherwise. */
export function tellAssumptions({ assumed = [], description, classes }: LoadedModel): readonly string[] {
  const { file, input } = description;
  const sentences = {
    size: `${file} says nothing of its input's size: ${input.size} was assumed (--size).`,
    normalization: `${file} says nothing of its normalisation: torch was assumed (--normalization).`,
    classes: `${file} does not name its classes: "${classes[0] ?? ''}" to "${classes.at(-1) ?? ''}" were taken (--classes).`,
  };
  return assumed.map((field) => sentences[field]);
}
