/** Counted by hand: the pictures of each class whose true class is the first, or among the first five. */
import { describe, expect, it } from 'vitest';
import { accuracyByClass, accuracyOf } from '../../src/evaluation/accuracy.ts';
import { classTable } from '../../src/evaluation/class-table.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { picture, withoutBoxes } from './records.ts';

/** Class → ranks of the true class in its pictures. */
const ranks = { 7: [1, 6, 2, 1], 0: [3], 12: [6, 5, 1000] };

/** A picture whose true class is not the first is taken for class 3, which is the true one of none. */
const records = Object.entries(ranks).flatMap(([name, its]) =>
  its.map((rank, i) =>
    withoutBoxes(picture(`${name}/${i}`, [0], { class: Number(name), rank, predicted: rank === 1 ? Number(name) : 3 })),
  ),
);

const counted = [
  { class: 0, pictures: 1, top1: 0, top5: 1 },
  { class: 7, pictures: 4, top1: 2 / 4, top5: 3 / 4 },
  { class: 12, pictures: 3, top1: 0, top5: 1 / 3 },
];

describe('accuracy', () => {
  it('over all pictures, and of each class that is the true one of a picture, by index', () => {
    expect(accuracyOf(records)).toEqual({ top1: 2 / 8, top5: 5 / 8 });
    expect(accuracyByClass(records)).toEqual(counted);
    expect(accuracyByClass(records.toReversed())).toEqual(counted);
  });

  it('is nothing, and not a number of nothing, without pictures', () => {
    expect([accuracyOf([]), accuracyByClass([]), classTable([], [])]).toEqual([null, [], []]);
  });

  it('of all is the mean of the classes by their pictures', () => {
    const all = accuracyByClass(records);
    for (const name of ['top1', 'top5'] as const) {
      const right = all.reduce((sum, row) => sum + row[name] * row.pictures, 0);
      expect(right / records.length).toBeCloseTo(accuracyOf(records)![name], 12);
    }
  });

  it('is in the summary and in the table of classes of a set without boxes, of the reported pictures alone', () => {
    expect(summarise(records, { thresholds: [0.15] }).accuracyByClass).toEqual(counted);
    expect(classTable(records, [])).toEqual(counted.map((row) => ({ ...row, columns: [] })));
    const split = records.map((record) => ({ ...record, split: record.class === 12 ? 'train' : 'test' }) as const);
    const { accuracy, accuracyByClass: rows } = summarise(split, { thresholds: [0.15] });
    expect([accuracy, rows]).toEqual([{ top1: 2 / 5, top5: 4 / 5 }, counted.slice(0, 2)]);
  });
});
