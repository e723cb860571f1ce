import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../src/evaluation/bootstrap.ts';
import { mergeRecords } from '../../src/evaluation/merge.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import { splitRecords } from '../../src/evaluation/splits.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { randomFrom } from '../support/random.ts';
import { both, explanation, picture } from './records.ts';

const thresholds = [0.15, 0.5];
const rowOf = (records: readonly PictureRecord[]) => summarise(records, { thresholds }).methods.cam!.layer4!.true!;

describe('summarise, by hand', () => {
  const records = [
    picture('a', [0.75, 0.25]),
    picture('b', [0.25, 0.5], { predicted: 3, rank: 4 }),
    picture('c', [0.5, 0], { predicted: 3, rank: 6 }),
    picture('d', [0, 0], {
      explanations: { cam: { layer4: { true: explanation([0, 0], { empty: true, box: null }) } } },
    }),
  ];

  it('gives the curves, the default threshold, the oracle and the intervals', () => {
    const row = rowOf(records);
    const curves = { meanIoU: [0.375, 0.1875], corLoc: [0.5, 0.25], top1Loc: [0.25, 0], top5Loc: [0.25, 0.25] };
    expect(row).toMatchObject({ pictures: 4, empty: 1, thresholds, ...curves, maxBoxAcc: null, maxBoxAccV2: null });
    const best = { threshold: 0.15, meanIoU: 0.375, corLoc: 0.5, top1Loc: 0.25, top5Loc: 0.25 };
    expect(row.reported).toEqual({ ...best, chosenOn: 'default' });
    expect(row.oracle).toEqual({ ...best, chosenOn: 'test' });
    expect(row.interval95.meanIoU).toEqual(meanInterval([0.75, 0.25, 0.5, 0]));
    expect(row.interval95.top5Loc).toEqual(meanInterval([1, 0, 0, 0]));
  });

  it('gives accuracy and the centre baseline', () => {
    const { pictures, accuracy, centreBaseline } = summarise(records, { thresholds });
    expect(pictures).toEqual({ train: 0, test: 4 });
    expect(accuracy).toEqual({ top1: 2 / 4, top5: 3 / 4 });
    // Truth: 20 × 20 in the middle of 40 × 30. A box of 4s × 3s (in tens): 12 s² for s in 1/2 … 2/3, 400 shared where both fit.
    const at = (scale: number): number => centreBaseline!.meanIoU[centreBaseline!.scales.indexOf(scale)]!;
    expect(at(0.5)).toBeCloseTo(300 / 400, 12);
    expect(at(1)).toBeCloseTo(400 / 1200, 12);
    expect(at(0.6)).toBeCloseTo(360 / (432 + 400 - 360), 12);
    expect(centreBaseline!.reported.chosenOn).toBe('test');
    expect(centreBaseline!.reported.meanIoU).toBe(Math.max(...centreBaseline!.meanIoU));
  });

  it('omits measures that no picture has, and averages those that some have', () => {
    const more = [
      { pointing: true, energy: 0.5, confidence: [0.8, 0.6] as const, deletion: 0.25 },
      { pointing: false, energy: 0.25, confidence: [0.5, 0.75] as const, deletion: 0.5 },
      { pointing: true },
    ].map((values, i) =>
      picture(`p${i}`, [0, 0], { explanations: { cam: { layer4: { true: explanation([0, 0], values) } } } }),
    );
    const row = rowOf(more);
    expect(row.pointing).toBeCloseTo(2 / 3, 12);
    expect(row).toMatchObject({ energy: 0.375, averageIncrease: 0.5, deletion: 0.375 });
    expect(row.averageDrop).toBeCloseTo(0.125, 12);
    expect(row).not.toHaveProperty('insertion');
    expect(rowOf(records)).not.toHaveProperty('pointing');
    expect(row.interval95.pointing).toEqual(meanInterval([1, 0, 1]));
    expect(row.interval95.averageDrop).toEqual(meanInterval([(0.8 - 0.6) / 0.8, 0]));
    expect(row.interval95.averageIncrease).toEqual(meanInterval([0, 1]));
    expect(row.interval95.deletion).toEqual(meanInterval([0.25, 0.5]));
    expect(Object.keys(row.interval95)).not.toContain('insertion');
  });

  it('says how the means that are there are read', () => {
    const some = { deletion: 0.5, insertion: 0.25, confidence: [0.5, 0.5] as const };
    const explanations = { cam: { layer4: { true: explanation([0, 0], some) } } };
    const { statistics } = summarise([picture('a', [0, 0]), picture('b', [], { explanations })], { thresholds });
    expect(Object.entries(statistics).map(([name, { better }]) => [name, better])).toEqual([
      ['deletion', 'lower'],
      ['insertion', 'higher'],
      ['averageDrop', 'lower'],
      ['averageIncrease', 'higher'],
    ]);
    expect(statistics.averageDrop).toEqual({
      title: 'average drop',
      unit: 'share of the probability',
      better: 'lower',
    });
  });

  it('averages rank correlations by level, from the top down, of the pictures that have one', () => {
    const randomisation = [
      [['classifier', 0.5], ['2', null], ['1', null]],
      [['classifier', -0.25], ['2', 0.125], ['1', null]],
      undefined,
    ] as const; // prettier-ignore
    const row = rowOf(
      randomisation.map((levels, i) =>
        picture(`p${i}`, [], {
          explanations: { cam: { layer4: { true: explanation([0, 0], levels && { randomisation: levels }) } } },
        }),
      ),
    );
    expect(row.randomisation).toEqual([
      { level: 'classifier', correlation: 0.125, interval95: meanInterval([0.5, -0.25]), pictures: 2 },
      { level: '2', correlation: 0.125, interval95: [0.125, 0.125], pictures: 1 },
    ]);
    expect(rowOf(records)).not.toHaveProperty('randomisation');
  });

  it('gives MaxBoxAcc of the pictures that have levels', () => {
    const hits = [
      { largest: [0, 10], any: [[0, 20], [5, 10], []] },
      {
        largest: [10, 20],
        any: [
          [10, 20],
          [9, 12],
          [30, 31],
        ],
      },
    ].map((wsol, i) =>
      picture(`p${i}`, [0, 0], { explanations: { cam: { layer4: { true: explanation([0, 0], { wsol }) } } } }),
    );
    const row = rowOf([...hits, picture('without', [0, 0])]);
    expect(row.maxBoxAcc).toEqual({ accuracy: 0.5, level: 0 });
    expect(row.maxBoxAccV2).toBeCloseTo((1 + 1 + 0.5) / 3, 12);
  });

  it('chooses on train and reports on test alone', () => {
    const split = [
      picture('a', [0.1, 0.9], { split: 'train' }),
      picture('b', [0.75, 0.25], { split: 'test' }),
      picture('c', [0.5, 0.5], { split: 'test', rank: 2 }),
      picture('d', [1, 1]),
    ];
    const summary = summarise(split, { thresholds });
    expect(summary.pictures).toEqual({ train: 1, test: 2 });
    expect(summary.accuracy).toEqual({ top1: 0.5, top5: 1 });
    const row = summary.methods.cam!.layer4!.true!;
    expect(row).toMatchObject({ pictures: 2, meanIoU: [0.625, 0.375], corLoc: [1, 0.5] });
    expect(row.reported).toMatchObject({ threshold: 0.5, chosenOn: 'train', meanIoU: 0.375 });
    expect(row.oracle).toMatchObject({ threshold: 0.15, chosenOn: 'test', meanIoU: 0.625 });
    expect(summary.centreBaseline!.reported.chosenOn).toBe('train');
    expect(splitRecords(split).test.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('keeps methods, layers and class sources apart', () => {
    const explanations = {
      ...both([0.5, 0.5], [0.25, 0.25]),
      'layer-cam': { layer3: { true: explanation([1, 1]), predicted: explanation([0, 0]) } },
    };
    const { methods } = summarise([picture('a', [], { explanations })], { thresholds });
    expect(methods.cam!.layer4!.true!.meanIoU).toEqual([0.5, 0.5]);
    expect(methods['grad-cam']!.layer4!.true!.meanIoU).toEqual([0.25, 0.25]);
    expect(methods['layer-cam']!.layer3!.true!.meanIoU).toEqual([1, 1]);
    expect(methods['layer-cam']!.layer3!.predicted!.meanIoU).toEqual([0, 0]);
    expect(Object.keys(methods['layer-cam']!)).toEqual(['layer3']);
  });

  it('of no pictures is empty', () => {
    const empty = {
      pictures: { train: 0, test: 0 },
      methods: {},
      centreBaseline: null,
      accuracy: null,
      statistics: {},
      accuracyByClass: [],
    };
    expect(summarise([], { thresholds })).toEqual(empty);
  });

  it.each([
    { name: 'IoUs of another list', records: [picture('x7', [0.5])], code: 'records-unfit', says: 'x7' },
    {
      name: 'a picture twice',
      records: [picture('x7', [0, 0]), picture('x7', [0, 0])],
      code: 'records-unfit',
      says: 'x7',
    },
    { name: 'no true box', records: [picture('x7', [0, 0], { boxes: [] })], code: 'records-unfit', says: 'x7' },
  ])('refuses $name', ({ records: unfit, code, says }) => {
    expect(() => summarise(unfit, { thresholds })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(says) }),
    );
  });

  it('refuses records without thresholds', () => {
    expect(() => summarise([], { thresholds: [] })).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });
});

describe('shards', () => {
  const random = randomFrom(11);
  const run = Array.from({ length: 40 }, (_, i) =>
    picture(`n0${i % 7}_${i}`, [], {
      explanations: both([random(), random()], [random(), random()]),
      rank: 1 + Math.floor(8 * random()),
      split: random() < 0.3 ? 'train' : 'test',
    }),
  );

  it('give the same values as a single run, in any order', () => {
    const single = JSON.stringify(summarise(run, { thresholds, resamples: 50 }));
    const order = fc.shuffledSubarray(run, { minLength: run.length });
    fc.assert(
      fc.property(order, fc.nat(40), fc.nat(40), (pictures, first, second) => {
        const [from, to] = [Math.min(first, second), Math.max(first, second)];
        const shards = [pictures.slice(to), pictures.slice(0, from), pictures.slice(from, to)];
        const merged = mergeRecords(shards);
        expect(JSON.stringify(summarise(merged, { thresholds, resamples: 50 }))).toBe(single);
        expect(JSON.stringify(summarise(shards.flat(), { thresholds, resamples: 50 }))).toBe(single);
      }),
      { numRuns: 20 },
    );
  });

  it('are sorted by code units, upper case before lower', () => {
    const ids = ['b', 'ä', 'B', 'a', 'a1', 'a10', 'a2'];
    const merged = mergeRecords(ids.map((id) => [picture(id, [0])]));
    expect(merged.map(({ id }) => id)).toEqual(['B', 'a', 'a1', 'a10', 'a2', 'b', 'ä']);
  });

  it('that share a picture are refused', () => {
    expect(() => mergeRecords([[picture('a', [0])], [picture('b', [0]), picture('a', [0])]])).toThrow(
      expect.objectContaining({ code: 'records-unfit', message: 'Picture a has two records; one was expected.' }),
    );
  });
});
