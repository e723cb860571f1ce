/** The benchmark of the journey through the command, in workers: that its JSON matches the schema, and its tables. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { journeyTables } from '../../src/benchmark/journey/journey-tables.ts';
import type { JourneyResult } from '../../src/benchmark/journey/journey-result.ts';
import { textTable } from '../../cli/text-table.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { camLensShared } from '../support/cam-lens.ts';
import { tinyModel } from '../support/tiny-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-bench-'));
const model = join(folder, 'tiny.onnx');
beforeAll(() => {
  const { bytes, description, classes } = tinyModel();
  writeFileSync(model, bytes);
  writeFileSync(join(folder, 'tiny.json'), JSON.stringify({ ...description, sha256: undefined, classes }));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each(['auto', 'cpu'])('measures the journey of a photo on the backend %s', async (backend) => {
  const words = ['--model', model, '--rounds', '2', '--backend', backend, '--json'];
  const { code, printed, told } = await camLensShared('bench', 'journey', ...words);
  expect(code, told).toBe(0);
  const result = JSON.parse(printed) as JourneyResult;
  const schema = JSON.parse(readFileSync(join(projectRoot, 'docs/schema/journey-benchmark.json'), 'utf8')) as object;
  const isValid = new Ajv().compile(schema);
  expect(isValid(result), JSON.stringify(isValid.errors)).toBe(true);
  expect(result).toMatchObject({ model: 'tiny', input: [1, 3, 32, 32], picture: { width: 500, height: 375 } });
  if (result.outcome.status !== 'measured') throw new Error(result.outcome.reason);
  const { warm, cold, batches, memory } = result.outcome;
  expect([warm.runs, cold.later?.runs]).toEqual([2, 1]);
  expect(cold.first.steps[0]).toEqual({ step: 'start the worker', timeMs: expect.any(Number) as number });
  expect(cold.first.steps[0]!.timeMs).toBeGreaterThan(0);
  expect(batches.map(({ batch }) => batch)).toEqual([1, 2, 4, 8, 16, 32]);
  expect(memory.webAssemblyBytes).toBeGreaterThan(1e6);
  expect(memory.leftBytes).toBe(backend === 'cpu' ? null : 0);
  for (const table of journeyTables(result)) {
    const lines = textTable(table, 80).split('\n');
    expect(Math.max(...lines.map((line) => line.length)), lines.join('\n')).toBeLessThanOrEqual(80);
    // Otherwise it would be a block per row.
    expect(lines.some((line) => table.columns.every((name) => line.includes(name)))).toBe(true);
  }
});
