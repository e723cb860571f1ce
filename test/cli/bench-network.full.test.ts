/** The benchmarks of a network's kernels and of variants through the command: that their JSON matches the schemas. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NetworkResult } from '../../src/benchmark/network/network-result.ts';
import type { VariantsResult } from '../../src/benchmark/variants/variants-result.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { camLensShared } from '../support/cam-lens.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { weightsBeside } from '../support/own-models.ts';
import { tinyModel } from '../support/tiny-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-bench-'));
const model = join(folder, 'tiny.onnx');
beforeAll(() => {
  const { bytes, description, classes } = tinyModel();
  writeFileSync(model, bytes);
  writeFileSync(join(folder, 'tiny.json'), JSON.stringify({ ...description, sha256: undefined, classes }));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('names the kernels of a model, with gradients at its default layer', async () => {
  const { code, printed, told } = await camLensShared('bench', 'network', '--model', model, '--rounds', '2', '--json');
  expect(code, told).toBe(0);
  const result = JSON.parse(printed) as NetworkResult;
  const schema = JSON.parse(readFileSync(join(projectRoot, 'docs/schema/network-benchmark.json'), 'utf8')) as object;
  const isValid = new Ajv().compile(schema);
  expect(isValid(result), JSON.stringify(isValid.errors)).toBe(true);
  expect(result).toMatchObject({ model: 'tiny', input: [1, 3, 32, 32], layers: ['last'], outcome: { runs: 2 } });
  if (result.outcome.status !== 'measured') throw new Error(result.outcome.reason);
  const nodes = new Set(result.outcome.kernels.map(({ node }) => node));
  for (const node of ['stem', 'pooled', 'branch', 'sum', 'logits']) expect(nodes).toContain(node);
});

it('finds the weights beside a model, whose name may have any characters', async () => {
  const { model: graph, beside } = weightsBeside('weights/all of them.bin');
  mkdirSync(join(folder, 'weights'));
  writeFileSync(join(folder, 'weights', 'all of them.bin'), beside);
  const file = join(folder, '100 % mine #1.onnx');
  writeFileSync(file, writeModel(graph));
  const { code, printed, told } = await camLensShared('bench', 'network', '--model', file, '--rounds', '1', '--json');
  expect(code, told).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ model: '100 % mine #1', outcome: { runs: 1 } });
});

it('compares the variants of the stages; options of other benchmarks are refused', async () => {
  const { code, printed, told } = await camLensShared('bench', 'variants', '--rounds', '1', '--json');
  expect(code, told).toBe(0);
  const result = JSON.parse(printed) as VariantsResult;
  const schema = JSON.parse(readFileSync(join(projectRoot, 'docs/schema/variants-benchmark.json'), 'utf8')) as object;
  const isValid = new Ajv().compile(schema);
  expect(isValid(result), JSON.stringify(isValid.errors)).toBe(true);
  expect(result.stages.map(({ stage }) => stage)).toEqual([
    'preprocess',
    'upsample',
    'threshold',
    'components',
    'blend',
  ]);
  const statuses = result.stages.flatMap(({ usual, others }) =>
    [usual, ...others].map(({ outcome }) => outcome.status),
  );
  expect(new Set(statuses)).toEqual(new Set(['measured']));
  const refused = await camLensShared('bench', 'variants', '--model', model);
  expect(refused.code).toBe(2);
  expect(refused.told).toContain('--model is not for "bench variants"');
});
