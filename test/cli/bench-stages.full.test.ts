/** The quick benchmark of all stages through the command: that it ends in time, is correct and matches the schema. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { beforeAll, expect, it } from 'vitest';
import type { BenchmarkResult } from '../../src/benchmark/result/benchmark-result.ts';
import { stageNames } from '../../src/pipeline/engine/stages.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { camLens } from '../support/cam-lens.ts';

let result: BenchmarkResult;
beforeAll(async () => {
  const { code, printed, told } = await camLens('bench', 'stages', '--quick', '--json');
  expect(code, told).toBe(0);
  result = JSON.parse(printed) as BenchmarkResult;
});

it('matches the schema', () => {
  const schema = JSON.parse(readFileSync(join(projectRoot, 'docs/schema/benchmark.json'), 'utf8')) as object;
  const isValid = new Ajv().compile(schema);
  expect(isValid(result), JSON.stringify(isValid.errors)).toBe(true);
});

it('has every stage, compared with the CPU engine and timed', () => {
  expect([...new Set(result.stages.map(({ stage }) => stage))]).toEqual([...stageNames]);
  expect(result.stages.filter(({ outcome }) => outcome.status !== 'measured')).toEqual([]);
});

it('has a chain as a whole, compared with the CPU engine and timed', () => {
  expect(result.chains).toMatchObject([{ chain: 'grad-cam', outcome: { status: 'measured' } }]);
});

it('states where it ran', () => {
  expect(result.quick).toBe(true);
  expect(result.device).toMatchObject({ isSoftware: true, clock: { kind: 'timestamp-query' } });
  expect(result.device.adapter).toMatch(/swiftshader/i);
});
