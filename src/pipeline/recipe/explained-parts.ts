/** Heatmaps of a batch, and what they were made from. */
import type { Chain, Engine, Heatmaps, Value } from '../chain/chain.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import type { ModelInput, Picture } from '../types.ts';
import type { ConventionName } from './conventions.ts';
import type { RefinedBy } from './explanation.ts';
import type { PerPicture, Target } from './target.ts';

/** One heatmap: which picture of the batch, by which method, at which layer. */
export interface ExplainedItem {
  readonly picture: number;
  readonly method: string;
  readonly layer: string;
  readonly convention: ConventionName;
  readonly rectify: boolean;
  /** [N, H, W], raw; refined if requested. */
  readonly map: Value;
  /** Which entry of the map. */
  readonly index: number;
}

/** Heatmaps that fit into one buffer, and their descriptions. */
export interface Group {
  readonly items: readonly ExplainedItem[];
  readonly heatmaps: Heatmaps;
}

/** The parts of an `Explained`. */
export interface ExplainedParts {
  readonly engine: Engine;
  readonly network: ExplainableNetwork;
  /** The network's input, [pictures, 3, height, width]. */
  readonly image: Value;
  /** What the network takes. */
  readonly input: ModelInput;
  /** Owns image and heatmaps; stages recorded on it may not have been submitted yet. */
  readonly chain: Chain;
  readonly pictures: readonly Picture[];
  readonly groups: readonly Group[];
  readonly classNames: readonly string[];
  /** Absent if raw maps were not refined. */
  readonly refined?: RefinedBy;
  /** What was explained. */
  readonly target: Target | PerPicture;
}
