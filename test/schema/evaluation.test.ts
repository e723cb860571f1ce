/** The schemas of results of `evaluate`, `merge` and `compare`, which the commands themselves print; the page is played. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { evaluationResult } from '../../cli/evaluation-result.ts';
import type { RunPlan } from '../../cli/run-sheet.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { normalizations } from '../../src/pipeline/model/normalizations.ts';
import { measureNames } from '../../src/runs/run-choice.ts';
import { play, PlayedFolder, run } from '../cli/played-evaluation.ts';
import { every, recordOf } from './full-record.ts';
import { expectAllFields, expectStrict, expectValid, schemaOf } from './published.ts';

vi.mock('../../cli/headless.ts', async () => (await import('../cli/played-evaluation.ts')).playedHeadless);

let folder: PlayedFolder;
beforeAll(() => (folder = new PlayedFolder()));
afterAll(() => folder.remove());

const plan: Required<RunPlan> = {
  choice: {
    ...{ methods: ['cam', 'grad-cam'], layers: ['layer4'], sources: ['true'], thresholds: [0.15, 0.2] },
    ...{ boxThreshold: 0.15, measures: measureNames, conventions: ['paper'], refine: 'affinity', steps: 1 },
  },
  model: {
    ...{ name: 'net', sha256: 'a'.repeat(64), size: 32, height: 24, stride: 8 },
    ...{ normalization: normalizations.torch, output: 'logits' },
  },
  ...{ split: 'b'.repeat(64), classMap: 'c'.repeat(64), format: 'voc' },
};

/** Every measure, on train and test; what they differ in is the method. */
function fullRecords(): readonly PictureRecord[] {
  return ['a', 'b', 'c'].map((id, i) => {
    const layers = (ious: readonly number[]) => ({ layer4: { true: { ...every, ious } } });
    const explanations = { cam: layers([0.5, 0.25]), 'grad-cam': layers([0.5 + i / 10, 0.75]) };
    return recordOf(every, { split: i === 0 ? 'train' : 'test', path: `${id}.jpg`, explanations }, id);
  });
}

function store(name: string, records: readonly PictureRecord[]): string {
  const problem = { id: 'd', code: 'picture-unreadable', message: 'd.jpg cannot be decoded.' } as const;
  const timings = { pictures: records.length, seconds: 1, picturesPerSecond: records.length, workers: 1 };
  const outcome = {
    failed: [problem],
    notes: [{ ...problem, code: 'box-clipped' as const }],
    withoutPicture: ['e'],
    timings,
  };
  const sheet = {
    ...{ plan, backend: { network: 'wasm', stages: 'cpu', adapter: 'none' } as const },
    ...{ classes: { 7: 'cat' }, shards: [{ index: 1, count: 2 }], leftOut: ['wsol' as const] },
  };
  const summary = summarise(records, { thresholds: plan.choice.thresholds, defaultThreshold: 0.15, resamples: 10 });
  writeFileSync(folder.at(name), JSON.stringify(evaluationResult(sheet, outcome, summary, records)));
  return folder.at(name);
}

const optional = new RegExp(
  `^(${[
    'shards|plan/format|plan/choice/(conventions|refine|steps)|(plan/)?model/(sha256|height|stride|normalization|output)|classes/\\d+',
    'statistics/\\w+(/range)?|methods/[^/]+(/[^/]+(/[^/]+)?)?|methods/.*/fixed/\\w+',
    'methods/[^/]+/[^/]+/[^/]+/pxap',
    `methods/.*/(interval95/)?(maskIoU|pointing|energy|sparseness|complexity|deletion|insertion|road|roadMost|roadLeast)`,
    'methods/.*/(interval95/)?(pixelFlipping|faithfulnessCorrelation|maxSensitivity|averageDrop|averageIncrease)',
    'methods/.*/(randomisation|meanCurves|meanCurves/\\w+)',
    'perPicture/\\d+/(path|split|boxes)|perPicture/\\d+/iou/.*',
    'perPicture/\\d+/explanations/.*(?<!/(box|empty|minimum|maximum|largest|any|object|background))',
  ].join('|')})$`,
);

describe('evaluation', () => {
  it('with every measure, as merge prints it', async () => {
    const { printed } = await run(['merge', store('full.json', fullRecords()), '--json']);
    const document = JSON.parse(printed) as object;
    expectStrict('evaluation', document, optional);
    expectAllFields('evaluation', [document, { predicted: {} }]);
  });

  it('without pictures has no baseline and no accuracy', async () => {
    const { printed } = await run(['merge', store('none.json', []), '--json']);
    const document = JSON.parse(printed) as object;
    expect(document).toMatchObject({ centreBaseline: null, accuracy: null, methods: {} });
    expectValid('evaluation', document);
  });

  it('of a run: what evaluate prints, writes, and merge makes of it', async () => {
    play.pictures = ['a', 'b'];
    const { code, printed } = await folder.evaluate('run.json', '--json');
    expect(code).toBe(0);
    expectStrict('evaluation', JSON.parse(printed) as object, optional);
    expectValid('evaluation', folder.result('run.json'));
    const merged = await run(['merge', folder.at('run.json.records.ndjson'), '--json']);
    expectValid('evaluation', JSON.parse(merged.printed));
    const isValid = schemaOf('evaluation');
    const [record] = folder.result('run.json').perPicture;
    expect(isValid({ ...folder.result('run.json'), perPicture: [{ ...record, boxes: [] }] })).toBe(false);
  });
});

it('compare: methods of one result with each other', async () => {
  const { printed } = await run(['compare', store('full.json', fullRecords()), '--json']);
  const document = JSON.parse(printed) as object;
  const inRun = '(choice/(conventions|refine|steps)|model/(sha256|height|stride|normalization|output))';
  expectStrict('compare', document, new RegExp(`^(runs/\\d+/${inRun}|comparisons/\\d+/(first|second)/threshold)$`));
  expectAllFields('compare', [document]);
});
