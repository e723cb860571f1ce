/** The format of the annotations is part of a run's identity, and a set without boxes has a result of its own; the page is played. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import { expectValid } from '../schema/published.ts';
import { classes, play, PlayedFolder, run } from './played-evaluation.ts';

vi.mock('../../cli/headless.ts', async () => (await import('./played-evaluation.ts')).playedHeadless);

let folder: PlayedFolder;
beforeEach(() => {
  folder = new PlayedFolder();
  Object.assign(play, { pictures: ['a', 'b', 'c'], format: undefined });
});
afterEach(() => {
  Object.assign(play, { format: undefined, classes, more: () => ({}) });
  folder.remove();
});

const [noBoxes, noMasks] = ['boxes', 'masks'].map((what) => `Not measured, because the data set has no ${what}`);

/** Of the measures that are made unless others are asked for. */
const ofDefaults = ['wsol', 'pointing', 'energy'].map((measure) => ({ measure, lacks: 'boxes' }));

/** Words that only boxes give a meaning. */
const ofBoxes = /IoU|CorLoc|oracle|[Tt]op-1 loc|centre box|Centre box|MaxBoxAcc|pointing|NaN|undefined/;

describe('a set without boxes', () => {
  beforeEach(() => (play.format = 'folders'));

  it('says what is left out, and shows accuracy alone', async () => {
    const { code, printed, told } = await folder.evaluate('r.json', '--measures', 'energy,sparseness,wsol,pxap');
    expect(code).toBe(0);
    expect(told).toContain(`${noBoxes}: wsol, energy.\n${noMasks}: pxap.\n`);
    expect(printed).toMatch(
      /^Accuracy by true class, the lowest first\n.*\n(.* +1 +1\.000 +1\.000\n){3}accuracy: top-1 1\.000, top-5 1\.000\n3 pictures with no true boxes; 0 failed, 3 notes\n/,
    );
    expect(printed).toContain(`${noBoxes}: wsol, energy.\n${noMasks}: pxap.\n`);
    expect(printed).not.toMatch(ofBoxes);
    const result = folder.result('r.json');
    expectValid('evaluation', result);
    expect(result.plan).toMatchObject({ format: 'folders', choice: { measures: ['sparseness'] } });
    expect(result.leftOut).toEqual([
      { measure: 'wsol', lacks: 'boxes' },
      { measure: 'energy', lacks: 'boxes' },
      { measure: 'pxap', lacks: 'masks' },
    ]);
    expect(result.dataset).toMatchObject({ pictures: 3, boxes: 0 });
    expect(result.perPicture.every((record) => !('boxes' in record) && Object.keys(record.iou).length === 0)).toBe(
      true,
    );
  });

  it('has the accuracy of each class, the lowest first, whatever their names', async () => {
    const odd = ['__proto__', '<b>', 'כלב', '\u202egod', 'x'.repeat(300), 'without pictures'];
    const ranks = [[1, 2], [1, 1, 1], [6, 9], [5, 6], [1]];
    const all = ranks.flatMap((its, index) => its.map((rank, i) => [`${index}-${i}`, { class: index, rank }] as const));
    const more = new Map<string, Partial<PictureRecord>>(all);
    Object.assign(play, { pictures: [...more.keys()], classes: odd, more: (id: string) => more.get(id) ?? {} });
    const { printed } = await folder.evaluate('r.json');
    expect(printed.split('\n').slice(0, 8)).toEqual([
      'Accuracy by true class, the lowest first',
      `class${' '.repeat(37)}pictures  top-1  top-5`,
      `כלב${' '.repeat(46)}2  0.000  0.000`,
      `\\u202egod${' '.repeat(40)}2  0.000  0.500`,
      `__proto__${' '.repeat(40)}2  0.500  1.000`,
      `<b>${' '.repeat(46)}3  1.000  1.000`,
      `${'x'.repeat(39)}…${' '.repeat(9)}1  1.000  1.000`,
      'accuracy: top-1 0.500, top-5 0.700',
    ]);
    const result = folder.result('r.json');
    expectValid('evaluation', result);
    expect(result.accuracyByClass).toEqual([
      { class: 0, pictures: 2, top1: 0.5, top5: 1 },
      { class: 1, pictures: 3, top1: 1, top5: 1 },
      { class: 2, pictures: 2, top1: 0, top5: 0 },
      { class: 3, pictures: 2, top1: 0, top5: 0.5 },
      { class: 4, pictures: 1, top1: 1, top5: 1 },
    ]);
    expect(result.classes[0]).toBe('__proto__');
  });

  it('shows twenty classes of many, and says where the others are', async () => {
    const names = Array.from({ length: 25 }, (_, i) => `c${i}`);
    Object.assign(play, { pictures: names, classes: names });
    play.more = (id) => ({ class: names.indexOf(id), rank: 1 + Number(names.indexOf(id) > 22) });
    const { printed } = await folder.evaluate('r.json');
    const lines = printed.split('\n');
    expect(lines[0]).toBe('Accuracy by true class, the lowest first; 5 more are in the JSON and the report');
    expect(lines.slice(2, 23).map((line) => line.split(' ')[0])).toEqual([
      ...['c23', 'c24'],
      ...names.slice(0, 18),
      'accuracy:',
    ]);
    expect(folder.result('r.json').accuracyByClass).toHaveLength(25);
  });

  it('is merged, and reported, without any measure of boxes', async () => {
    await folder.evaluate('r.json');
    const merged = await run(['merge', folder.at('r.json'), '--json', '--report', folder.at('report')]);
    expect(merged).toMatchObject({ code: 0 });
    const withLeftOut = folder.text('report/index.html').replace(/<style>.*<\/style>/s, '');
    const leftOut = `<dt>Left out</dt><dd>${noBoxes}: wsol, pointing, energy.</dd>`;
    expect(withLeftOut).toContain(leftOut);
    const page = withLeftOut.replace(leftOut, '');
    expect(page).toContain('Explanations by CAM');
    expect(page).toContain('no true boxes');
    expect(page).not.toMatch(ofBoxes);
    expect(folder.text('report/records.csv').split('\r\n')[0]).not.toMatch(/iou/);
  });

  it('goes on where it was interrupted', async () => {
    await folder.evaluate('r.json', '--limit', '2');
    const { code, told } = await folder.evaluate('r.json', '--resume');
    expect([code, told]).toEqual([0, expect.not.stringContaining('Not measured') as string]);
    expect(folder.result('r.json')).toMatchObject({ leftOut: ofDefaults, perPicture: { length: 3 } });
  });

  it('tells what any session of the run left out, though a later one asks for less or the sheet is of an earlier version', async () => {
    const sheet = () => JSON.parse(folder.text('r.json.run.json')) as { leftOut?: unknown };
    await folder.evaluate('r.json', '--limit', '1', '--measures', 'pxap,sparseness,energy');
    expect(sheet().leftOut).toEqual(['energy', 'pxap']);
    await folder.evaluate('r.json', '--resume', '--limit', '2', '--measures', 'sparseness,wsol');
    expect(folder.result('r.json').leftOut.map(({ measure }) => measure)).toEqual(['wsol', 'energy', 'pxap']);
    const { leftOut, ...older } = sheet();
    expect(leftOut).toEqual(['wsol', 'energy', 'pxap']);
    folder.store('r.json.run.json', JSON.stringify(older));
    await folder.evaluate('r.json', '--resume', '--measures', 'sparseness,pxap');
    expect(folder.result('r.json').leftOut).toEqual([{ measure: 'pxap', lacks: 'masks' }]);
  });

  it.each(['', '.records.ndjson'])('parts are merged with what any of them left out, from r.json%s', async (ending) => {
    const all = ['a', 'b', 'c'];
    for (const [at, measures] of ['pxap,sparseness', 'sparseness', 'sparseness,energy'].entries()) {
      play.pictures = [all[at]!];
      await folder.evaluate(`${at}.json`, '--shard', `${at + 1}/3`, '--measures', measures);
    }
    const merged = await run(['merge', ...all.map((_, at) => folder.at(`${at}.json${ending}`)), '--json']);
    expect(merged).toMatchObject({ code: 0 });
    expectValid('evaluation', JSON.parse(merged.printed));
    expect(JSON.parse(merged.printed)).toMatchObject({
      leftOut: [
        { measure: 'energy', lacks: 'boxes' },
        { measure: 'pxap', lacks: 'masks' },
      ],
    });
  });

  it('a part of an earlier version left nothing out that is known; one that names no measure is refused', async () => {
    await folder.evaluate('r.json');
    const { leftOut, ...older } = folder.result('r.json');
    expect(leftOut).toEqual(ofDefaults);
    folder.store('older.json', JSON.stringify(older));
    const merged = await run(['merge', folder.at('older.json'), '--json']);
    expect(JSON.parse(merged.printed)).toMatchObject({ leftOut: [] });
    folder.store('odd.json', JSON.stringify({ ...older, leftOut: [{ measure: '__proto__', lacks: 'boxes' }] }));
    const odd = await run(['merge', folder.at('odd.json')]);
    expect(odd).toMatchObject({
      code: 2,
      told: expect.stringContaining('"leftOut" / 1 / "measure" should be wsol, pointing') as string,
    });
  });
});

it('nothing is left out of a set with boxes that is not asked for masks', async () => {
  play.format = 'voc';
  const { printed } = await folder.evaluate('r.json');
  expect(printed).not.toContain('Not measured');
  expect(folder.result('r.json').leftOut).toEqual([]);
});

it.each([
  ['voc', 'folders', 'as PASCAL VOC XML, and is continued with class folders (no boxes)'],
  ['folders', 'coco', 'as class folders (no boxes), and is continued with COCO JSON'],
  // The sheets of earlier versions have no format.
  [undefined, 'folders', 'with boxes, and is continued with class folders (no boxes)'],
] as const)('a run with %s is not continued with %s, nor merged', async (first, second, words) => {
  play.format = first;
  await folder.evaluate('r.json', '--limit', '2');
  play.format = second;
  const before = folder.text('r.json.run.json');
  const resumed = await folder.evaluate('r.json', '--resume');
  expect(resumed.code).toBe(2);
  expect(resumed.told).not.toContain('--resume continues');
  expect(folder.text('r.json.run.json')).toBe(before);
  expect(resumed.told).toContain(`The run was begun with annotations ${words}; the same were expected, or a new run.`);
  play.pictures = ['c'];
  await folder.evaluate('other.json');
  const merged = await run(['merge', folder.at('r.json'), folder.at('other.json')]);
  expect(merged.code).toBe(2);
  expect(merged.told).toMatch(/differs from .* in .*format; parts of one evaluation were expected/);
});

it('a part of an earlier version, which names no format, is merged with one that has boxes', async () => {
  await folder.evaluate('r.json', '--limit', '2');
  play.format = 'voc';
  play.pictures = ['c'];
  await folder.evaluate('other.json');
  for (const files of [
    ['r.json', 'other.json'],
    ['other.json', 'r.json'],
  ]) {
    const merged = await run(['merge', ...files.map((file) => folder.at(file)), '--json']);
    expect([merged.code, JSON.parse(merged.printed)]).toMatchObject([
      0,
      { plan: { format: 'voc' }, dataset: { pictures: 3 } },
    ]);
  }
});

it('the annotations are looked for among the pictures if no place is named, and folders need none', async () => {
  const words = folder
    .words('r.json')
    .filter((word, i, all) => word !== '--annotations' && all[i - 1] !== '--annotations');
  play.format = 'coco';
  expect(await run(words)).toMatchObject({ code: 0 });
  expect(folder.result('r.json').plan.format).toBe('coco');
  const both = await folder.evaluate('r.json', '--overwrite', '--format', 'folders');
  expect(both).toMatchObject({
    code: 2,
    told: expect.stringContaining('--format folders takes no --annotations') as string,
  });
});
