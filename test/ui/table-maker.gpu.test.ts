import { expect, it, onTestFinished } from 'vitest';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import { usualThresholds } from '../../src/runs/run-choice.ts';
import { runTables } from '../../src/ui/run-tables.ts';
import { TableMaker } from '../../src/ui/table-maker.ts';
import { headWith } from '../runs/heads.ts';
import { fakeInfo } from './support/fake-lens.ts';

const head = headWith(fakeInfo);

function record(index: number, thresholds = usualThresholds): PictureRecord {
  const explained = (iou: number) => ({
    layer4: { true: { ious: thresholds.map(() => iou), box: null, empty: true, minimum: 0, maximum: 0 } },
  });
  return {
    ...{ id: `p${index}`, width: 10, height: 10, class: index % 3, predicted: 0, rank: 1 + (index % 7) },
    boxes: [[0, 0, 5, 5]],
    explanations: { cam: explained((index % 11) / 10), 'grad-cam': explained((index % 4) / 4) },
  };
}
const records = Array.from({ length: 2345 }, (_, index) => record(index));

function maker(): TableMaker {
  const made = new TableMaker();
  onTestFinished(() => made.destroy());
  return made;
}

it('gives what the page would make itself, as a run grows, rough and exact', async () => {
  const tables = maker();
  for (const [count, isFinal] of [
    [1, false],
    [1200, false],
    [2345, true],
  ] as const) {
    const some = records.slice(0, count);
    expect(await tables.make(head, some, isFinal)).toEqual(runTables(some, head, isFinal));
  }
});

it('forgets the run before for another', async () => {
  const tables = maker();
  await tables.make(head, records.slice(0, 50), false);
  const other = headWith(fakeInfo, { settings: { ...head.settings, methods: ['cam'] } });
  const made = await tables.make(other, records.slice(100, 103), true);
  expect(made?.methods.map(({ name }) => name)).toEqual(['cam']);
  expect(made?.summary.pictures.test).toBe(3);
});

it('answers in order what is asked at once', async () => {
  const tables = maker();
  const asked = [10, 20, 30].map((count) => tables.make(head, records.slice(0, count), false));
  expect((await Promise.all(asked)).map((made) => made?.summary.pictures.test)).toEqual([10, 20, 30]);
});

it('tells why there are no tables, and goes on', async () => {
  const tables = maker();
  const unfit = [record(0, [0.5])];
  await expect(tables.make(head, unfit, false)).rejects.toMatchObject({ code: 'records-unfit' });
  expect(await tables.make({ ...head }, [], false)).toBeUndefined();
});
