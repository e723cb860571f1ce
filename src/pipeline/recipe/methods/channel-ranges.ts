/** Smallest and largest activation of every channel, which show which channels need a run of the network. */
import { dimsOf, expectUpTo, required } from '../../invariants.ts';
import type { Chain, Value } from '../../chain/chain.ts';

export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * @param activations [N, C, H, W]
 * @returns by picture, by channel; NaN if a value is
 */
export async function channelRanges(chain: Chain, activations: Value): Promise<Range[][]> {
  const [pictures, channels, height, width] = dimsOf(activations.dims, ['N', 'C', 'H', 'W'], 'activations');
  const values = required((await chain.read([activations]))[0], 'the activations read');
  expectUpTo(values, pictures * channels * height * width, 'activations');
  const rangeOf = (index: number): Range => {
    const channel = values.subarray(index * height * width, (index + 1) * height * width);
    return {
      minimum: channel.reduce((least, value) => Math.min(least, value), Infinity),
      maximum: channel.reduce((most, value) => Math.max(most, value), -Infinity),
    };
  };
  return Array.from({ length: pictures }, (_, picture) =>
    Array.from({ length: channels }, (__, channel) => rangeOf(picture * channels + channel)),
  );
}
