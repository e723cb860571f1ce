/** Heatmaps of a batch, what each of them is, and what made them. */
import type { Chain, Engine, Heatmaps, Value } from '../chain/chain.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import type { Picture } from '../types.ts';
import type { ConventionName } from './conventions.ts';
import type { PerPicture, Target } from './target.ts';

/** One heatmap: which picture of the batch, by which method, at which layer. */
export interface Item {
  readonly picture: number;
  readonly method: string;
  readonly layer: string;
  readonly convention: ConventionName;
  readonly rectify: boolean;
  /** [N, H, W], raw. */
  readonly map: Value;
}

/** Heatmaps that fit into one buffer, and what each of them is. */
export interface Group {
  readonly items: readonly Item[];
  readonly heatmaps: Heatmaps;
}

/** What `Explained` is made of. */
export interface ExplainedParts {
  readonly engine: Engine;
  readonly network: ExplainableNetwork;
  /** What the network was fed, [pictures, 3, height, width]. */
  readonly image: Value;
  /** Owns image and heatmaps; what was recorded on it so far need not be submitted yet. */
  readonly chain: Chain;
  readonly pictures: readonly Picture[];
  readonly groups: readonly Group[];
  readonly classNames: readonly string[];
  /** What was explained. */
  readonly target: Target | PerPicture;
}
