/** What a caller requests of an explanation. */
import type { ConventionName } from './conventions.ts';
import type { RefinementName } from './refine/refinements.ts';
import type { Target } from './target.ts';

/** What to explain of a picture. */
export interface ExplainChoice {
  /** Names of methods, such as `grad-cam`; one or more, each once. */
  readonly methods: readonly string[];
  /** Names of layers, such as `layer4`; one or more, each once. */
  readonly layers: readonly string[];
  /** The class the network predicts, a class index, or a weighted sum of classes. */
  readonly class: Target;
  /** Threshold of the boxes, 0…1: they enclose pixels of the heatmap at or above it. */
  readonly threshold: number;
  /** How raw maps become heatmaps; default: the paper's convention. */
  readonly conventions?: readonly ConventionName[];
  /**
   * How raw maps are refined before they become heatmaps; default: not at all. Only for methods that make maps of a
   * layer.
   */
  readonly refine?: RefinementName;
  /**
   * Also measure each stage; costs a few milliseconds on a GPU, because every stage becomes a separate compute pass.
   */
  readonly timed?: boolean;
}
