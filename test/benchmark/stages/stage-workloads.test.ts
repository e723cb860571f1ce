import { expect, it } from 'vitest';
import { boundOf } from '../../../src/benchmark/result/bound-of.ts';
import type { Ceiling, CeilingName } from '../../../src/benchmark/ceilings/ceiling.ts';
import { runsOf } from '../../../src/benchmark/stages/masks-work.ts';
import type { StageWorkload } from '../../../src/benchmark/stages/stage-workload.ts';
import { quickWorkloads, stageWorkloads } from '../../../src/benchmark/stages/stage-workloads.ts';
import { stageNames } from '../../../src/pipeline/engine/stages.ts';

const workloads = stageWorkloads();

it.each(stageNames)('%s has a quick workload on both kinds of adapter', (name) => {
  for (const isSoftware of [false, true]) {
    expect(quickWorkloads(isSoftware).some(({ stage }) => stage === name)).toBe(true);
  }
});

it('quick workloads are among all, fewer, and smaller on a software adapter', () => {
  const names = (list: readonly StageWorkload[]): string[] => list.map(({ stage, name }) => `${stage}, ${name}`);
  const [gpu, software] = [names(quickWorkloads(false)), names(quickWorkloads(true))];
  expect(names(workloads)).toEqual(expect.arrayContaining([...gpu, ...software]));
  expect(gpu.length).toBeLessThan(workloads.length);
  expect(gpu).toContain('blend, 2048 × 2048');
  expect(software).toContain('blend, 1024 × 1024');
  expect(software).not.toContain('blend, 2048 × 2048');
});

it('no two workloads of a stage have the same name', () => {
  const keys = workloads.map(({ stage, name }) => `${stage}, ${name}`);
  expect(new Set(keys).size).toBe(keys.length);
});

it('counts runs of pixels inside rows', () => {
  expect(runsOf(Uint8Array.of(1, 1, 0, 1, 0, 0), 6)).toBe(2);
  // The end of a row ends a run.
  expect(runsOf(Uint8Array.of(0, 1, 1, 1), 2)).toBe(2);
  expect(runsOf(new Uint8Array(70).fill(1), 70)).toBe(1);
  expect(runsOf(new Uint8Array(70), 35)).toBe(0);
});

it('the limiting ceiling requires the longest time', () => {
  const of = (name: CeilingName, value: number): Ceiling => ({
    ...{ name, value, variant: '', unit: 'GB/s', interval: [value, value], isNoisy: false, samplesMs: [1] },
  });
  const ceilings = [of('copy', 5), of('copy', 10), of('multiply-add f32', 100), of('dispatch', 0.01)];
  // 10 GB/s are 10⁷ bytes per millisecond, 100 GFLOP/s 10⁸ operations.
  expect(boundOf({ bytes: 3e7, operations: 2e8 }, 1, ceilings)).toEqual({ bound: 'memory', leastMs: 3 });
  expect(boundOf({ bytes: 1e7, operations: 2e8 }, 1, ceilings)).toEqual({ bound: 'arithmetic', leastMs: 2 });
  expect(boundOf({ bytes: 4, operations: 4 }, 3, ceilings)).toEqual({ bound: 'dispatch', leastMs: 0.03 });
});
