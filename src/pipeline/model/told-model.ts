/** A user's settings for a model, and what the user is told about it. */
import type { Assumption } from './describe-model.ts';
import { inputSide, inputSize } from './input-side.ts';
import type { LoadedModel } from './loaded-model.ts';
import { normalizations, type NormalizationName } from './normalizations.ts';
import { readDescription, type PartialDescription } from './read-description.ts';

export interface ModelWords {
  /** The JSON beside it, brief or full, and its name in messages. */
  readonly description?: { readonly file: string; readonly json: unknown };
  /** Overrides the model and its description: how pictures are normalised. */
  readonly normalization?: NormalizationName;
  /** Likewise: the output, or any value of the graph, whose classes are explained. */
  readonly output?: string;
  /** Likewise: the largest distance between neighbouring positions of a map, in pixels of the input (see ModelDescription). */
  readonly stride?: number;
}

/**
 * @param classes overrides the model and its description: the name of a file of class names
 * @throws CamLensError `model-damaged` naming file and field
 */
export function descriptionSaid(
  { description, normalization, output, stride }: ModelWords,
  classes?: string,
): PartialDescription {
  return {
    ...(description === undefined ? {} : readDescription(description.json, description.file)),
    ...(normalization === undefined ? {} : { normalization: normalizations[normalization] }),
    ...(output === undefined ? {} : { logits: output }),
    ...(stride === undefined ? {} : { stride }),
    ...(classes === undefined ? {} : { classes }),
  };
}

/**
 * @param wanted width and height of its input in pixels (see inputSide), overriding its description
 * @throws CamLensError `bad-option` if it does not accept that size
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

/** Information about a model for callers. */
export interface ModelInfo {
  readonly model: {
    readonly name: string;
    readonly sha256?: string;
    /** Settings that nothing provides, for which defaults were assumed. */
    readonly assumed: readonly Assumption[];
  };
  /** The same as sentences for users. */
  readonly assumptions: readonly string[];
}

/** Information about a model in messages and results. */
export function modelInfo(loaded: LoadedModel): ModelInfo {
  const { name, sha256 } = loaded.description;
  return {
    model: { name, ...(sha256 === undefined ? {} : { sha256 }), assumed: loaded.assumed ?? [] },
    assumptions: tellAssumptions(loaded),
  };
}

/** Assumptions, as sentences that name the option to override them. */
export function tellAssumptions({ assumed = [], notes = [], description, classes }: LoadedModel): readonly string[] {
  const { file, input } = description;
  const sentences = {
    size: `${file} does not state its input size: ${input.size} was assumed (--size).`,
    normalization:
      `${file} does not state its normalisation: ${input.channels === 1 ? 'none' : 'torch'} was ` +
      'assumed (--normalization).',
    classes:
      `${file} does not name its classes: "${classes[0] ?? ''}" to "${classes.at(-1) ?? ''}" were used ` +
      '(--classes).',
  };
  return [...assumed.map((field) => sentences[field]), ...notes];
}
