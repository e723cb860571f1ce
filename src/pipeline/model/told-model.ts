/** What a user says of a model besides its files, and what the user is told of it. */
import type { Assumption } from './describe-model.ts';
import { inputSide, inputSize } from './input-side.ts';
import type { LoadedModel } from './loaded-model.ts';
import { normalizations, type NormalizationName } from './normalizations.ts';
import { readDescription, type PartialDescription } from './read-description.ts';

export interface ModelWords {
  /** The JSON beside it, brief or full, and what messages call that. */
  readonly description?: { readonly file: string; readonly json: unknown };
  /** In place of what the model and its description say: how it wants its pictures. */
  readonly normalization?: NormalizationName;
  /** The same: the output, or any value of the graph, whose classes are explained. */
  readonly output?: string;
}

/**
 * @param classes in place of what the model and its description say: the name of a file of class names
 * @throws CamLensError `model-damaged` naming file and field
 */
export function descriptionSaid(
  { description, normalization, output }: ModelWords,
  classes?: string,
): PartialDescription {
  return {
    ...(description === undefined ? {} : readDescription(description.json, description.file)),
    ...(normalization === undefined ? {} : { normalization: normalizations[normalization] }),
    ...(output === undefined ? {} : { logits: output }),
    ...(classes === undefined ? {} : { classes }),
  };
}

/**
 * @param wanted width and height of its input in pixels (see inputSide), in place of what is said of it
 * @throws CamLensError `bad-option` where it takes no such size
 */
export function withSize(loaded: LoadedModel, wanted: number | undefined): LoadedModel {
  if (wanted === undefined) return loaded;
  const { description, assumed = [] } = loaded;
  const { width, height } = inputSize(description.input, inputSide(description, wanted));
  const { name, normalization, channels, isFixed } = description.input;
  const input = {
    ...{ name, size: width, normalization },
    ...(height === width ? {} : { height }),
    ...(channels === undefined ? {} : { channels }),
    ...(isFixed === undefined ? {} : { isFixed }),
  };
  return { ...loaded, description: { ...description, input }, assumed: assumed.filter((field) => field !== 'size') };
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

/** What messages and results say of a model. */
export function modelInfo(loaded: LoadedModel): ModelInfo {
  const { name, sha256 } = loaded.description;
  return {
    model: { name, ...(sha256 === undefined ? {} : { sha256 }), assumed: loaded.assumed ?? [] },
    assumptions: tellAssumptions(loaded),
  };
}

/** What was taken for granted, as sentences that name the option which says otherwise. */
export function tellAssumptions({ assumed = [], notes = [], description, classes }: LoadedModel): readonly string[] {
  const { file, input } = description;
  const sentences = {
    size: `${file} says nothing of its input's size: ${input.size} was assumed (--size).`,
    normalization: `${file} says nothing of its normalisation: ${input.channels === 1 ? 'none' : 'torch'} was assumed (--normalization).`,
    classes: `${file} does not name its classes: "${classes[0] ?? ''}" to "${classes.at(-1) ?? ''}" were taken (--classes).`,
  };
  return [...assumed.map((field) => sentences[field]), ...notes];
}
