import { afterAll, beforeEach, expect, it } from 'vitest';
import { forgetTunedShaders, tuneShaders } from '../../src/benchmark/tune-shaders.ts';
import { keptShapes } from '../../src/pipeline/engine/kept-shapes.ts';
import { deviceForTests } from '../support/gpu.ts';

const found = await deviceForTests();
afterAll(() => found.device.destroy());
beforeEach(forgetTunedShaders);

it('keeps the fastest shapes of this device until they are forgotten', { timeout: 240_000 }, async () => {
  const fractions: number[] = [];
  const { stages, isKept } = await tuneShaders({ rounds: 2, onProgress: ({ fraction }) => fractions.push(fraction) });
  expect(isKept).toBe(true);
  expect(stages.map(({ stage }) => stage)).toEqual(['preprocess', 'upsample', 'threshold', 'components', 'blend']);
  for (const { shape, ratio } of stages) expect(shape === null ? ratio === 1 : ratio < 1).toBe(true);
  const best = stages.flatMap(({ stage, shape }) => (shape === null ? [] : [[stage, shape] as const]));
  expect(await keptShapes(found)).toEqual(Object.fromEntries(best));
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  await forgetTunedShaders();
  expect(await keptShapes(found)).toBeUndefined();
});

it('keeps nothing where it is stopped', async () => {
  await expect(tuneShaders({ rounds: 1, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'stopped' });
  expect(await keptShapes(found)).toBeUndefined();
});
