import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { components as regionsOf, largestAtEach } from '../../../../src/pipeline/engine/cpu/components.ts';
import { runsOf, runsOfWords } from '../../../../src/pipeline/engine/cpu/runs.ts';
import { boxes } from '../../../support/references/boxes.ts';
import { components } from '../../../support/references/components.ts';
import { threshold } from '../../../support/references/threshold.ts';
import { upsample } from '../../../support/references/upsample.ts';
import { randomFrom } from '../../../support/random.ts';

const levelBoxes = (heatmap: ArrayLike<number>, width: number, height: number, at: readonly number[]) =>
  largestAtEach(runsOf(heatmap, { width, height }, at.map(Math.fround)));

const thresholds = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** Threshold by threshold, by the stages' references. */
function oneByOne(heatmap: ArrayLike<number>, width: number, height: number, at: readonly number[]) {
  return at.map((level) => {
    const mask = threshold(heatmap, level, false);
    const [largest] = boxes(components(mask, width, height), width, height);
    return largest === undefined ? null : { box: largest.box, area: largest.area };
  });
}

it('follows a component that grows and is overtaken', () => {
  // At 0.9 one pixel on the left; at 0.5 three on the right are more; at 0.1 all are one.
  const heatmap = [0.9, 0.2, 0.5, 0.6, 0.7];
  expect(levelBoxes(heatmap, 5, 1, [0.1, 0.5, 0.8, 0.95])).toEqual([
    { box: [0, 0, 5, 1], area: 5 },
    { box: [2, 0, 5, 1], area: 3 },
    { box: [0, 0, 1, 1], area: 1 },
    null,
  ]);
});

it('joins diagonals, and of equal components takes the one that begins first', () => {
  const diagonal = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  expect(levelBoxes(diagonal, 3, 3, [0.5])).toEqual([{ box: [0, 0, 3, 3], area: 3 }]);
  expect(levelBoxes([1, 0, 1, 0, 0, 0, 1, 0, 1], 3, 3, [0.5])).toEqual([{ box: [0, 0, 1, 1], area: 1 }]);
  // The one on the right was there first, at the higher threshold.
  expect(levelBoxes([0.5, 0, 1], 3, 1, [0.4, 0.9])[0]).toEqual({ box: [0, 0, 1, 1], area: 1 });
});

describe('gives what the stages give at each threshold', () => {
  const random = randomFrom(5);
  test.each([
    [1, 1],
    [1, 40],
    [40, 1],
    [33, 29],
    [64, 64],
  ])('noise of %i × %i', (width, height) => {
    for (let round = 0; round < 8; round++) {
      const heatmap = Array.from({ length: width * height }, () => Math.fround(Math.round(random() * 20) / 20));
      expect(levelBoxes(heatmap, width, height, thresholds)).toEqual(oneByOne(heatmap, width, height, thresholds));
    }
  });

  test('smooth maps', () => {
    for (let round = 0; round < 8; round++) {
      const map = Array.from({ length: 49 }, () => random());
      const size = { width: 101, height: 67 };
      const heatmap = upsample(map, { width: 7, height: 7 }, size, false);
      expect(levelBoxes(heatmap, 101, 67, thresholds)).toEqual(oneByOne(heatmap, 101, 67, thresholds));
    }
  });
});

/** Any size from a pixel to long rows and columns, sparse to full. */
const masks = fc.tuple(
  fc.integer({ min: 1, max: 70 }),
  fc.integer({ min: 1, max: 70 }),
  fc.integer({ min: 0, max: 8 }),
);

describe('the components of a mask', () => {
  test('are those of the reference: every label, every box, in the same order', () => {
    fc.assert(
      fc.property(masks, fc.infiniteStream(fc.integer({ min: 0, max: 7 })), ([width, height, share], stream) => {
        const mask = Uint8Array.from({ length: width * height }, () => Number((stream.next().value as number) < share));
        const regions = regionsOf(mask, { width, height });
        const labels = components(mask, width, height);
        expect(regions.labels).toEqual(labels);
        const all = boxes(labels, width, height).map(({ box, area }) => ({ box: [...box], area }));
        expect(regions.all.map(({ box, area }) => ({ box: [...box], area }))).toEqual(all);
        expect(regions.largest).toEqual(all[0] ?? null);
      }),
      { numRuns: 80, seed: 7 },
    );
  });

  test.each([
    ['empty', 0],
    ['full', 1],
  ])('of one that is %s', (_, value) => {
    const regions = regionsOf(new Uint8Array(64 * 3).fill(value), { width: 64, height: 3 });
    expect(regions.all).toEqual(value === 0 ? [] : [{ box: [0, 0, 64, 3], area: 192 }]);
    expect(regions.labels).toEqual(new Uint32Array(192).fill(value === 0 ? 0xffffffff : 0));
  });
});

test('many dots are many components, and those that meet at their corners are one', () => {
  const size = { width: 300, height: 200 };
  const maskOf = (isOn: (x: number, y: number) => boolean): Uint8Array =>
    Uint8Array.from({ length: 300 * 200 }, (_, i) => Number(isOn(i % 300, Math.floor(i / 300))));
  const apart = regionsOf(
    maskOf((x, y) => x % 2 === 0 && y % 2 === 0),
    size,
  ).all;
  expect(apart).toHaveLength(150 * 100);
  expect(apart[151]).toEqual({ box: [2, 2, 3, 3], area: 1 });
  const board = maskOf((x, y) => (x + y) % 2 === 0);
  expect(regionsOf(board, size).all).toEqual([{ box: [0, 0, 300, 200], area: 30_000 }]);
  expect(largestAtEach(runsOf(board, size, [0, 1]))).toEqual([
    { box: [0, 0, 300, 200], area: 60_000 },
    { box: [0, 0, 300, 200], area: 30_000 },
  ]);
});

test('runs of packed words are those of the mask, whatever lies before it and behind the ends of rows', () => {
  fc.assert(
    fc.property(masks, fc.integer(), fc.integer({ min: 0, max: 3 }), ([width, height, share], seed, wordOffset) => {
      const random = randomFrom(seed);
      // Long runs too, over whole words.
      let isOn = false;
      const mask = Uint8Array.from({ length: width * height }, () => {
        if (random() < 0.02 + (share % 4) / 4) isOn = random() < share / 8;
        return Number(isOn);
      });
      const wordsPerRow = Math.ceil(width / 32);
      const words = new Uint32Array(wordOffset + wordsPerRow * height);
      for (let i = 0; i < words.length; i++) {
        const [y, first] = [Math.floor((i - wordOffset) / wordsPerRow), 32 * ((i - wordOffset) % wordsPerRow)];
        for (let bit = 0; bit < 32; bit++) {
          const isOutside = i < wordOffset || first + bit >= width;
          const value = isOutside ? Number(random() < 0.5) : mask[y * width + first + bit]!;
          words[i]! |= value << bit;
        }
      }
      const packed = { width, height, wordOffset, wordsPerRow };
      expect(runsOfWords(packed, words)).toEqual(runsOf(mask, { width, height }, [1]));
    }),
    { numRuns: 200, seed: 11 },
  );
});

test('words that are missing are a fault', () => {
  const packed = { width: 33, height: 2, wordOffset: 1, wordsPerRow: 2 };
  expect(() => runsOfWords(packed, new Uint32Array(4))).toThrow('There are 4 words of masks, but 5 are read.');
});
