/** What a caller asks of an explanation. */
import type { ConventionName } from './conventions.ts';
import type { Target } from './target.ts';

/** What to explain of a picture. */
export interface ExplainChoice {
  /** Names of methods, such as `grad-cam`; one or more, each once. */
  readonly methods: readonly string[];
  /** Names of layers, such as `layer4`; one or more, each once. */
  readonly layers: readonly string[];
  /** The class the network predicts, a class index, or a weighted sum of classes. */
  readonly class: Target;
  /** Of the boxes, 0…1: pixels of the heatmap at or above it count. */
  readonly threshold: number;
  /** How raw maps become heatmaps; the paper's alone unless said. */
  readonly conventions?: readonly ConventionName[];
  /** Also measure each stage; costs a few milliseconds on a GPU, as every stage becomes a pass of its own. */
  readonly timed?: boolean;
}
