import { describe, expect, it } from 'vitest';
import { bestIndex, localisationCurves, localisationValues } from '../../src/evaluation/localisation.ts';
import { operatingPoints } from '../../src/evaluation/operating-point.ts';

/** Five pictures at three thresholds. */
const pictures = [
  { ious: [0.6, 0.8, 0.2], rank: 1 },
  { ious: [0.5, 0.4, 0.9], rank: 2 },
  { ious: [0.3, 0.7, 0.5], rank: 6 },
  { ious: [0.49, 0.5, 0.1], rank: 5 },
  // Nothing found.
  { ious: [0, 0, 0], rank: 1 },
];

describe('localisationCurves, by hand', () => {
  const { meanIoU, corLoc, top1Loc, top5Loc } = localisationCurves(pictures);

  it('averages the IoU', () => {
    [1.89, 2.4, 1.7].forEach((sum, i) => expect(meanIoU[i]).toBeCloseTo(sum / 5, 12));
  });

  it('counts IoU ≥ 0.5, and of these the class among the first 1 and 5', () => {
    expect(corLoc).toEqual([2 / 5, 3 / 5, 2 / 5]);
    expect(top1Loc).toEqual([1 / 5, 1 / 5, 0]);
    expect(top5Loc).toEqual([2 / 5, 2 / 5, 1 / 5]);
  });

  it('keeps the values of each picture', () => {
    expect([...localisationValues(pictures, 'corLoc', 1)]).toEqual([1, 0, 1, 1, 0]);
    expect([...localisationValues(pictures, 'top5Loc', 2)]).toEqual([0, 1, 0, 0, 0]);
  });

  it('refuses no pictures', () => expect(() => localisationCurves([])).toThrow('at least one picture'));
});

describe('bestIndex', () => {
  it('is the first of equals', () => expect(bestIndex([0.1, 0.4, 0.4, 0.2])).toBe(1));
});

describe('operatingPoints', () => {
  const thresholds = [0.1, 0.2, 0.3];
  const train = [
    { ious: [0.2, 0.3, 0.9], rank: 1 },
    { ious: [0.5, 0.6, 0.1], rank: 1 },
  ];

  it('chooses on train, reports on test, and shows the oracle beside it', () => {
    // Mean IoU on train: 0.35, 0.45, 0.5.
    const { reported, oracle, interval95 } = operatingPoints(train, pictures, thresholds, 0.15);
    expect(reported).toMatchObject({ threshold: 0.3, chosenOn: 'train', corLoc: 2 / 5, top1Loc: 0, top5Loc: 1 / 5 });
    expect(reported.meanIoU).toBeCloseTo(1.7 / 5, 12);
    expect(oracle).toMatchObject({ threshold: 0.2, chosenOn: 'test', corLoc: 3 / 5 });
    expect(oracle.meanIoU).toBeCloseTo(2.4 / 5, 12);
    const [low, high] = interval95.meanIoU;
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(reported.meanIoU);
    expect(high).toBeGreaterThan(reported.meanIoU);
    expect(interval95.top1Loc).toEqual([0, 0]);
  });

  it('takes the threshold nearest to the default where nothing chooses', () => {
    expect(operatingPoints([], pictures, thresholds, 0.12).reported).toMatchObject({
      threshold: 0.1,
      chosenOn: 'default',
    });
    expect(operatingPoints([], pictures, [0.3 / 2, 0.4], 0.15).reported.threshold).toBe(0.3 / 2);
  });

  it('is the oracle, and says so, where there is no default either', () => {
    const { reported, oracle } = operatingPoints([], pictures, thresholds, undefined);
    expect(reported).toEqual(oracle);
    expect(reported.chosenOn).toBe('test');
  });
});
