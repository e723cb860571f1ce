/** The comparison with TensorFlow.js through the command: that the results agree, and that its JSON matches the schema. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { expect, it } from 'vitest';
import type { PeersResult } from '../../src/benchmark/peers/peers-result.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { camLens, camLensShared } from '../support/cam-lens.ts';
import { startDebuggable } from '../support/debuggable-chromium.ts';

it('TensorFlow.js arrives at the same heatmaps, masks and boxes, and both are timed', async () => {
  const { code, printed, told } = await camLensShared('bench', 'peers', '--rounds', '2', '--json');
  expect(code, told).toBe(0);
  const result = JSON.parse(printed) as PeersResult;
  const schema = JSON.parse(readFileSync(join(projectRoot, 'docs/schema/peers-benchmark.json'), 'utf8')) as object;
  const isValid = new Ajv().compile(schema);
  expect(isValid(result), JSON.stringify(isValid.errors)).toBe(true);
  expect(result.library).toMatch(/^TensorFlow\.js \d/);
  expect(result.rows.map(({ backend, width, height }) => [backend, width, height])).toEqual([
    ...[
      ['webgpu', 500, 375],
      ['webgpu', 2048, 2048],
    ],
    ...[
      ['wasm', 500, 375],
      ['wasm', 2048, 2048],
    ],
  ]);
  for (const { outcome } of result.rows) expect(outcome).toMatchObject({ status: 'measured', runs: 2 });
});

it('says so where there is no WebGPU', async () => {
  const { socket, close } = await startDebuggable();
  try {
    const { code, told } = await camLens('bench', 'peers', '--rounds', '1', '--browser-url', socket);
    expect(told).toContain('[no-webgpu]');
    expect(code).toBe(3);
  } finally {
    await close();
  }
});
