import { describe, expect, it } from 'vitest';
import type { LayerValues } from '../../../src/pipeline/recipe/inspect.ts';
import { channelsOf, channelValues, sortedChannels, type ChannelOrderName } from '../../../src/ui/model/channels.ts';

/** Four channels of 1 × 2. */
const values: LayerValues = {
  ...{ channels: 4, height: 1, width: 2 },
  activations: Float32Array.of(1, 1, 0, 3, -4, 2, 1, 1),
  gradients: Float32Array.of(0, 0, 2, -6, 1, 0, 0.5, 1.5),
};
const numbers = (kind: 'activations' | 'gradients', order: ChannelOrderName): number[] =>
  sortedChannels(channelsOf(values, kind), order).map(({ index }) => index);

describe('the channels of a layer', () => {
  it('have statistics of what is shown, and the mean of their gradients as Grad-CAM’s weight', () => {
    const [, one, two] = channelsOf(values, 'activations');
    expect(one).toEqual({
      index: 1,
      statistics: { mean: 1.5, deviation: 1.5, minimum: 0, maximum: 3, zeros: 0.5, magnitude: 1.5 },
      weight: -2,
    });
    expect(two).toMatchObject({ statistics: { mean: -1, magnitude: 3 }, weight: 0.5 });
    expect(channelsOf(values, 'gradients')[1]).toMatchObject({ statistics: { mean: -2, magnitude: 4 }, weight: -2 });
    expect([...channelValues(values, 'gradients', 3)]).toEqual([0.5, 1.5]);
  });

  it.each([
    // Mean absolute values 1, 1.5, 3, 1: equal ones in order of their numbers.
    ['activations', 'magnitude', [2, 1, 0, 3]],
    // 1, 3, 2, 1
    ['activations', 'maximum', [1, 2, 0, 3]],
    // Weights 0, −2, 0.5, 1.
    ['activations', 'weight', [3, 2, 0, 1]],
    // 0, 4, 0.5, 1
    ['gradients', 'magnitude', [1, 3, 2, 0]],
    // 0, 2, 1, 1.5
    ['gradients', 'maximum', [1, 3, 2, 0]],
    ['gradients', 'weight', [3, 2, 0, 1]],
  ] as const)('%s by %s', (kind, order, expected) => expect(numbers(kind, order)).toEqual(expected));
});
