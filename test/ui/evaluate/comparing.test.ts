import { expect, it } from 'vitest';
import { sortedById } from '../../../src/evaluation/merge.ts';
import { summarise } from '../../../src/evaluation/summary.ts';
import { resultOfRun } from '../../../src/runs/saved-result.ts';
import { usualThresholds } from '../../../src/runs/run-choice.ts';
import { Comparing } from '../../../src/ui/evaluate/comparing.ts';
import { runAsJson } from '../../../src/ui/evaluate/run-exports.ts';
import { head, recordOf } from './support/rows.ts';

/** Grad-CAM is better by 0.25 on each of ten pictures; the chance of that is 2 of 2¹⁰. */
const records = Array.from({ length: 10 }, (_, i) => recordOf(`p${i}`, [0.25, 0.5], i % 3));
const own = resultOfRun('this run', head, records);

const saved = (all: typeof records): Promise<string> =>
  runAsJson({
    ...{ head, records: all, problems: null, files: [] },
    summary: summarise(all, { thresholds: usualThresholds }),
  }).text();

it('compares the series of a run as worked out by hand', () => {
  const comparing = new Comparing();
  const { series, runs, remarks } = comparing.offer(own);
  expect(series.map(({ of }) => `${of.run} ${of.method} ${of.layer} ${of.source} ${of.threshold}`)).toEqual([
    'this run cam layer4 true 0.15',
    'this run grad-cam layer4 true 0.15',
  ]);
  expect([runs, remarks]).toEqual([[{ name: 'this run', pictures: 10 }], []]);
  const [made, ...others] = comparing.compare([0, 1]);
  expect(others).toEqual([]);
  expect(made?.statistics.map(({ statistic }) => statistic)).toEqual(['meanIoU', 'corLoc']);
  const [iou] = made!.statistics;
  // Two statistics are compared: Holm doubles the smaller chance.
  expect(iou).toMatchObject({
    ...{ pictures: 10, first: 0.25, second: 0.5, difference: 0.25, interval95: [0.25, 0.25], chance: 2 / 1024 },
    ...{ correctedChance: 4 / 1024, better: 'second' },
  });
});

it('opens what the page saved, and leaves out pictures whose true boxes differ, saying so', async () => {
  const comparing = new Comparing();
  const others = [...records.slice(1, 9), { ...records[9]!, boxes: [[0, 0, 5, 5]] as const }];
  comparing.open('other.json', await saved(others));
  const { series, remarks } = comparing.offer(own);
  expect(series.map(({ of }) => `${of.run} ${of.method}`)).toEqual([
    ...['this run cam', 'this run grad-cam', 'other.json cam', 'other.json grad-cam'],
  ]);
  expect(remarks).toEqual([
    'Not compared: 1 picture only in this run or only in other.json.',
    'Not compared: 1 picture whose true boxes or class differ between this run and other.json.',
  ]);
  const [made] = comparing.compare([0, 2]);
  // The same records: no difference at all.
  expect(
    made?.statistics.map(({ pictures, difference, correctedChance, better }) => [
      pictures,
      difference,
      correctedChance,
      better,
    ]),
  ).toEqual([
    [8, 0, 1, null],
    [8, 0, 1, null],
  ]);
  comparing.close('other.json');
  expect(comparing.offer(own).series).toHaveLength(2);
});

it('needs no run of its own', async () => {
  const comparing = new Comparing();
  comparing.open('a.json', await saved(records));
  comparing.open('b.json', await saved(records.map((record, i) => recordOf(record.id, [0.5 + i / 100, 0.5], i % 3))));
  expect(comparing.offer(undefined).runs.map(({ name }) => name)).toEqual(['a.json', 'b.json']);
  const [made] = comparing.compare([0, 2]);
  expect(made?.statistics[0]?.difference).toBeCloseTo(0.25 + 0.045, 12);
  expect(made?.statistics[0]?.extremes[0]).toEqual({ id: 'p9', first: 0.25, second: 0.59 });
  // The files name the classes that occur in them.
  const names = comparing.pictures({ first: 0, second: 2 }, 'meanIoU').map(({ className }) => className);
  expect(names.slice(0, 3)).toEqual(['beagle', 'Pug', 'chow']);
});

it('saves the names of true and predicted classes, and opens files of earlier versions without names', async () => {
  const document = JSON.parse(await saved([recordOf('a', [0.25, 0.5], 2, 0)])) as Record<string, unknown>;
  expect(document['classes']).toEqual({ 0: 'beagle', 2: 'chow' });
  const comparing = new Comparing();
  comparing.open('old.json', JSON.stringify({ ...document, classes: undefined }));
  comparing.offer(undefined);
  expect(comparing.pictures({ first: 0, second: 1 }, 'meanIoU')[0]?.className).toBe('class 2');
  const wrong = JSON.stringify({ ...document, classes: { zero: 'beagle' } });
  expect(() => comparing.open('wrong.json', wrong)).toThrow(/wrong\.json is not a result of an evaluation: "classes"/);
});

it('has the values of each picture, and how it was measured', () => {
  const comparing = new Comparing();
  const { series } = comparing.offer({ ...own, records: sortedById([...records].reverse()) });
  const pictures = comparing.pictures({ first: 0, second: 1 }, 'meanIoU');
  expect(pictures).toHaveLength(10);
  expect(pictures[1]).toEqual({
    ...{ id: 'p1', path: 'set/p1.jpg', width: 100, height: 80, class: 1, predicted: 1, className: 'Pug' },
    ...{ boxes: [[0, 0, 100, 80]], first: 0.25, second: 0.5 },
  });
  expect(series[1]?.settings).toEqual({
    methods: ['grad-cam'],
    layer: 'layer4',
    source: 'true',
    size: 224,
    limit: null,
  });
});

it.each([
  ['not JSON', 'x.json is not JSON; the result of an evaluation was expected.'],
  ['{"tool":"cam-lens"}', 'x.json is not a result of an evaluation: "dataset" should be an object.'],
  [
    JSON.stringify({
      settings: { methods: ['cam'], layer: 'layer4', source: 'true', size: 224 },
      ...{ model: { name: 'net' }, perPicture: [{ id: 'p0' }] },
    }),
    'x.json, "perPicture" 1 (p0) is not a record of a picture: "width" should be a whole number from 1 to 16777216.',
  ],
])('refuses %s', (text, message) => {
  expect(() => new Comparing().open('x.json', text)).toThrow(message);
});
