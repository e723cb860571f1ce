import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComparisonDocument } from '../../cli/comparison.ts';
import { evaluationResult } from '../../cli/evaluation-result.ts';
import { main } from '../../cli/main.ts';
import type { RunPlan } from '../../cli/run-sheet.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import { usualThresholds } from '../../src/runs/run-choice.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { both, explanation, picture } from '../evaluation/records.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

const thresholds = [0.1, 0.2];

function store(name: string, records: readonly PictureRecord[], methods: readonly string[]): void {
  const plan: RunPlan = {
    choice: { methods, layers: ['layer4'], sources: ['true'], thresholds, measures: [], boxThreshold: 0.2 },
    model: { name: 'net', size: 224 },
    ...{ split: null, classMap: null },
  };
  const backend = { network: 'wasm', stages: 'cpu', adapter: 'none' } as const;
  const timings = { pictures: records.length, seconds: 1, picturesPerSecond: records.length, workers: 1 };
  const outcome = { failed: [], notes: [], withoutPicture: [], timings };
  const summary = summarise(records, { thresholds, defaultThreshold: 0.2 });
  const result = evaluationResult({ plan, backend }, outcome, summary, records);
  writeFileSync(at(name), JSON.stringify(result));
}

const ids = Array.from({ length: 10 }, (_, i) => `p${i}`);
const alone = (iou: number) => ({ cam: { layer4: { true: explanation([0.1, iou]) } } });

beforeAll(() => {
  store(
    'two.json',
    ids.map((id) => picture(id, [], { explanations: both([0.1, 0.5], [0.1, 0.625]) })),
    ['cam', 'grad-cam'],
  );
  store(
    'cam.json',
    ids.map((id) => picture(id, [], { explanations: alone(0.5) })),
    ['cam'],
  );
  store(
    'same.json',
    ids.map((id, i) => picture(id, [], { explanations: alone(i % 2 === 0 ? 0.25 : 0.75) })),
    ['cam'],
  );
  store(
    'other.json',
    [...ids.slice(1), 'q'].map((id) =>
      picture(id, [], { explanations: alone(0.5), ...(id === 'p1' ? { boxes: [[0, 0, 5, 5]] as const } : {}) }),
    ),
    ['cam'],
  );
  store('else.json', [picture('z', [0.1, 0.2])], ['cam']);
});

async function compare(...words: readonly string[]): Promise<{ code: number; printed: string; told: string }> {
  let printed = '';
  let told = '';
  const code = await main(['compare', ...words], {
    print: (text) => (printed += text),
    tell: (line) => (told += `${line}\n`),
  });
  return { code, printed: printed.replaceAll(`${folder}/`, ''), told: told.replaceAll(`${folder}/`, '') };
}

it('compares the methods of one run, and reports which is better', async () => {
  const { code, printed, told } = await compare(at('two.json'));
  expect({ code, told }).toEqual({ code: 0, told: '' });
  // 2 of 1,024 signs give so far a mean; two comparisons.
  expect(printed).toBe(`A: cam at layer4, true class, τ = 0.2; B: grad-cam at layer4, true class, τ = 0.2
measure   pictures  A      B      B − A                    p
mean IoU        10  0.500  0.625  +0.125 [+0.125, +0.125]  0.004  B is better
CorLoc          10  1.000  1.000  +0.000 [+0.000, +0.000]  1.000  no difference shown

Means over pictures that both have; differences with 95 % bootstrap intervals. p: paired permutation test, corrected for
all 2 comparisons (Holm); below 0.05 a difference is shown.
`);
});

it('fits a narrow terminal', async () => {
  let printed = '';
  const columns = 60;
  await main(['compare', at('two.json')], { columns, print: (text) => (printed += text), tell: () => undefined });
  const lines = printed.split('\n');
  expect(lines.filter((line) => line.length > columns)).toEqual([]);
  expect(lines).toContain('    B − A     +0.125 [+0.125, +0.125]');
  expect(lines.at(-2)).toBe('shown.');
});

it('compares what the page for data sets saved with what the command saved', async () => {
  const names = ['cam', 'grad-cam'];
  const settings = { methods: names, layer: 'layer4', source: 'true', size: 224, limit: null };
  const records = ids.map((id) => {
    const ious = usualThresholds.map((threshold) => (threshold === 0.15 ? 0.75 : 0));
    return picture(id, [], { explanations: both(ious, ious) });
  });
  const document = { tool: 'cam-lens', settings, model: { name: 'net', title: 'Net' }, perPicture: records };
  writeFileSync(at('page.json'), JSON.stringify(document));
  const { code, printed } = await compare(at('two.json'), at('page.json'), '--json');
  expect(code).toBe(0);
  const { runs, comparisons } = JSON.parse(printed) as ComparisonDocument;
  expect(runs[1]).toMatchObject({ name: 'page.json', model: { name: 'net', size: 224 }, pictures: 10 });
  expect(comparisons.map(({ second, statistics }) => [second.method, second.threshold, statistics[0]])).toMatchObject([
    ['cam', 0.15, { statistic: 'meanIoU', first: 0.5, second: 0.75, better: 'second' }],
    ['grad-cam', 0.15, { statistic: 'meanIoU', first: 0.625, second: 0.75, better: 'second' }],
  ]);
  writeFileSync(at('page.json'), JSON.stringify({ ...document, settings: {} }));
  expect((await compare(at('page.json'), at('two.json'))).told).toContain(
    'page.json is not a result of an evaluation: "settings" / "methods" should be a list.',
  );
});

it('compares runs with the first, and reports if no difference is shown', async () => {
  const { code, printed } = await compare(at('cam.json'), at('same.json'), at('two.json'), '--json');
  expect(code).toBe(0);
  const document = JSON.parse(printed) as ComparisonDocument;
  expect(document.runs.map(({ name, pictures }) => [name, pictures])).toEqual([
    ['cam.json', 10],
    ['same.json', 10],
    ['two.json', 10],
  ]);
  const found = document.comparisons.map(({ first, second, statistics }) => [
    `${first.run} ${first.method}`,
    `${second.run} ${second.method}`,
    statistics.map(({ statistic, difference, better }) => [statistic, difference, better]),
  ]);
  expect(found).toEqual([
    [
      'cam.json cam',
      'same.json cam',
      [
        ['meanIoU', 0, null],
        ['corLoc', -0.5, null],
      ],
    ],
    [
      'cam.json cam',
      'two.json cam',
      [
        ['meanIoU', 0, null],
        ['corLoc', 0, null],
      ],
    ],
  ]);
  expect(document.comparisons[0]!.statistics[0]!.extremes[0]).toEqual({ id: 'p0', first: 0.5, second: 0.25 });
});

it('omits pictures that only one run has or whose true boxes differ, and reports that', async () => {
  const { printed, told } = await compare(at('cam.json'), at('other.json'), '--json');
  expect((JSON.parse(printed) as ComparisonDocument).comparisons[0]!.statistics[0]!.pictures).toBe(8);
  expect(told).toBe(
    'Not compared: 2 pictures only in cam.json or only in other.json.\nNot compared: 1 picture whose true boxes or class differ between cam.json and other.json.\n',
  );
});

it('stores the comparison, and does not replace one unasked', async () => {
  const { printed } = await compare(at('two.json'), '--json', '-o', at('c.json'));
  expect(readFileSync(at('c.json'), 'utf8').replaceAll(`${folder}/`, '')).toBe(printed);
  expect(await compare(at('two.json'), '-o', at('c.json'))).toMatchObject({ code: 2 });
  expect(await compare(at('two.json'), '-o', at('c.json'), '--overwrite')).toMatchObject({ code: 0 });
});

it.each([
  [[], 'No result was named'],
  [[at('gone.json')], 'gone.json does not exist'],
  [[at('cam.json')], 'There is nothing to compare in cam.json; expected a run of several methods'],
  [
    [at('cam.json'), at('else.json')],
    'There is nothing to compare in cam.json, else.json; expected runs of the same pictures',
  ],
  [[at('two.json'), '--out', 'x.txt'], '--out cannot be "x.txt"'],
])('refuses %j', async (words, sentence) => {
  const { code, told } = await compare(...words);
  expect(code).toBe(2);
  expect(told).toContain(sentence);
});
