import { describe, expect, it } from 'vitest';
import { bestIouByLevel } from '../../../src/evaluation/wsol/box-iou.ts';
import { contourBoxes } from '../../../src/evaluation/wsol/contour-boxes.ts';
import type { ScoreMap } from '../../../src/evaluation/wsol/score-map.ts';
import { boxesAt, openCv, runAt } from './opencv-boxes.ts';

const mapOf = (rows: readonly (readonly number[])[]): ScoreMap => ({
  width: rows[0]!.length,
  height: rows.length,
  values: Uint8Array.from(rows.flat()),
});

/** As the protocol's own tests have it: 0 … 1, a threshold τ, and four zeros where there is no contour. */
function largestBoxAt(heatmap: readonly (readonly number[])[], threshold: number): readonly number[] {
  const map = mapOf(heatmap.map((row) => row.map((value) => Math.trunc(value * 255))));
  return boxesAt(contourBoxes(map).largest, Math.floor(threshold * Math.max(...map.values)))[0] ?? [0, 0, 0, 0];
}

describe("the protocol's own test vectors", () => {
  const unimodal = [
    [0, 0, 0, 0, 0],
    [0, 0.4, 0.4, 0.4, 0.6],
    [0, 0.4, 1, 0.8, 0.6],
    [0, 0.4, 0.4, 0.4, 0.6],
  ];
  const multimodal = [
    [0.4, 0, 0.2, 0.2, 0.2],
    [0.4, 0.4, 0, 0.4, 0],
    [0, 0, 0, 0.4, 0],
    [1, 0.6, 0.8, 0.2, 0.2],
  ];
  const empty = [0, 0, 0].map(() => [0, 0, 0]);
  it.each([
    { name: 'unimodal', map: unimodal, boxes: ['1,1,4,3', '1,1,4,3', '2,1,4,3', '2,2,4,3', '2,2,3,3'] },
    { name: 'multimodal', map: multimodal, boxes: ['0,0,4,3', '0,0,2,2', '0,3,3,3', '2,3,3,3', '0,3,1,3'] },
    { name: 'empty', map: empty, boxes: Array<string>(5).fill('0,0,0,0') },
  ])('$name', ({ map, boxes }) => {
    expect([0, 0.2, 0.4, 0.6, 0.8].map((threshold) => largestBoxAt(map, threshold).join())).toEqual(boxes);
  });
});

describe('by hand', () => {
  it('a ring has an outer and an inner contour, the inner one through the pixels round the hole', () => {
    const ring = mapOf([
      [0, 0, 0, 0, 0, 0, 0],
      [0, 9, 9, 9, 9, 9, 0],
      [0, 9, 9, 0, 9, 9, 0],
      [0, 9, 9, 9, 9, 9, 0],
      [0, 0, 0, 0, 0, 0, 0],
    ]);
    const { largest, all } = contourBoxes(ring);
    expect(boxesAt(largest, 0)).toEqual([[1, 1, 6, 4]]);
    expect(boxesAt(all, 0)).toEqual([
      [1, 1, 6, 4],
      [2, 1, 5, 4],
    ]);
    expect(boxesAt(all, 8)).toEqual(boxesAt(all, 0));
    expect(boxesAt(all, 9)).toEqual([]);
  });

  it('what is off along the frame is no hole', () => {
    const { all } = contourBoxes(mapOf([[9, 9, 9], [9, 0, 9], [9, 0, 9]])); // prettier-ignore
    expect(boxesAt(all, 0)).toEqual([[0, 0, 2, 2]]);
  });

  it('area goes before the number of pixels: a 2 × 2 square beats a line of 7', () => {
    const map = mapOf([[9, 9, 9, 9, 9, 9, 9], [0, 0, 0, 0, 0, 0, 0], [9, 9, 0, 0, 0, 0, 0], [9, 9, 0, 0, 0, 0, 0]]); // prettier-ignore
    expect(boxesAt(contourBoxes(map).largest, 0)).toEqual([[0, 2, 2, 3]]);
  });
});

describe('against OpenCV', () => {
  it.each(openCv.patterns.map((pattern, index) => ({ index, ...pattern })))(
    'pattern $index, at every level',
    ({ values, levels }) => {
      const { largest, all } = contourBoxes(mapOf(values));
      for (let level = 0; level < 255; level++) {
        const expected = runAt(levels, level);
        expect({ level, largest: boxesAt(largest, level), all: boxesAt(all, level) }).toEqual({ level, ...expected });
      }
    },
  );
});

describe('bestIouByLevel', () => {
  it('takes the best pair at each level, and scores four zeros where nothing is found', () => {
    const predictions = [
      { lowest: 2, highest: 4, box: [1, 2, 5, 6] as const },
      { lowest: 4, highest: 5, box: [3, 1, 4, 5] as const },
    ];
    const ious = bestIouByLevel(predictions, [
      [3, 1, 4, 5],
      [0, 0, 1, 1],
    ]);
    // The zeros share one pixel of four with [0, 0, 1, 1].
    expect([...ious.slice(0, 7)]).toEqual([1 / 4, 1 / 4, 8 / 27, 8 / 27, 1, 1, 1 / 4]);
    expect(ious).toHaveLength(255);
  });
});
