/** How differences between formats of weights are summed up, on rows made by hand. */
import { expect, it } from 'vitest';
import { summarise, type FormatDifference, type MapDifference } from '../../bench/measure/weights.ts';

const map = (iou: number, firstIou: number, correlation: number | null): MapDifference => ({
  ...{ iou, firstIou, between: 1 - Math.abs(iou - firstIou), largest: Math.abs(iou - firstIou) / 10, correlation },
});

function row(
  logits: FormatDifference['logits'],
  right: readonly [now: boolean, first: boolean],
  maps: readonly [cam: MapDifference, gradCam: MapDifference],
): FormatDifference {
  const [isRight, isFirstRight] = right;
  const [cam, gradCam] = maps;
  const isSamePrediction = isRight && isFirstRight;
  return {
    id: '',
    format: 'int8',
    logits,
    isSamePrediction,
    isRight,
    isFirstRight,
    maps: { cam, 'grad-cam': gradCam },
  };
}

it('has means, worst cases and paired differences', () => {
  const rows = [
    row({ largest: 0.3, mean: 0.1 }, [true, true], [map(0.5, 0.6, 0.9), map(0.7, 0.7, 1)]),
    row({ largest: 0.5, mean: 0.3 }, [false, true], [map(0.75, 0.75, null), map(0.9, 0.5, 0.8)]),
  ];
  const { int8, f16 } = summarise([...rows, { ...rows[0]!, format: 'f16' }]);
  expect(f16).toMatchObject({ pictures: 1, samePrediction: 1, accuracyDifference: 0 });
  expect(int8).toMatchObject({
    pictures: 2,
    samePrediction: 1,
    accuracy: 0.5,
    firstAccuracy: 1,
    accuracyDifference: -0.5,
  });
  expect(int8!.accuracyInterval95).toEqual([-1, 0]);
  expect(int8!.largestLogit.mean).toBeCloseTo(0.4, 12);
  expect(int8!.largestLogit.worst).toBe(0.5);
  expect(int8!.meanLogit).toBeCloseTo(0.2, 12);
  const { cam, 'grad-cam': gradCam } = int8!.methods;
  expect(cam!.meanIoU).toBeCloseTo(0.625, 12);
  expect(cam!.firstMeanIoU).toBeCloseTo(0.675, 12);
  expect(cam!.difference).toBeCloseTo(-0.05, 12);
  expect(cam!.between.worst).toBeCloseTo(0.9, 12);
  expect(cam!.largest.worst).toBeCloseTo(0.01, 12);
  // A uniform map has no correlation.
  expect(cam!.correlation).toEqual({ mean: 0.9, worst: 0.9 });
  expect(gradCam!.difference).toBeCloseTo(0.2, 12);
  expect(gradCam!.correlation.worst).toBe(0.8);
});
