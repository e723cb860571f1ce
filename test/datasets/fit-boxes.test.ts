/** Boxes in the picture as it is: by hand, and against pixels that are turned. */
import { describe, expect, it } from 'vitest';
import { fitBoxes } from '../../src/datasets/fit-boxes.ts';
import { Problems } from '../../src/datasets/problems.ts';
import type { Annotation } from '../../src/datasets/annotation-reading.ts';
import type { Box } from '../../src/datasets/read-voc.ts';
import { isSideways, turnBox, type Orientation } from '../../src/datasets/turn-box.ts';

const orientations: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];

function annotation(boxes: readonly Box[], size: Annotation['size']): Annotation {
  return { id: 'A/1', path: 'A/1.xml', place: 'A/1.xml in set', size, class: 3, boxes };
}

function fit(
  boxes: readonly Box[],
  stated: readonly [number, number] | undefined,
  stored: readonly [number, number] | undefined,
  orientation: Orientation = 1,
): { boxes: readonly Box[]; problems: readonly string[] } {
  const problems = new Problems();
  const size = stated && { width: stated[0], height: stated[1] };
  const picture = stored && { width: stored[0], height: stored[1], orientation };
  const fitted = fitBoxes(annotation(boxes, size), picture, problems.report);
  return { boxes: fitted, problems: [...problems].map(({ code, message }) => `${code}: ${message}`) };
}

describe('a picture that is not of the size that its annotation states', () => {
  it('is told, and boxes are cut to the picture', () => {
    expect(
      fit(
        [
          [10, 20, 390, 290],
          [10, 20, 30, 40],
        ],
        [400, 300],
        [200, 150],
      ),
    ).toEqual({
      boxes: [
        [10, 20, 200, 150],
        [10, 20, 30, 40],
      ],
      problems: [
        'annotation-size: A/1.xml in set gives 400 × 300, but its picture has 200 × 150 pixels; its boxes were used unchanged.',
        'box-clipped: A box in A/1.xml in set extends beyond its picture: [10, 20, 390, 290] was clipped to [10, 20, 200, 150].',
      ],
    });
  });

  it('may be larger: a box beyond what is stated is whole', () => {
    const { boxes, problems } = fit([[10, 20, 190, 140]], [100, 80], [200, 150]);
    expect(boxes).toEqual([[10, 20, 190, 140]]);
    expect(problems.map((text) => text.split(':')[0])).toEqual(['annotation-size']);
  });

  it('has no say where the file does not tell its size', () => {
    expect(fit([[-3, 20, 130, 60]], [100, 80], undefined).boxes).toEqual([[0, 20, 100, 60]]);
    expect(fit([[-3, 20, 130, 60]], undefined, undefined)).toEqual({ boxes: [[-3, 20, 130, 60]], problems: [] });
  });
});

it('a box outside its picture is left out, the last of them with an error', () => {
  expect(
    fit(
      [
        [300, 0, 400, 9],
        [0, 0, 9, 9],
      ],
      undefined,
      [200, 150],
    ),
  ).toEqual({
    boxes: [[0, 0, 9, 9]],
    problems: [
      'box-empty: A/1.xml in set has a box without area inside its picture, [300, 0, 400, 9]; it was ignored.',
    ],
  });
  expect(() => fit([[300, 0, 400, 9]], undefined, [200, 150])).toThrow(
    expect.objectContaining({ code: 'annotation-empty', message: expect.stringContaining('A/1.xml in set') as string }),
  );
});

describe('a box on unturned pixels', () => {
  it.each([
    [1, [1, 2, 4, 3]],
    [2, [2, 2, 5, 3]],
    [3, [2, 1, 5, 2]],
    [4, [1, 1, 4, 2]],
    [5, [2, 1, 3, 4]],
    [6, [1, 1, 2, 4]],
    [7, [1, 2, 2, 5]],
    [8, [2, 2, 3, 5]],
  ] as const)('of orientation %i, by hand', (orientation, expected) => {
    expect(turnBox([1, 2, 4, 3], { width: 6, height: 4, orientation })).toEqual(expected);
  });

  it('that fills a corner fills the corner that EXIF names', () => {
    // Where the stored picture's first row and first column are shown, by the standard's table.
    const firsts: Readonly<Record<Orientation, readonly [row: string, column: string]>> = {
      ...{ 1: ['top', 'left'], 2: ['top', 'right'], 3: ['bottom', 'right'], 4: ['bottom', 'left'] },
      ...{ 5: ['left', 'top'], 6: ['right', 'top'], 7: ['right', 'bottom'], 8: ['left', 'bottom'] },
    } as const;
    for (const orientation of orientations) {
      const stored = { width: 30, height: 20, orientation };
      const [w, h] = isSideways(orientation) ? [20, 30] : [30, 20];
      const sideOf = ([x0, y0, x1, y1]: Box): string[] => [
        ...(x0 === 0 ? ['left'] : []),
        ...(x1 === w ? ['right'] : []),
        ...(y0 === 0 ? ['top'] : []),
        ...(y1 === h ? ['bottom'] : []),
      ];
      expect(sideOf(turnBox([5, 0, 25, 1], stored)), `row of ${orientation}`).toEqual([firsts[orientation][0]]);
      expect(sideOf(turnBox([0, 5, 1, 15], stored)), `column of ${orientation}`).toEqual([firsts[orientation][1]]);
    }
  });

  it.each([5, 6, 7, 8] as const)('of orientation %i is turned where the unturned size is stated, and told', (turn) => {
    const { boxes, problems } = fit([[1, 2, 4, 3]], [6, 4], [6, 4], turn);
    expect(boxes).toEqual([turnBox([1, 2, 4, 3], { width: 6, height: 4, orientation: turn })]);
    expect(problems).toEqual([
      `annotation-turned: A/1.xml in set gives 6 × 4, the size of its picture before it is rotated to 4 × 6 ` +
        `(EXIF orientation ${turn}); its boxes were rotated too.`,
    ]);
    // The upright size is stated: so are the boxes.
    expect(fit([[1, 2, 3, 5]], [4, 6], [6, 4], turn)).toEqual({ boxes: [[1, 2, 3, 5]], problems: [] });
  });

  it.each([2, 3, 4] as const)('of orientation %i cannot be told: it is taken for upright', (turn) => {
    expect(fit([[1, 2, 4, 3]], [6, 4], [6, 4], turn)).toEqual({ boxes: [[1, 2, 4, 3]], problems: [] });
    expect(fit([[1, 2, 4, 3]], [6, 6], [6, 6], 6)).toEqual({ boxes: [[1, 2, 4, 3]], problems: [] });
  });
});
