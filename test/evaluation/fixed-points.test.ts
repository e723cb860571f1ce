import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../src/evaluation/bootstrap.ts';
import { fixedPoints } from '../../src/evaluation/fixed-points.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { picture } from './records.ts';

const thresholds = [0.1, 0.15000000000000002, 0.2];

describe('fixed points', () => {
  const pictures = [
    [0.9, 0.75, 0.5],
    [0.9, 0.25, 0.49],
    [0.9, 0.5, 0.75],
    [0.9, 0, 0],
  ].map((ious) => ({ ious, rank: 9 }));

  it('are mean IoU at 0.15 and CorLoc at 0.2, with their intervals', () => {
    expect(fixedPoints(pictures, thresholds)).toEqual({
      meanIoU: {
        ...{ threshold: 0.15, value: 0.375, pictures: 4 },
        interval95: meanInterval([0.75, 0.25, 0.5, 0]),
      },
      corLoc: { threshold: 0.2, value: 0.5, pictures: 4, interval95: meanInterval([1, 0, 1, 0]) },
    });
  });

  it('leave out what the run has no threshold for', () => {
    expect(Object.keys(fixedPoints(pictures, [0.1, 0.15, 0.3]))).toEqual(['meanIoU']);
    expect(fixedPoints(pictures, [0.05, 0.25, 0.45])).toEqual({});
  });

  it('are of all pictures where some only choose the threshold', () => {
    const records = pictures.map(({ ious }, i) => picture(`p${i}`, ious, { split: i < 3 ? 'train' : 'test' }));
    const { fixed, pictures: reported } = summarise(records, { thresholds }).methods['cam']!['layer4']!.true!;
    expect(reported).toBe(1);
    expect(fixed).toEqual(fixedPoints(pictures, thresholds));
  });
});
