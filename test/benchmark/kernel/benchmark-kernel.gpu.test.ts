/** Kernels with a known amount of work: a number of steps of a random number generator per value. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benchmarkKernel, benchmarkKernels } from '../../../src/benchmark/kernel/benchmark-kernel.ts';
import type { KernelBenchmark } from '../../../src/benchmark/kernel/kernel-benchmark.ts';
import { deviceForTests } from '../../support/gpu.ts';

const count = 4096;
const given = Uint32Array.from({ length: count }, (_, i) => 7 * i);
const options = { budgetMs: 500 };

let device: GPUDevice;
beforeAll(async () => void ({ device } = await deviceForTests()));
afterAll(() => device.destroy());

/** Numerical Recipes' generator. */
function stepped(value: number, steps: number): number {
  for (let i = 0; i < steps; i++) value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
  return value;
}

function steps(rounds: number, expected = rounds): KernelBenchmark {
  return {
    wgsl: `
      @group(0) @binding(0) var<storage, read> given: array<u32>;
      @group(0) @binding(1) var<storage, read_write> made: array<u32>;
      @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
        var value = given[id.x];
        for (var i = 0u; i < ${rounds}u; i++) { value = value * 1664525u + 1013904223u; }
        made[id.x] = value;
      }`,
    bindings: [
      { kind: 'read', contents: given },
      { kind: 'read_write', contents: 4 * count },
    ],
    dispatch: [count / 64],
    reference: { binding: 1, values: given.map((value) => stepped(value, expected)) },
    bytes: 8 * count,
    operations: 2 * rounds * count,
  };
}

describe('benchmarkKernel', () => {
  it('times a correct kernel', async () => {
    const result = await benchmarkKernel(steps(200), options);
    if (result.status !== 'measured') throw new Error(result.difference);
    expect(result.samplesMs.length).toBeGreaterThanOrEqual(30);
    expect(result.timeMs.count).toBe(result.samplesMs.length);
    expect(result.timeMs.p5).toBeLessThanOrEqual(result.timeMs.median);
    expect(result.timeMs.interval[0]).toBeLessThanOrEqual(result.timeMs.median);
    expect(result.timeMs.interval[1]).toBeGreaterThanOrEqual(result.timeMs.median);
    expect(result.resolution).toBeLessThanOrEqual(0.015);
    expect(result.isReset).toBe(false);
    expect(result.gigabytesPerSecond! * result.timeMs.median * 1e6).toBeCloseTo(8 * count, 3);
    expect(result.gigaflopsPerSecond! * result.timeMs.median * 1e6).toBeCloseTo(400 * count, 3);
    expect(result.clock.kind).toBe('timestamp-query');
    expect(result.clock.quantumMs).toBeGreaterThan(0);
  });

  it('uses the wall clock on request or without timestamps', async () => {
    const strict = await deviceForTests({ defaultLimits: true });
    const results = [
      await benchmarkKernel(steps(200), { ...options, device, clock: 'wall' }),
      await benchmarkKernel(steps(200), { ...options, device: strict.device }),
    ];
    for (const { clock, status } of results) {
      expect(status).toBe('measured');
      expect(clock.kind).toBe('wall');
      expect(clock.overheadMs).toBeGreaterThan(0);
    }
    strict.device.destroy();
  });

  it('names a wrong value of a kernel, and does not time it', async () => {
    const result = await benchmarkKernel(steps(3, 4), { ...options, device });
    const [wrong, right] = [stepped(0, 3), stepped(0, 4)];
    expect(result).not.toHaveProperty('samplesMs');
    expect(result).toMatchObject({
      status: 'differs',
      difference: expect.stringMatching(
        `^${count} of ${count} values differ; value \\d+ is \\d+, but \\d+ ± 0 was expected`,
      ) as string,
    });
    expect(wrong).not.toBe(right);
  });

  it('restores what a kernel changes', async () => {
    const inPlace: KernelBenchmark = {
      wgsl: `
        @group(0) @binding(0) var<storage, read_write> values: array<f32>;
        @compute @workgroup_size(64) fn grow(@builtin(global_invocation_id) id: vec3u) {
          values[id.x] = 2.0 * values[id.x];
        }`,
      entryPoint: 'grow',
      bindings: [{ kind: 'read_write', contents: Float32Array.from(given) }],
      dispatch: [count / 64],
      reference: { binding: 0, values: Float32Array.from(given, (value) => 2 * value) },
    };
    for (const clock of ['timestamp-query', 'wall'] as const) {
      const result = await benchmarkKernel(inPlace, { ...options, budgetMs: 100, device, clock });
      expect(result).toMatchObject({ status: 'measured', isReset: true });
    }
  });

  it.each<[string, Partial<KernelBenchmark>, string]>([
    ['code that does not compile', { wgsl: 'fn main() { let x = ; }' }, 'does not match its description'],
    ['another entry point', { entryPoint: 'other' }, 'does not match its description'],
    [
      'bindings of another kind',
      {
        bindings: [
          { kind: 'uniform', contents: 16 },
          { kind: 'read_write', contents: 4 * count },
        ],
      },
      'does not match',
    ],
    ['no workgroup', { dispatch: [0] }, 'over 0 workgroups'],
    ['half a workgroup', { dispatch: [1, 0.5] }, 'over 0.5 workgroups'],
    ['bytes that are no words', { bindings: [{ kind: 'read', contents: 6 }] }, '6 bytes'],
    ['a reference for what is read', { reference: { binding: 0, values: given } }, 'which is not written'],
    ['a reference for nothing', { reference: { binding: 5, values: given } }, 'which is not written'],
    [
      'a reference that is larger',
      { reference: { binding: 1, values: new Float32Array(count + 1) } },
      'but its binding has 16384',
    ],
  ])('refuses %s', async (_, wrong, words) => {
    const refused = benchmarkKernel({ ...steps(1), ...wrong }, { ...options, device });
    await expect(refused).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringContaining(words) as string,
    });
  });

  it('detects a lost device and an abort signal', async () => {
    const { device: other } = await deviceForTests();
    const losing = benchmarkKernel(steps(2000), { device: other, precision: 0 });
    setTimeout(() => other.destroy(), 300);
    await expect(losing).rejects.toMatchObject({ code: 'device-lost' });
    const stopped = AbortSignal.timeout(300);
    const stopping = benchmarkKernel(steps(2000), { device, precision: 0, signal: stopped });
    await expect(stopping).rejects.toMatchObject({ code: 'stopped' });
  });
});

describe('benchmarkKernels', () => {
  it('detects that one takes twice as long and that one is wrong', async () => {
    const kernels = { once: steps(150), wrong: steps(150, 1), twice: steps(300) };
    const { results, comparisons } = await benchmarkKernels(kernels, { ...options, device });
    expect(results['wrong']?.status).toBe('differs');
    expect(comparisons).toHaveLength(1);
    const [{ name, against, ratio, interval, verdict }] = comparisons as [(typeof comparisons)[0]];
    expect({ name, against, verdict }).toEqual({ name: 'twice', against: 'once', verdict: 'slower' });
    // On a shared processor the ratio varies somewhat.
    expect(ratio).toBeGreaterThan(1.5);
    expect(ratio).toBeLessThan(2.7);
    expect(interval[0]).toBeLessThanOrEqual(ratio);
    expect(interval[1]).toBeGreaterThanOrEqual(ratio);
  });

  it('finds no notable difference between equal kernels', async () => {
    const kernels = { a: steps(150), b: steps(150), c: steps(150) };
    const { comparisons } = await benchmarkKernels(kernels, { ...options, device });
    expect(comparisons.map(({ name }) => name)).toEqual(['b', 'c']);
    for (const { interval } of comparisons) {
      expect(interval[0]).toBeLessThan(1.1);
      expect(interval[1]).toBeGreaterThan(0.9);
    }
  });

  it('returns nothing for no kernels', async () => {
    expect(await benchmarkKernels({}, { device })).toEqual({ results: {}, comparisons: [] });
  });
});
