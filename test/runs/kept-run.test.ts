import { describe, expect, it } from 'vitest';
import { writeRecord } from '../../src/evaluation/record-lines.ts';
import { checkSameModel, choiceOf, readKeptRun, writeHead, type RunHead } from '../../src/runs/kept-run.ts';
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

describe('a run that goes on', () => {
  const kept = readKeptRun(writeHead(head))!.head;
  const now = (info: Partial<typeof fakeInfo>) => headWith({ ...fakeInfo, ...info });
  const { normalization, model, mapSizes } = fakeInfo;

  it('accepts the model with which it was started', () => {
    expect(() => checkSameModel(kept, now({}))).not.toThrow();
    // Size of the maps at a layer that it does not explain.
    expect(() => checkSameModel(kept, now({ mapSizes: { layer4: mapSizes['layer4']! } }))).not.toThrow();
  });

  it.each<readonly [Partial<typeof fakeInfo>, RegExp]>([
    [{ model: { ...model, name: 'other' } }, /another model, resnet50;/],
    [{ model: { ...model, sha256: '1'.repeat(64) } }, /another model, resnet50;/],
    [{ normalization: { ...normalization, order: 'RGB' } }, /how: normalisation\./],
    [{ normalization: { ...normalization, std: [1, 1, 2] } }, /how: normalisation\./],
    [{ output: 'softmax' }, /how: output\./],
    [{ classes: ['a', 'b'] }, /how: classes\./],
    [{ mapSizes: { layer4: { width: 14, height: 14 } } }, /how: input size or stride\./],
    [{ output: 'a', classes: ['b'] }, /how: output, classes\./],
  ])('refuses %j', (info, message) => {
    expect(() => checkSameModel(kept, now(info))).toThrow(
      expect.objectContaining({ code: 'records-unfit', message: expect.stringMatching(message) as string }),
    );
  });

  it('refuses one that was stored without its normalisation', () => {
    const old = JSON.parse(JSON.stringify({ ...kept, info: { ...kept.info, normalization: undefined } })) as RunHead;
    expect(() => checkSameModel(old, head)).toThrow(/the run does not say how: normalisation\./);
  });
});
