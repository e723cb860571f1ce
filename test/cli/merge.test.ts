/** `merge` trusts nothing that a file says, and tells what is missing; the page that sums up is played. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { play, PlayedFolder, run, timeless, type Ended } from './played-evaluation.ts';

vi.mock('../../cli/headless.ts', async () => (await import('./played-evaluation.ts')).playedHeadless);

let folder: PlayedFolder;
const merge = (...files: readonly string[]): Promise<Ended> =>
  run(['merge', ...files.map((file) => folder.at(file)), '--json']);

beforeAll(async () => {
  folder = new PlayedFolder();
  play.pictures = ['a', 'b', 'c', 'd'];
  await folder.evaluate('whole.json');
  play.pictures = ['a', 'c'];
  await folder.evaluate('one.json', '--shard', '1/2');
  play.pictures = ['b', 'd'];
  await folder.evaluate('two.json', '--shard', '2/2');
});
afterAll(() => folder.remove());

describe('parts', () => {
  it('all of them give the whole, from results and from records', async () => {
    const { code, printed, told } = await merge('two.json.records.ndjson', 'one.json');
    expect({ code, told }).toEqual({ code: 0, told: '' });
    expect(timeless(JSON.parse(printed) as EvaluationResult)).toEqual(timeless(folder.result('whole.json')));
  });

  it.each(['one.json', 'one.json.records.ndjson'])('%s alone: what is missing is told, with 1', async (file) => {
    const { code, printed, told } = await merge(file);
    expect(code).toBe(1);
    expect(told).toContain('Part 2/2 of the evaluation is missing: the result does not cover the whole data set.');
    expect(JSON.parse(printed)).toMatchObject({ shards: [{ index: 1, count: 2 }] });
  });

  it('a part that is given twice counts once', async () => {
    const { code, printed, told } = await merge('whole.json', 'whole.json');
    expect(code).toBe(0);
    expect(told).toContain('Picture a has two equal records');
    expect(timeless(JSON.parse(printed) as EvaluationResult)).toMatchObject({ dataset: { pictures: 4 } });
  });

  it.each([
    ['normalization', '--normalization', 'tf'],
    ['output', '--output', 'aux'],
    ['boxThreshold and refine', '--refine', 'affinity'],
  ])('one by another %s is refused, and the same run is not resumed with it', async (name, ...words) => {
    play.pictures = ['b', 'd'];
    await folder.evaluate('another.json', '--overwrite', '--shard', '2/2', ...words);
    const { code, told } = await merge('one.json', 'another.json');
    expect(code).toBe(2);
    expect(told).toMatch(new RegExp(`\\S+another\\.json differs from \\S+one\\.json in ${name}.*\\[records-unfit\\]`));
    const resumed = await folder.evaluate('one.json', '--shard', '1/2', '--resume', ...words);
    expect(resumed.code).toBe(2);
    expect(resumed.told).toContain(`differs in ${name}; --resume continues only the same run.`);
  });

  it('two that say different things of one picture are refused', async () => {
    change('other.json', (result) => (result.perPicture[0]!.width = 41));
    const { code, told } = await merge('whole.json', 'other.json');
    expect(code).toBe(2);
    expect(told).toMatch(
      /Picture a has two records that differ: \S+whole\.json, and \S+other\.json.*\[records-unfit\]/,
    );
  });
});

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- What is changed here is changed into what no type allows. */
type Loose = any;

function change(name: string, edit: (result: Loose) => unknown, from = 'whole.json'): void {
  const result = JSON.parse(folder.text(from));
  edit(result);
  writeFileSync(folder.at(name), JSON.stringify(result));
}

const explained = (result: Loose): Loose => result.perPicture[1].explanations.cam.last.true;

describe('a damaged result is refused with its name, the picture and the field', () => {
  const edits: Readonly<Record<string, readonly [edit: (result: Loose) => unknown, says: string]>> = {
    'an IoU of 9': [
      (r) => (explained(r).ious[1] = 9),
      '"perPicture" 2 (b) is not a record of a picture: "explanations" / "cam" / "last" / "true" / "ious" / 2 should be a number from 0 to 1',
    ],
    'an IoU below 0': [(r) => (explained(r).ious[0] = -0.1), '"ious" / 1'],
    'an IoU that is null': [(r) => (explained(r).ious[0] = null), '"ious" / 1'],
    'an IoU too many': [(r) => explained(r).ious.push(0.5), '"ious" should be a list of 2, not of 3'],
    'an energy of 2': [(r) => (explained(r).energy = 2), '"energy" should be a number from 0 to 1'],
    'levels of 2 · 10⁹': [
      (r) => (explained(r).wsol = { largest: [0, 2e9], any: [[], [], []] }),
      '"wsol" / "largest" / 2',
    ],
    'levels without an end': [(r) => (explained(r).wsol = { largest: [3], any: [[], [], []] }), 'pairs of levels'],
    'a box outside the picture': [(r) => (explained(r).box = [0, 0, 41, 10]), '"box" should be a box within 40 × 30'],
    'a box inside out': [(r) => (explained(r).box = [5, 5, 1, 1]), '"box" should be a box that has an area'],
    'a true box of texts': [(r) => (r.perPicture[1].boxes = [['0', 0, 1, 1]]), '"boxes" / 1 / 1'],
    'a class that nobody names': [
      (r) => (r.perPicture[1].class = 77),
      '"class" should be a class that the result names',
    ],
    'a class of −1': [(r) => (r.perPicture[1].predicted = -1), '"predicted" should be a class index'],
    'a rank of 0': [(r) => (r.perPicture[1].rank = 0), '"rank"'],
    'a rank that contradicts the class': [(r) => (r.perPicture[1].rank = 3), '"rank" should be 1, as the class is'],
    'a method of another run': [
      (r) => (r.perPicture[1].explanations['__proto__x'] = {}),
      'should be from a method of the run',
    ],
    'thresholds that fall': [(r) => r.plan.choice.thresholds.reverse(), '"plan" / "choice" / "thresholds"'],
    'a threshold of 2': [(r) => (r.plan.choice.thresholds[1] = 2), '"thresholds" / 2 should be a number from 0 to 1'],
    'no thresholds': [(r) => (r.plan.choice.thresholds = []), '"thresholds" should be a list of'],
    'a plan that is a text': [(r) => (r.plan = 'grad-cam'), '"plan" should be an object'],
    'a model without a size': [(r) => delete r.plan.model.size, '"plan" / "model" / "size"'],
    'counts that do not fit': [(r) => (r.dataset.pictures = 5), 'states 5 pictures, but contains 4'],
    'boxes that do not fit': [(r) => (r.dataset.boxes = 1), 'states 1 boxes'],
    'seconds below 0': [(r) => (r.timings.seconds = -1), '"timings" / "seconds"'],
    'timings that are gone': [(r) => delete r.timings, '"timings" should be an object'],
    'a count in place of names': [(r) => (r.withoutPicture = 1340), '"withoutPicture" should be a list'],
    'a failure without a code': [(r) => (r.failed = [{ id: 'x', message: 'y' }]), '"failed" / 1 / "code"'],
    'pictures that are none': [(r) => (r.perPicture[1] = 'b'), '"perPicture" 2 is not a record of a picture'],
    'pictures that are no list': [(r) => (r.perPicture = {}), '"perPicture" should be a list'],
    'a part that is none': [(r) => (r.shards = [{ index: 3, count: 2 }]), '"shards" / 1 / "index"'],
  };

  it.each(Object.entries(edits))('%s', async (_, [edit, says]) => {
    change('damaged.json', edit);
    const { code, told } = await merge('damaged.json');
    expect(code).toBe(2);
    expect(told).toMatch(/^\S+damaged\.json.*\[records-unfit\]\n$/);
    expect(told).toContain(says);
  });

  it('each field in turn, made a text, a list, null or gone: refused, or the same result', async () => {
    const paths: string[][] = [];
    const visit = (value: unknown, path: string[]): void => {
      if (path.length > 0) paths.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, entry] of Object.entries(value)) visit(entry, [...path, key]);
    };
    const { plan, dataset, timings, perPicture } = folder.result('whole.json');
    visit({ plan, dataset, timings, perPicture: perPicture.slice(0, 1) }, []);
    for (const path of paths) {
      for (const value of ['x', [], null, undefined, { a: 1 }, -7, 1e300]) {
        change('damaged.json', (result) => {
          const owner = path.slice(0, -1).reduce<Loose>((part, key) => part[key], result);
          owner[path.at(-1)!] = value;
        });
        const { code, told } = await merge('damaged.json');
        expect(told, `${path.join('.')} = ${JSON.stringify(value)}`).not.toContain('internal');
        if (code !== 0) expect(told).toMatch(/^\S+damaged\.json.*\[records-unfit\]\n$/);
      }
    }
    expect(paths.length).toBeGreaterThan(50);
  });

  it('the file of 100 dogs with an IoU of 99', async () => {
    writeFileSync(folder.at('iou9.json'), readFileSync(join(projectRoot, 'test/fixtures/files/iou9.json')));
    const { code, told } = await merge('iou9.json');
    expect(code).toBe(2);
    expect(told).toContain('"perPicture" 1 (n02085620-Chihuahua/n02085620_11140)');
    expect(told).toContain('"explanations" / "grad-cam" / "last" / "true" / "ious" / 1 should be a number from 0 to 1');
  });
});

describe('damaged records and sheets are refused with the line and the field', () => {
  const records = 'damaged.json.records.ndjson';
  const store = (edit: (lines: string[]) => void, editSheet: (sheet: Loose) => unknown = () => undefined): void => {
    const lines = folder.text('whole.json.records.ndjson').split('\n');
    edit(lines);
    writeFileSync(folder.at(records), lines.join('\n'));
    change('damaged.json.run.json', editSheet, 'whole.json.run.json');
  };

  it.each([
    [
      'an energy of 7',
      (lines: string[]): unknown => (lines[2] = lines[2]!.replace(/"energy":[\d.]+/, '"energy":7')),
      'line 3 (c)',
    ],
    ['a line that is no JSON', (lines: string[]): unknown => (lines[1] = '{'), 'line 2 is not JSON'],
    [
      'a class that the model does not have',
      (lines: string[]): unknown => (lines[0] = lines[0]!.replace(/"class":\d/, '"class":5')),
      '"class" should be a class index, 0 to 4',
    ],
    [
      'a last line that breaks off',
      (lines: string[]): unknown => lines.splice(3, 2, lines[3]!.slice(0, 30)),
      'is incomplete',
    ],
  ] as const)('%s', async (_, edit, says) => {
    store(edit);
    const { code, told } = await merge(records);
    expect({ code, told }).toMatchObject({ code: 2, told: expect.stringContaining(says) as string });
    expect(told).toContain(records);
  });

  it.each([
    [
      'of an earlier version, with a number of pictures',
      (s: Loose): unknown => (s.outcome.withoutPicture = 3),
      '"outcome" / "withoutPicture" should be a list',
    ],
    ['whose run was cut off', (s: Loose): unknown => (s.outcome = null), 'an interrupted run; --resume finishes it'],
    ['without a plan', (s: Loose): unknown => delete s.plan, '"plan" should be an object'],
    ['of part 0', (s: Loose): unknown => (s.shard = { index: 0, count: 2 }), '"shard" / "index"'],
  ] as const)('a sheet %s', async (_, edit, says) => {
    store(() => undefined, edit);
    const { code, told } = await merge(records);
    expect({ code, told }).toMatchObject({ code: 2, told: expect.stringContaining(says) as string });
  });
});
