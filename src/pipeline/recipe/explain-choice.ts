/** What a caller asks of an explanation. */
import type { ConventionName } from './conventions.ts';
import type { Target } from './target.ts';

export interface ExplainChoice {
  readonly methods: readonly string[];
  readonly layers: readonly string[];
  /** The class the network predicts, a class index, or a weighted sum of classes. */
  readonly class: Target;
  readonly threshold: number;
  /** How raw maps become heatmaps; the paper's alone unless said. */
  readonly conventions?: readonly ConventionName[];
  /** Also measure each stage; costs a few milliseconds on a GPU, as every stage becomes a pass of its own. */
  readonly timed?: boolean;
}
