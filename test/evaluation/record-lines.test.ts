import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecords, writeRecord } from '../../src/evaluation/record-lines.ts';
import { explanation, picture } from './records.ts';

const full = picture('b', [1 / 3, 0.1 + 0.2], {
  path: 'dogs/b "1".jpg\n',
  split: 'test',
  explanations: {
    cam: {
      layer4: {
        true: explanation([0.5, 1e-17], {
          box: null,
          empty: true,
          wsol: { largest: [0, 3], any: [[0, 3], [], [7, 9, 20, 255]] },
          pointing: false,
          energy: 0.25,
          deletion: 0.125,
          insertion: 0.5,
          deletionCurve: [0.9, 0.1234, 0],
          insertionCurve: [0, 0.9],
          confidence: [0.9, 0.8],
          randomisation: [['classifier', -0.5], ['7', 1e-9], ['3', null]], // prettier-ignore
        }),
        predicted: explanation([0, 1]),
      },
    },
  },
});

describe('records as lines', () => {
  it('are read back unchanged', () => {
    const records = [full, picture('a', [0.25])];
    const text = records.map(writeRecord).join('');
    expect(text.match(/\n/g)).toHaveLength(2);
    expect(readRecords(text, 'run.ndjson')).toEqual({ records, isCutOff: false });
  });

  it('are read back for any numbers', () => {
    const iou = fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        fc.array(
          iou.filter((value) => !Object.is(value, -0)),
          { minLength: 1 },
        ),
        (ious) => {
          const record = picture('a', ious);
          expect(readRecords(writeRecord(record), 'run').records).toEqual([record]);
        },
      ),
    );
  });

  it('may be truncated anywhere in the last line, which is then ignored', () => {
    const [first, last] = [writeRecord(picture('a', [0.25])), writeRecord(full)];
    for (let length = 1; length < last.length - 1; length++) {
      const read = readRecords(first + last.slice(0, length), 'run');
      expect({ ids: read.records.map(({ id }) => id), isCutOff: read.isCutOff }).toEqual({
        ids: ['a'],
        isCutOff: true,
      });
    }
    const whole = readRecords(first + last.trim(), 'run');
    expect(whole).toEqual({ records: [picture('a', [0.25]), full], isCutOff: false });
  });

  it('none, and blank lines', () => {
    expect(readRecords('', 'run')).toEqual({ records: [], isCutOff: false });
    expect(readRecords(`\n\r\n${writeRecord(full)}\n`, 'run').records).toHaveLength(1);
  });
});

describe('invalid records are refused, naming line and field', () => {
  const change = (more: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({ ...picture('a', [0.5]), ...more });
  const withExplanation = (more: Readonly<Record<string, unknown>>): string =>
    change({ explanations: { cam: { layer4: { true: { ...explanation([0.5]), ...more } } } } });

  it.each([
    { line: '{"id": 1,', says: 'not JSON' },
    { line: '[1, 2]', says: 'an object was expected' },
    { line: change({ id: '' }), says: '"id" should be a name' },
    { line: change({ path: 3 }), says: '"path"' },
    { line: change({ width: 0.5 }), says: '"width"' },
    { line: change({ height: null }), says: '"height"' },
    { line: change({ split: 'validation' }), says: '"split" should be train or test' },
    { line: change({ class: 'dog' }), says: '"class"' },
    { line: change({ predicted: -1 }), says: '"predicted"' },
    { line: change({ rank: 0 }), says: '"rank"' },
    { line: change({ boxes: [] }), says: '"boxes"' },
    { line: change({ boxes: [[1, 2, 3]] }), says: '"boxes"' },
    { line: change({ explanations: { cam: { layer4: { other: explanation([1]) } } } }), says: '"explanations"' },
    { line: withExplanation({ ious: [] }), says: '"explanations"' },
    { line: withExplanation({ ious: ['0.5'] }), says: '"explanations"' },
    { line: withExplanation({ box: [1, 2, 3, null] }), says: '"explanations"' },
    { line: withExplanation({ empty: 0 }), says: '"explanations"' },
    // What JSON makes of NaN.
    { line: withExplanation({ minimum: null }), says: '"explanations"' },
    { line: withExplanation({ wsol: { largest: [0, 1] } }), says: '"explanations"' },
    { line: withExplanation({ confidence: [0.5] }), says: '"explanations"' },
    { line: withExplanation({ randomisation: [['classifier']] }), says: '"explanations"' },
    { line: withExplanation({ randomisation: [['classifier', '1']] }), says: '"explanations"' },
    { line: withExplanation({ randomisation: { classifier: 1 } }), says: '"explanations"' },
  ])('$says: $line', ({ line, says }) => {
    const text = `${writeRecord(full)}${line}\n`;
    expect(() => readRecords(text, 'shard-2.ndjson')).toThrow(
      expect.objectContaining({ code: 'records-unfit', message: expect.stringContaining('shard-2.ndjson, line 2') }),
    );
    expect(() => readRecords(text, 'shard-2.ndjson')).toThrow(says);
  });
});
