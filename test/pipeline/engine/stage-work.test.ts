import { describe, expect, it } from 'vitest';
import { tensorWorkOf, workOf, type StageLoad } from '../../../src/pipeline/engine/stage-work.ts';

const layer = [2, 3, 4, 5] as const;

describe('the least work of a stage', () => {
  it('channel-weights reads 120 gradients once, adds them up, and writes 6 means', () => {
    expect(tensorWorkOf('channel-weights', [layer], {})).toEqual({ bytes: 4 * 126, operations: 120 });
  });

  it('weighted-sum multiplies and adds once for each activation', () => {
    expect(tensorWorkOf('weighted-sum', [[2, 3], layer], {})).toEqual({ bytes: 4 * (6 + 120 + 40), operations: 240 });
  });

  it('mask reads one entry for all, or one for each', () => {
    const given = [layer, [2, 4, 5], [2, 2]];
    const rest = { operations: 2 * 40 + 120 };
    expect(tensorWorkOf('mask', given, { first: 1, step: 0 })).toEqual({ bytes: 4 * (60 + 40 + 4 + 120), ...rest });
    expect(tensorWorkOf('mask', given, { first: 0, step: 1 })).toEqual({ bytes: 4 * (120 + 40 + 4 + 120), ...rest });
  });

  it('scale reads the one entry that it copies', () => {
    expect(tensorWorkOf('scale', [layer, [7]], { entry: 1 })).toEqual({ bytes: 4 * (60 + 7 + 420), operations: 420 });
  });

  it('blur goes across, then down', () => {
    expect(tensorWorkOf('blur', [layer, [5]], { entry: 0 })).toEqual({ bytes: 4 * (60 + 5 + 60), operations: 20 * 60 });
  });

  it('vote compares every pair of places once, for both', () => {
    // 4 places of 1 picture, 6 and 8 channels, 2 maps: 16 pairs, half of them times 2·(6 + 8); each votes for 2 maps and is counted.
    const given = [
      [1, 6, 2, 2],
      [1, 8, 2, 2],
      [1, 2, 2, 2],
    ];
    const operations = 8 * 2 * 14 + 16 * 2 * 3;
    expect(tensorWorkOf('vote', given, {})).toEqual({ bytes: 4 * (24 + 32 + 8 + 8), operations });
  });

  const load: StageLoad = {
    ...{ items: 3, mapValues: 49, heatmapPixels: 1000, maskPixels: 3200, runs: 50 },
    ...{ picturePixels: 600, madePixels: 200 },
  };

  it.each([
    ['preprocess', 4 * 600 + 12 * 200, 12 * 800],
    ['upsample', 4 * 49 + 4 * 1000, 11_000],
    ['find-ranges', 48, 6],
    ['pointing', 4048, 5000],
    ['threshold', 4000 + 400, 2000 + 3200],
    ['components', 400 + 200, 0],
    ['boxes', 400 + 200, 0],
    ['blend', 4000 + 16 * 200, 26 * 200],
  ] as const)('%s', (stage, bytes, operations) => expect(workOf(stage, load)).toEqual({ bytes, operations }));
});
