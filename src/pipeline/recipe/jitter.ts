/** The network's input moved by a little noise, for measures of how stable an explanation is (Yeh et al. 2019). */
import { sfc32 } from '../../random.ts';
import type { Chain, Value } from '../chain/chain.ts';
import { scale, weightedSum } from '../chain/operations.ts';
import { dimsOf } from '../invariants.ts';
import type { ModelInput } from '../types.ts';
import { spansOf } from './network-image.ts';

/** A small random change of the network's input. */
export interface Jitter {
  /** The largest change of a value, as a share of what 0 … 255 spans in the input: 0 … 1. */
  readonly radius: number;
  /** One for each picture: the same seed moves the same picture alike, whatever else is in the batch. */
  readonly seeds: readonly number[];
}

/**
 * Uniform noise for one picture, channel by channel, row by row: drawn on the CPU, so it is the same on every machine.
 * @param spans of the channels: the difference that 0 and 255 make in the input
 */
export function jitterNoise(
  positions: number,
  spans: readonly number[],
  radius: number,
  seed: number,
): Float32Array<ArrayBuffer> {
  const next = sfc32(seed, 0);
  const noise = new Float32Array(positions * spans.length);
  for (let i = 0; i < noise.length; i++) {
    noise[i] = radius * spans[Math.floor(i / positions)]! * (next() / 2 ** 31 - 1);
  }
  return noise;
}

/** @param image [N, C, height, width], normalised → the same, moved */
export function jittered(chain: Chain, image: Value, input: ModelInput, { radius, seeds }: Jitter): Value {
  const [, channels, height, width] = dimsOf(image.dims, ['N', 'C', 'H', 'W'], 'images');
  const spans = spansOf(input);
  const flat = [1, channels * height, width];
  const ones = chain.upload(Float32Array.of(1, 1), [1, 2]);
  const moved = seeds.map((seed, picture) => {
    const noise = chain.upload(jitterNoise(height * width, spans, radius, seed), flat);
    const pair = chain.stack([chain.view(scale(chain, image, picture, [1]), flat), noise]);
    const sum = weightedSum(chain, ones, chain.view(pair, [1, 2, channels * height, width]));
    return chain.view(sum, [1, channels, height, width]);
  });
  return moved.length === 1 ? moved[0]! : chain.stack(moved);
}
