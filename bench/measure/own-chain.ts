/** Grad-CAM's stages from a layer's activations and gradients in memory to all boxes. */
import type { PeerChain } from '../../src/benchmark/peers/compare-peers.ts';
import type { PeerOutput } from '../../src/benchmark/peers/peer-output.ts';
import type { Heatmaps } from '../../src/pipeline/chain/chain.ts';
import { channelWeights, weightedSum } from '../../src/pipeline/chain/operations.ts';
import type { StageChain, StageEngine } from '../../src/pipeline/engine/stage-chain.ts';
import type { Size } from '../../src/pipeline/types.ts';

/** One layer's maps with channels last, as TensorFlow.js stores them. */
export interface PeerLayer {
  /** [side, side, channels] */
  readonly activations: Float32Array;
  readonly gradients: Float32Array;
  readonly side: number;
  readonly channels: number;
}

export interface ChainTask {
  readonly layer: PeerLayer;
  readonly size: Size;
  readonly threshold: number;
}

/** The arrays are put into our order, with channels first, once and untimed. */
export function ownChain(engine: StageEngine, { layer, size, threshold }: ChainTask): PeerChain {
  const { side, channels } = layer;
  const dims = [1, channels, side, side];
  const [activations, gradients] = [layer.activations, layer.gradients].map((values) => channelsFirst(values, layer));
  const heatmapsOf = (chain: StageChain): Heatmaps => {
    const weights = channelWeights(chain, chain.upload(gradients!, dims));
    const map = weightedSum(chain, weights, chain.upload(activations!, dims));
    return chain.normalize(chain.upsample([{ map, index: 0, size, rectify: true }]));
  };
  const within = async <Result>(work: (chain: StageChain) => Promise<Result>): Promise<Result> => {
    const chain = engine.begin();
    try {
      return await work(chain);
    } finally {
      chain.destroy();
    }
  };
  const boxes = () => within((chain) => chain.readBoxes([chain.largest(heatmapsOf(chain), threshold)], [], false));
  return {
    run: boxes,
    output: async (): Promise<PeerOutput> => {
      const [heatmap] = await within((chain) => chain.readHeatmaps(heatmapsOf(chain)));
      const [mask] = await within((chain) => chain.readMasks(chain.threshold(heatmapsOf(chain), threshold)));
      const found = (await boxes()).boxes[0]?.[0]?.largest;
      return { heatmap: heatmap!, maskPixels: mask!.reduce((sum, on) => sum + on, 0), box: found?.box ?? null };
    },
  };
}

function channelsFirst(values: Float32Array, { side, channels }: PeerLayer): Float32Array {
  return Float32Array.from(values, (_, i) => values[(i % side ** 2) * channels + Math.floor(i / side ** 2)] ?? NaN);
}
