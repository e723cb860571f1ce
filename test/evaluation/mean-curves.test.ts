import { expect, it } from 'vitest';
import { meanCurves } from '../../src/evaluation/mean-curves.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { explanation, picture } from './records.ts';

it('is the mean of every point, of the pictures that have the curve', () => {
  const curves = meanCurves([
    explanation([0], { deletionCurve: [1, 0.5, 0] }),
    explanation([0], { deletionCurve: [0.5, 0.25, 0.25], insertionCurve: [0, 1] }),
    explanation([0], { deletion: 0.5 }),
  ]);
  expect(curves).toEqual({ deletion: [0.75, 0.375, 0.125], insertion: [0, 1] });
});

it('is nothing where no picture has a curve', () => {
  expect(meanCurves([explanation([0], { deletion: 0.5, insertion: 0.5 })])).toBeNull();
  expect(meanCurves([])).toBeNull();
});

it('refuses curves of different lengths, which no single run makes', () => {
  const unlike = [[1, 0.5, 0], [1, 0]].map((insertionCurve) => explanation([0], { insertionCurve })); // prettier-ignore
  expect(() => meanCurves(unlike)).toThrow(
    expect.objectContaining({
      code: 'records-unfit',
      message: 'Curves of insertion have 3 and 2 points; those of one run must have the same number.',
    }) as Error,
  );
});

it('stands in the summary by explanation, the same in whatever order the records come', () => {
  const records = [0.1, 0.2, 0.7].map((value, i) =>
    picture(`${i}`, [0], {
      explanations: {
        cam: { layer4: { true: explanation([0], { deletionCurve: [1, value, value ** 2] }) } },
        'grad-cam': { layer4: { true: explanation([0]) } },
      },
    }),
  );
  const { methods } = summarise(records, { thresholds: [0.5] });
  expect(methods['cam']!['layer4']!.true!.meanCurves).toEqual({
    deletion: [1, (0.1 + 0.2 + 0.7) / 3, (0.1 ** 2 + 0.2 ** 2 + 0.7 ** 2) / 3],
  });
  expect(methods['grad-cam']!['layer4']!.true).not.toHaveProperty('meanCurves');
  expect(summarise(records.toReversed(), { thresholds: [0.5] }).methods).toEqual(methods);
});
