import { describe, expect, it } from 'vitest';
import { iou, type Box } from '../../../src/evaluation/iou.ts';
import { runsFrom, wsolHits } from '../../../src/evaluation/wsol/hits.ts';
import { maxBoxAcc } from '../../../src/evaluation/wsol/max-box-acc.ts';
import { openCv } from './opencv-boxes.ts';

describe('runsFrom', () => {
  it('gives the levels that reach the IoU as runs [from, to)', () => {
    expect(runsFrom(Float64Array.of(0.5, 0.7, 0.49, 0.5, 0.2, 0.9, 0.9), 0.5)).toEqual([0, 2, 3, 4, 5, 7]);
    expect(runsFrom(Float64Array.of(0.1, 0.2), 0.5)).toEqual([]);
  });
});

describe('maxBoxAcc, by hand', () => {
  const pictures = [
    { largest: [0, 10], any: [[0, 100], [0, 10], []] },
    {
      largest: [5, 20],
      any: [
        [50, 200],
        [5, 20],
        [7, 8],
      ],
    },
    {
      largest: [15, 16, 100, 255],
      any: [
        [150, 255],
        [15, 16, 100, 255],
        [7, 9, 200, 255],
      ],
    },
    { largest: [], any: [[], [], []] },
  ];

  it('takes the one level at which most pictures hit, the lowest of equals', () => {
    expect(maxBoxAcc(pictures).maxBoxAcc).toEqual({ accuracy: 2 / 4, level: 5 });
  });

  it('averages the best accuracies of three IoUs, each at its own level', () => {
    const { maxBoxAccV2, byIou } = maxBoxAcc(pictures);
    expect(byIou).toEqual([
      { accuracy: 2 / 4, level: 50 },
      { accuracy: 2 / 4, level: 5 },
      { accuracy: 2 / 4, level: 7 },
    ]);
    expect(maxBoxAccV2).toBe(0.5);
  });
});

describe("wsolHits against OpenCV's boxes", () => {
  const picture = { width: 448, height: 336 };

  it.each(openCv.scoreMaps.map((map, index) => ({ index, ...map })))('map $index', ({ raw, levels }) => {
    const truths = [
      [40, 60, 200, 180],
      [300, 100, 440, 300],
    ] as const;
    // Scaled to 224 × 224 and truncated: × 1/2 across, × 2/3 down.
    const scaled: Box[] = [
      [20, 40, 100, 120],
      [150, 66, 220, 200],
    ];
    const hitsAt = (least: number, boxesOf: (run: (typeof levels)[number]) => readonly Box[]) =>
      levels
        .filter((run) => boxesOf(run).some((box) => scaled.some((truth) => pixelIou(box, truth) >= least)))
        .flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));

    const hits = wsolHits(raw.flat(), { width: raw[0]!.length, height: raw.length }, truths, picture);
    const unrolled = (runs: readonly number[]): number[] =>
      Array.from({ length: 255 }, (_, level) => level).filter((level) =>
        runs.some((from, i) => i % 2 === 0 && from <= level && level < runs[i + 1]!),
      );
    expect(unrolled(hits.largest)).toEqual(hitsAt(0.5, (run) => [run[2]]));
    expect(hits.any.map(unrolled)).toEqual([0.3, 0.5, 0.7].map((least) => hitsAt(least, (run) => run[3])));
  });

  it('a map without a contour predicts the first pixel at every level', () => {
    const flat = [1, 1, 1, 1];
    const hits = wsolHits(flat, { width: 2, height: 2 }, [[0, 0, 2, 2]], { width: 448, height: 448 });
    // [0, 0, 1, 1] has four pixels, of which one is predicted.
    expect(hits).toEqual({ largest: [], any: [[], [], []] });
    const tiny = wsolHits(flat, { width: 2, height: 2 }, [[0, 0, 1, 1]], { width: 448, height: 448 });
    expect(tiny).toEqual({ largest: [0, 255], any: [[0, 255], [0, 255], [0, 255]] }); // prettier-ignore
  });
});

/** Of boxes whose last column and row count, by that of half-open ones. */
function pixelIou(a: Box, b: Box): number {
  const halfOpen = ([x0, y0, x1, y1]: Box): Box => [x0, y0, x1 + 1, y1 + 1];
  return iou(halfOpen(a), halfOpen(b));
}
