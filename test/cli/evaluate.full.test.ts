/** `evaluate` and `merge` on a small data set of real photos, with a small network. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import { normalizations } from '../../src/pipeline/model/normalizations.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { tarOf, type Files } from '../datasets/support/sources.ts';
import { voc } from '../datasets/support/voc.ts';
import { expectValid } from '../schema/published.ts';
import { camLensShared, startCamLens, type Ended } from '../support/cam-lens.ts';
import { VocSet } from '../support/voc-set.ts';

const set = new VocSet('evaluate');
const { at, store } = set;

const sizes = {
  'german-shepherd': [1024, 768],
  'giant-panda': [1024, 681],
  'komodo-dragon': [1024, 682],
  'scarlet-macaw': [1024, 793],
} as const;
const photo = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(join(projectRoot, 'public/samples', `${name}.webp`)));

/** Eight photos of two classes, each with two true boxes, and several problems. */
function pictures(): Record<string, Uint8Array<ArrayBuffer>> {
  const good = ['dog', 'cat'].flatMap((label) =>
    Object.keys(sizes).map((name) => [`Images/${label}/${name}.webp`, photo(name)] as const),
  );
  return {
    'Images/dog/cut-off.webp': photo('giant-panda').slice(0, 20_000),
    'Images/dog/objectless.webp': photo('giant-panda'),
    'Images/dog/unannotated.webp': photo('giant-panda'),
    'Images/cow/classless.webp': photo('giant-panda'),
    ...Object.fromEntries(good),
  };
}

function annotations(): Files {
  const good = ['dog', 'cat'].flatMap((label) =>
    Object.entries(sizes).map(([name, size]) => {
      const boxes = [
        [label, [100, 50, 600, 650]],
        [label, [500, 300, 1500, 660]],
      ] as const;
      return [`Annotations/${label}/${name}.xml`, voc(boxes, size)];
    }),
  );
  return {
    'Annotations/dog/cut-off.xml': voc([['dog', [0, 0, 50, 50]]], [1024, 681]),
    'Annotations/dog/objectless.xml': voc([]),
    'Annotations/cow/classless.xml': voc([['cow', [0, 0, 50, 50]]]),
    'Annotations/dog/pictureless.xml': voc([['dog', [0, 0, 50, 50]]]),
    ...(Object.fromEntries(good) as Record<string, string>),
  };
}

const measuring = set.measuring(2);
const thresholds = ['--thresholds', '0.05:0.95:0.1'];
const fromFolders = ['evaluate', ...set.words(2), ...thresholds];

function readResult(name: string): EvaluationResult {
  return JSON.parse(readFileSync(at(name), 'utf8')) as EvaluationResult;
}

/** The object without one field. */
function without(object: object, field: string): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== field));
}

/** Everything that does not depend on when and how the pictures were measured. */
const timeless = (result: EvaluationResult): object => without(result, 'timings');

let whole: EvaluationResult;
let ended: Ended;

// Each test makes several runs, each with its own page.
vi.setConfig({ testTimeout: 600_000 });

beforeAll(async () => {
  set.storeModel();
  for (const [name, content] of Object.entries({ ...pictures(), ...annotations() })) store(`set/${name}`, content);
  ended = await camLensShared(...fromFolders, '--class', 'both', '--json', '--out', at('whole.json'));
  whole = JSON.parse(ended.printed) as EvaluationResult;
});
afterAll(() => set.remove());

describe('cam-lens evaluate', () => {
  const codes = {
    'cow/classless': 'annotation-class',
    'dog/cut-off': 'picture-unreadable',
    'dog/objectless': 'annotation-empty',
    'dog/unannotated': 'annotation-missing',
  };

  it('measures valid pictures, reports the others, and exits with 1', () => {
    expect(ended.code).toBe(1);
    expect(Object.fromEntries(whole.failed.map(({ id, code }) => [id, code]))).toEqual(codes);
    for (const id of Object.keys(codes)) expect(ended.told).toContain(`${id}: `);
    // The model has no cow, and the second box extends beyond each of the eight pictures.
    expect(whole.notes.map(({ code }) => code)).toEqual([
      'table-unmatched',
      ...Array.from({ length: 8 }, () => 'box-clipped'),
    ]);
    expect(whole.dataset).toEqual({ pictures: 8, boxes: 16, train: 0, test: 8, withoutPicture: 1 });
    expect(whole.perPicture.map(({ id }) => id)).toEqual(
      ['cat', 'dog'].flatMap((label) => Object.keys(sizes).map((name) => `${label}/${name}`)),
    );
    // When they are counted, it is not yet known that one of the nine cannot be decoded.
    expect(ended.told).toMatch(/^[1-8] of 9 pictures, [\d.]+ per second, \d+:\d\d left$/m);
  });

  it('prints one document, and stores the same', () => {
    expect(readResult('whole.json')).toEqual(whole);
    expectValid('evaluation', whole);
    expect(Object.keys(whole)).toEqual([
      ...['tool', 'version', 'dataset', 'backend', 'model', 'plan', 'leftOut', 'methods', 'centreBaseline'],
      ...[
        'accuracy',
        'accuracyByClass',
        'statistics',
        'classes',
        'perPicture',
        'failed',
        'notes',
        'withoutPicture',
        'timings',
      ],
    ]);
    expect(whole.backend).toEqual({ network: 'wasm', stages: 'cpu', adapter: 'none' });
    expect(whole.model).toEqual({
      ...{ name: 'tiny', sha256: expect.stringMatching(/^[\da-f]{64}$/) as string, size: 32 },
      ...{ normalization: normalizations.tf, output: 'logits' },
    });
    expect(whole.plan.choice.thresholds).toEqual([0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95]);
  });

  it('has the IoU of each box, and the means of those', () => {
    const area = (x0: number, y0: number, x1: number, y1: number): number =>
      Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
    for (const [method, source] of [
      ['cam', 'true'],
      ['grad-cam', 'predicted'],
    ] as const) {
      const ious = whole.perPicture.map(({ boxes, explanations, iou }) => {
        const found = explanations[method]!['last']![source]!;
        const [a0, a1, a2, a3] = found.box!;
        const best = Math.max(
          ...boxes!.map(([b0, b1, b2, b3]) => {
            const shared = area(Math.max(a0, b0), Math.max(a1, b1), Math.min(a2, b2), Math.min(a3, b3));
            return shared / (area(a0, a1, a2, a3) + area(b0, b1, b2, b3) - shared);
          }),
        );
        expect(found.ious![1]).toBeCloseTo(best, 12);
        expect(iou[method]!['last']![source]).toBe(found.ious![1]);
        return best;
      });
      const summary = whole.methods[method]!['last']![source]!;
      expect(summary.reported).toMatchObject({ threshold: 0.15, chosenOn: 'default' });
      expect(summary.meanIoU![1]).toBeCloseTo(ious.reduce((sum, iou) => sum + iou) / 8, 12);
      expect(summary.corLoc![1]).toBe(ious.filter((iou) => iou >= 0.5).length / 8);
      expect(summary.maxBoxAccV2).toEqual(expect.any(Number));
    }
    const ranks = whole.perPicture.map(({ rank }) => rank);
    expect(whole.accuracy).toEqual({ top1: ranks.filter((rank) => rank === 1).length / 8, top5: 1 });
  });

  it('measures what runs the network again, and merges it', async () => {
    const measures = ['deletion', 'insertion', 'drop', 'randomisation'];
    const some = ['--measures', measures.join(), '--steps', '2', '--methods', 'cam', '--limit', '3'];
    const { printed } = await camLensShared(...fromFolders, ...some, '--out', at('measures.csv'));
    const merged = await camLensShared('merge', at('measures.csv.records.ndjson'), '--json');
    const { plan, statistics, methods } = JSON.parse(merged.printed) as EvaluationResult;
    expect(plan.choice).toMatchObject({ steps: 2, measures });
    expect(Object.keys(statistics)).toEqual(['deletion', 'insertion', 'averageDrop', 'averageIncrease']);
    const { deletion, randomisation } = methods['cam']!['last']!.true!;
    expect(randomisation?.map(({ level, pictures }) => [level, pictures])).toEqual([
      ['classifier', 3],
      ['last', 3],
    ]);
    expect(printed).toMatch(/^method +layer +class +deletion ↓ +insertion ↑ +average drop ↓ +increase ↑$/m);
    expect(printed).toMatch(new RegExp(`^cam +last +true +${deletion!.toFixed(3)} \\[`, 'm'));
    expect(printed).toMatch(/^method +layer +class +classifier +\+ last$/m);
    const [header = '', ...rows] = readFileSync(at('measures.csv'), 'utf8').trim().split('\r\n');
    const column = header.split(',').indexOf('deletion');
    const deletions = rows.map((row) => Number(row.split(',')[column]));
    expect(deletions).toHaveLength(3);
    expect(deletions.reduce((sum, value) => sum + value) / 3).toBeCloseTo(deletion!, 12);
  });

  it('measures the pictures before the break of a truncated archive, with the same numbers', async () => {
    const images = await tarOf(pictures());
    store('images.tar', images.subarray(0, images.length - 15_000));
    store('annotations.tar', await tarOf(annotations()));
    const places = ['--images', at('images.tar'), '--annotations', at('annotations.tar')];
    const { code, printed } = await camLensShared(
      'evaluate',
      ...places,
      ...[...measuring, ...thresholds, '--class', 'both', '--json'],
    );
    const result = JSON.parse(printed) as EvaluationResult;
    expect(code).toBe(1);
    expect(result.failed.map((problem) => problem.code)).toContain('archive-damaged');
    // The last photo of the archive is truncated.
    const rest = whole.perPicture.filter(({ id }) => id !== 'cat/scarlet-macaw');
    expect(result.perPicture.map((record) => without(record, 'path'))).toEqual(
      rest.map((record) => without(record, 'path')),
    );
  });

  it('resumes after an interruption, and gives the same result as without', async () => {
    const words = [...fromFolders, '--class', 'both', '--out', at('cut.json')];
    const { child, ended: first } = startCamLens(words);
    const records = at('cut.json.records.ndjson');
    while (!existsSync(records) || readFileSync(records, 'utf8') === '') await setTimeout(20);
    child.kill('SIGINT');
    const stopped = await first;
    expect(stopped.code).toBe(130);
    expect(stopped.told).toMatch(/[1-7] pictures are measured; the same command with --resume continues the run/);
    expect(existsSync(at('cut.json'))).toBe(false);

    const again = await camLensShared(...words);
    expect(again).toMatchObject({ code: 2, told: expect.stringContaining('--resume continues it') as string });
    const other = await camLensShared(...words, '--resume', '--thresholds', '0.5');
    expect(other).toMatchObject({ code: 2, told: expect.stringContaining('differs in thresholds') as string });

    // As left by a process killed while writing.
    appendFileSync(records, '{"id":"dog/scarlet-mac');
    const resumed = await camLensShared(...words, '--resume');
    expect(resumed.code).toBe(1);
    expect(resumed.printed).toMatch(/^cam +last +true +0\.15 +default/m);
    expect(timeless(readResult('cut.json'))).toEqual(timeless(whole));
  });

  it('in three parts, merged, gives the same result as in one', async () => {
    const parts = ['one.json', 'two.json', 'three.csv'];
    for (const [i, part] of parts.entries()) {
      const { told } = await camLensShared(
        ...fromFolders,
        '--class',
        'both',
        '--shard',
        `${i + 1}/3`,
        '--out',
        at(part),
      );
      expect(existsSync(at(part)), told).toBe(true);
    }
    const files = [at('two.json'), at('three.csv.records.ndjson'), at('one.json')];
    const { code, printed } = await camLensShared('merge', ...files, '--json');
    expect(code).toBe(1);
    expect(timeless(JSON.parse(printed) as EvaluationResult)).toEqual(timeless(whole));
    const shares = [readResult('one.json'), readResult('two.json')].map(({ dataset }) => dataset.pictures);
    const rows = readFileSync(at('three.csv'), 'utf8').trim().split('\r\n');
    // Two methods and two class sources for each picture.
    expect((rows.length - 1) / 4 + shares[0]! + shares[1]!).toBe(8);
    const twice = await camLensShared('merge', at('one.json'), at('one.json'));
    expect(twice.told).toContain('has two equal records');
  });
});
