/** Records of a data set without true boxes: everything that compares with them is absent, never 0 or NaN. */
import { describe, expect, it } from 'vitest';
import { comparableRuns, comparePairs, correspondingPairs } from '../../src/evaluation/compare-runs.ts';
import { readRecords, writeRecord } from '../../src/evaluation/record-lines.ts';
import { recordTable } from '../../src/evaluation/record-table.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import { seriesOf } from '../../src/evaluation/series.ts';
import { isBoxed } from '../../src/evaluation/is-boxed.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { explanation, picture, withoutBoxes } from './records.ts';

const thresholds = [0.15, 0.5];

function record(id: string, deletion: number, more: Partial<PictureRecord> = {}): PictureRecord {
  const explanations = {
    cam: { layer4: { true: explanation([0, 0], { deletion }) } },
    'grad-cam': { layer4: { true: explanation([0, 0], { deletion: deletion / 2 }) } },
  };
  return withoutBoxes(picture(id, [], { explanations, ...more }));
}

const records = [
  record('a', 0.2),
  record('b', 0.4, { predicted: 3, rank: 2 }),
  record('c', 0.6, { rank: 9, predicted: 1 }),
];

/** Paths of the values that are no finite number where a number may be expected, and of those that boxes give. */
function odd(value: unknown, path = ''): string[] {
  if (typeof value === 'number' && !Number.isFinite(value)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) => [
    ...(/iou|corLoc|top\dLoc|maxBox|oracle|reported|fixed|pointing|energy/i.test(name) ? [`${path}/${name}`] : []),
    ...odd(entry, `${path}/${name}`),
  ]);
}

describe('without true boxes', () => {
  it('records are written and read back, as far as the run has none either', () => {
    const text = records.map(writeRecord).join('');
    expect(readRecords(text, 'r', { boxes: false })).toEqual({ records, isCutOff: false });
    expect(() => readRecords(text, 'r', { boxes: true })).toThrow('"boxes" should be true boxes');
    const boxed = writeRecord(picture('d', [0.5, 0.5]));
    expect(() => readRecords(boxed, 'r', { boxes: false })).toThrow('none, as the data set has no boxes');
  });

  it.each(['ious', 'maskIoU', 'wsol', 'pointing', 'energy', 'pixels'] as const)('a record has no %s', (name) => {
    const pixels = { object: [-1001], background: [-1001] };
    const values = {
      pixels,
      ious: [0, 0],
      maskIoU: 0.5,
      wsol: { largest: [], any: [[], [], []] },
      pointing: true,
      energy: 0.5,
    };
    const explanations = { cam: { layer4: { true: { ...explanation([0]), ious: undefined, [name]: values[name] } } } };
    const text = JSON.stringify({ ...records[0], explanations });
    expect(() => readRecords(text, 'r')).toThrow(`"true" / "${name}" should be none, as the picture has no true boxes`);
    const bare = JSON.stringify(picture('a', [], { explanations: records[0]!.explanations }));
    expect(() => readRecords(bare, 'r')).toThrow('ious');
  });

  it('the tables have accuracy and other measures, and nothing that boxes give', () => {
    const summary = summarise(records, { thresholds });
    expect(summary.accuracy).toEqual({ top1: 1 / 3, top5: 2 / 3 });
    expect(summary.centreBaseline).toBeNull();
    const cam = summary.methods['cam']!['layer4']!.true!;
    expect(isBoxed(cam)).toBe(false);
    expect(cam).toMatchObject({ pictures: 3, empty: 0 });
    expect(cam.deletion).toBeCloseTo(0.4, 12);
    expect(odd(summary)).toEqual([]);
    expect(Object.keys(summary.statistics)).toEqual(['deletion']);
  });

  it('are reported on test alone, as with boxes', () => {
    const split = records.map((one, i): PictureRecord => ({ ...one, split: i === 0 ? 'train' : 'test' }));
    expect(summarise(split, { thresholds }).methods['cam']!['layer4']!.true).toMatchObject({
      pictures: 2,
      deletion: 0.5,
    });
  });

  it('the table for a spreadsheet has no column of IoU', () => {
    const [head, ...rows] = recordTable(records, thresholds);
    expect(head).toContain('deletion');
    expect(head!.filter((name) => /iou|pointing|energy/.test(String(name)))).toEqual([]);
    expect(rows.every(({ length }) => length === head!.length)).toBe(true);
  });

  it('explanations are compared by other measures, without a threshold', () => {
    const [series] = seriesOf(records, { thresholds });
    expect([...series!.values.keys()]).toEqual(['deletion']);
    expect(series).not.toHaveProperty('threshold');
    const run = { name: 'r', records, thresholds, boxThreshold: 0.15 };
    const { runs } = comparableRuns([run]);
    const [pair] = comparePairs(correspondingPairs(runs));
    expect(pair!.first).toEqual({ run: 'r', method: 'cam', layer: 'layer4', source: 'true' });
    expect(pair!.statistics.map(({ statistic }) => statistic)).toEqual(['deletion']);
  });

  it('records are not mixed with boxed ones: not in one run, and not in a comparison', () => {
    const boxed = picture('b', [0.5, 0.25]);
    expect(() => summarise([records[0]!, boxed], { thresholds })).toThrow(
      'Picture b has true boxes, and picture a none; the records of one run were expected.',
    );
    const run = (name: string, own: readonly PictureRecord[]) => ({
      name,
      records: own,
      thresholds,
      boxThreshold: 0.15,
    });
    const { remarks } = comparableRuns([run('one', records), run('other', [boxed])]);
    expect(remarks).toContain('Not compared: 1 picture whose true boxes or class differ between one and other.');
  });
});
