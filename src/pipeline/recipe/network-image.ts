/** Pictures → the network's input, in colour or grey. */
import type { Chain, Value } from '../chain/chain.ts';
import { weightedSum } from '../chain/operations.ts';
import type { ModelInput, Picture } from '../types.ts';

/** Weights of red, green and blue in the luma (ITU-R BT.601): they sum to 1. */
export const lumaShares = [0.299, 0.587, 0.114] as const;

/** By channel of the input: the difference that 0 and 255 make there. */
export function spansOf({ normalization: { scale, std }, channels }: ModelInput): readonly number[] {
  return std.slice(0, channels ?? std.length).map((deviation) => (255 * scale) / deviation);
}

/**
 * @returns [N, channels, height, width], normalised. With one channel, mean and standard deviation are the same for all
 *   colours, so the luma of normalised colours is the normalised luma.
 */
export async function networkImage(chain: Chain, pictures: readonly Picture[], input: ModelInput): Promise<Value> {
  const colours = await chain.preprocess(pictures, input);
  if (input.channels !== 1) return colours;
  const shares = input.normalization.order === 'RGB' ? lumaShares : [...lumaShares].reverse();
  const weights = chain.upload(Float32Array.from(pictures.flatMap(() => shares)), [pictures.length, 3]);
  return chain.view(weightedSum(chain, weights, colours), [pictures.length, 1, input.height, input.width]);
}
