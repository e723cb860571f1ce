import { describe, expect, it } from 'vitest';
import { writeRecord } from '../../src/evaluation/record-lines.ts';
import { choiceOf, readKeptRun, writeHead } from '../../src/runs/kept-run.ts';
import { usualThresholds } from '../../src/runs/run-choice.ts';
import { picture } from '../evaluation/records.ts';
import { fakeInfo } from '../ui/support/fake-lens.ts';
import { headWith } from './heads.ts';

const head = headWith(fakeInfo, { split: { name: 'a.csv', text: 'id,split\na,train\n' } });
const records = [picture('a', [0.1]), picture('b', [0.2])];
const text = writeHead(head) + records.map(writeRecord).join('');

describe('a kept run', () => {
  it('is read back unchanged', () => {
    expect(readKeptRun(text)).toEqual({ head, records });
  });

  it('loses only the line that was being written', () => {
    expect(readKeptRun(text.slice(0, -9))).toEqual({ head, records: [records[0]] });
    expect(readKeptRun(writeHead(head).slice(0, -1))).toBeUndefined();
    expect(readKeptRun('')).toBeUndefined();
  });

  it.each(['{}\n', 'null\n', '[1\n'])('says that %j is none', (wrong) => {
    expect(() => readKeptRun(wrong)).toThrow(/first line of the run kept on this device/);
  });

  it('measures what was chosen, its boxes at one of its thresholds', () => {
    expect(choiceOf(head.settings)).toEqual({
      ...{ methods: ['cam', 'grad-cam'], layers: ['layer4'], sources: ['true'], measures: [] },
      ...{ thresholds: usualThresholds, boxThreshold: 0.15 },
    });
    expect(usualThresholds).toContain(0.15);
    const measures = ['energy', 'drop'] as const;
    expect(choiceOf({ ...head.settings, measures }).measures).toEqual(measures);
  });
});
