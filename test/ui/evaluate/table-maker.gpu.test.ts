import { expect, it, onTestFinished } from 'vitest';
import type { PictureRecord } from '../../../src/evaluation/record.ts';
import { usualThresholds } from '../../../src/runs/run-choice.ts';
import { filesWith } from '../../../src/ui/evaluate/run-files.ts';
import { runTables } from '../../../src/ui/evaluate/run-tables.ts';
import { TableMaker } from '../../../src/ui/evaluate/table-maker.ts';
import { headWith } from '../../runs/heads.ts';
import { eventually } from '../../support/eventually.ts';
import { fakeInfo } from '../support/fake-lens.ts';
import { pictureFile } from '../support/mount.ts';

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

it('answers simultaneous requests in order', async () => {
  const tables = maker();
  const asked = [10, 20, 30].map((count) => tables.make(head, records.slice(0, count), false));
  expect((await Promise.all(asked)).map((made) => made?.summary.pictures.test)).toEqual([10, 20, 30]);
});

it('reports why there are no tables, and continues', async () => {
  const tables = maker();
  const unfit = [record(0, [0.5])];
  await expect(tables.make(head, unfit, false)).rejects.toMatchObject({ code: 'records-unfit' });
  expect(await tables.make({ ...head }, [], false)).toBeUndefined();
});

it('makes files of a run, and reports progress', async () => {
  const tables = maker();
  const run = { head, records: records.slice(0, 40), problems: null, files: [] };
  const json = JSON.parse(await (await tables.file('json', run, () => undefined)).text()) as Record<string, unknown>;
  expect(json['dataset']).toMatchObject({ pictures: 40 });
  expect(json['methods']).toEqual(runTables(run.records, head, true)?.summary.methods);

  const told: string[] = [];
  // Of many pictures given, those that the report shows are read.
  const given = records.slice(0, 60).map(({ id }) => `${id}.png`);
  const files = await Promise.all(given.map(async (path) => ({ path, file: await pictureFile(path, 10, 10) })));
  const report = await (await tables.file('report', { ...run, files }, (message) => told.push(message))).text();
  const page = new DOMParser().parseFromString(report, 'text/html');
  const shown = new Set(
    [...page.querySelectorAll('figure[data-picture]')].map((one) => one.getAttribute('data-picture')),
  );
  expect(page.querySelectorAll('figure[data-picture] image')).toHaveLength(
    page.querySelectorAll('figure[data-picture]').length,
  );
  await eventually(() => expect(told.at(-1)).toBe(`Reading pictures again, ${shown.size} of ${shown.size}`));
});

it('reports why there is no file, and continues', async () => {
  const tables = maker();
  const run = { head, records: [], problems: null, files: [] };
  await expect(tables.file('csv', run, () => undefined)).rejects.toMatchObject({ code: 'internal' });
  expect(await tables.make(head, records.slice(0, 2), true)).toBeDefined();
});

it('sends archives and the pictures that are wanted, not a whole folder', () => {
  const named = (path: string) => ({ path, file: new Blob() });
  const given = ['set/A/a.jpg', 'set/A/b.jpg', 'set/A/a.xml', 'set/A/a', 'images.tar', 'archive', 'b.png'].map(named);
  expect(filesWith(['A/a', 'b'], given).map(({ path }) => path)).toEqual([
    ...['set/A/a.jpg', 'set/A/b.jpg', 'images.tar', 'archive', 'b.png'],
  ]);
});
