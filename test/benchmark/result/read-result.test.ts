import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import type { BenchmarkResult } from '../../../src/benchmark/result/benchmark-result.ts';
import { readResult } from '../../../src/benchmark/result/read-result.ts';
import { ceilingTable, chainTable, stageTable } from '../../../src/benchmark/result/tables.ts';
import { madeUpResult } from '../made-up-result.ts';

const good = madeUpResult({ a: 1, b: 2 }, 1);
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../docs/schema/benchmark.json'), 'utf8'),
) as object;
const isValid = new Ajv().compile(schema);

describe('readResult', () => {
  it('reads what was saved', () => expect(readResult(JSON.stringify(good), 'saved.json')).toEqual(good));

  it('reads results without chains, which older versions saved', () => {
    const older = { ...good };
    delete (older as { chains?: unknown }).chains;
    expect(readResult(JSON.stringify(older), 'saved.json')).toEqual(older);
  });

  it.each<[string, object | null, string]>([
    ['another format', { ...good, format: 'other' }, 'its format is not "cam-lens benchmark"'],
    ['another version', { ...good, version: 2 }, 'its version is 2; 1 was expected'],
    ['no device', { ...good, device: {} }, 'its device is not valid'],
    ['stages that are none', { ...good, stages: [{ stage: 'upsample' }] }, 'its stages'],
    ['ceilings that are none', { ...good, ceilings: [{ name: 'copy', value: -1 }] }, 'its ceilings'],
    ['chains that are none', { ...good, chains: [{ chain: 'a', workload: 'b', outcome: {} }] }, 'its chains'],
    ['nothing', null, 'its format'],
  ])('refuses %s', (_, value, words) => {
    expect(() => readResult(JSON.stringify(value), 'saved.json')).toThrow(words);
  });

  it('refuses text that is not JSON, and samples that are not times', () => {
    expect(() => readResult('{', 'saved.json')).toThrow('saved.json is not a readable benchmark: it is not JSON.');
    const text = JSON.stringify(good).replace(/"samplesMs":\[[\d.]+,/, '"samplesMs":[-1,');
    expect(() => readResult(text, 'saved.json')).toThrow('are not valid');
  });
});

describe('the schema', () => {
  it('describes results', () => {
    const [first, ...rest] = good.stages;
    const stages = [{ ...first!, outcome: { status: 'differs', reason: 'It does.' } }, ...rest];
    expect(isValid(good), JSON.stringify(isValid.errors)).toBe(true);
    expect(isValid({ ...good, stages }), JSON.stringify(isValid.errors)).toBe(true);
  });

  it.each<[string, object]>([
    ['another version', { version: 2 }],
    ['a date in words', { begunAt: 'today' }],
    ['what is not described', { more: 1 }],
    ['stages without outcome', { stages: [{ stage: 'a', workload: 'b', bytes: 0, operations: 0 }] }],
    ['no ceilings', { ceilings: [] }],
    ['a chain without outcome', { chains: [{ chain: 'a', workload: 'b' }] }],
  ])('refuses %s', (_, part) => expect(isValid({ ...good, ...part })).toBe(false));
});

it('tables mark what is wrong, noisy or emulated by a CPU', () => {
  const [first, second] = good.stages as [BenchmarkResult['stages'][0], BenchmarkResult['stages'][0]];
  const noisy = { ...second, outcome: { ...second.outcome, isNoisy: true } as typeof second.outcome };
  const stages = [{ ...first, outcome: { status: 'differs', reason: 'It does.' } as const }, noisy];
  const { rows } = stageTable({ ...good, stages });
  expect(rows.map((row) => row.at(-1))).toEqual(['WRONG: It does.', 'noisy']);
  expect(chainTable(good).rows).toEqual([
    ['grad-cam', 'made up', 3, '2.9 – 3.1', 0.75, '0.7 – 0.8', 'noisy'],
    ['  its stages', 'their sum', 4, '', '', '', ''],
    ['  upsample', '', 1, '1 – 1.1', '', '', ''],
    ['  boxes', '', 3, '3 – 3.1', '', '', ''],
  ]);
  expect(ceilingTable(good).title).toContain('a CPU emulates the GPU');
});
