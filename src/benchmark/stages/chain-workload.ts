/** Whole chains of stages: from a layer's activations and gradients to boxes, as an explanation runs them. */
import { channelWeights, weightedSum } from '../../pipeline/chain/operations.ts';
import type { Boxes, StageChain } from '../../pipeline/engine/stage-chain.ts';
import type { Size } from '../../pipeline/types.ts';
import { madeUpValues } from './made-up.ts';
import type { QuickOn } from './stage-workload.ts';

export interface ChainWorkload {
  readonly chain: string;
  /** Description, unique within the chain. */
  readonly name: string;
  readonly quickOn: QuickOn;
  /** Runs every stage once. */
  readonly run: (chain: StageChain) => Boxes;
}

interface Sized {
  readonly size: Size;
  readonly pictures: number;
  readonly thresholds: readonly number[];
  readonly quickOn: QuickOn;
}

const photo: Size = { width: 500, height: 375 };
const manyThresholds = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

const sizes: readonly Sized[] = [
  { size: photo, pictures: 1, thresholds: [0.15], quickOn: 'all' },
  { size: { width: 2048, height: 2048 }, pictures: 1, thresholds: [0.15], quickOn: 'gpu' },
  { size: photo, pictures: 8, thresholds: manyThresholds, quickOn: 'none' },
];

const [channels, side] = [2048, 7];

export function chainWorkloads(): ChainWorkload[] {
  return sizes.map(({ size, pictures, thresholds, quickOn }) => ({
    chain: 'grad-cam',
    quickOn,
    name: `${pictures} of ${channels} × ${side} × ${side} to ${size.width} × ${size.height}, thresholds: ${thresholds.length}`,
    run: (chain) => {
      const dims = [pictures, channels, side, side];
      const count = pictures * channels * side ** 2;
      const activations = chain.upload(madeUpValues(count, 'positive', 1), dims);
      const gradients = chain.upload(madeUpValues(count, 'signed', 2), dims);
      const map = weightedSum(chain, channelWeights(chain, gradients), activations);
      const requests = Array.from({ length: pictures }, (_, index) => ({ map, index, size, rectify: true }));
      const heatmaps = chain.normalize(chain.upsample(requests));
      return chain.boxes(chain.components(chain.threshold(heatmaps, ...thresholds)));
    },
  }));
}
