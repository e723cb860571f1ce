/** Synthetic results of benchmarks. */
import type { BenchmarkResult, StageRow } from '../../src/benchmark/result/benchmark-result.ts';
import { benchmarkFormat, benchmarkVersion } from '../../src/benchmark/result/benchmark-result.ts';
import type { Ceiling } from '../../src/benchmark/ceilings/ceiling.ts';
import { randomFrom } from '../support/random.ts';

function samplesOf(timeMs: number, random: () => number): number[] {
  return Array.from({ length: 40 }, () => timeMs * (1 + 0.05 * random() + 0.05 * random()));
}

/**
 * @param timesMs by workload of `upsample`
 * @param copy GB/s of the machine
 */
export function madeUpResult(timesMs: Readonly<Record<string, number>>, seed: number, copy = 10): BenchmarkResult {
  const random = randomFrom(seed);
  const ceiling = (name: 'copy' | 'multiply-add f32', unit: 'GB/s' | 'GFLOP/s', value: number): Ceiling => ({
    ...{ name, unit, value, variant: 'vec4', interval: [value, value], isNoisy: false, samplesMs: [1, 1] },
  });
  const stages = Object.entries(timesMs).map(([workload, timeMs]): StageRow => ({
    ...{ stage: 'upsample', workload, bytes: 4000, operations: 100 },
    outcome: {
      ...{
        status: 'measured',
        medianMs: 1.05 * timeMs,
        interval: [timeMs, 1.1 * timeMs],
        p5Ms: timeMs,
        p95Ms: 1.1 * timeMs,
      },
      ...{ samplesMs: samplesOf(timeMs, random), runsPerSample: 2, resolution: 0.001 },
      ...{ isNoisy: false, isDrifting: false, hidden: 0, gigabytesPerSecond: 1, gigaflopsPerSecond: 1 },
      ...{ bound: 'memory', share: 0.5 },
    },
  }));
  return {
    ...{
      format: benchmarkFormat,
      version: benchmarkVersion,
      quick: true,
      begunAt: '2026-01-02T03:04:05.678Z',
      tookMs: 1000,
    },
    device: {
      ...{ adapter: 'made up', isSoftware: true, features: ['timestamp-query'], limits: { maxBufferSize: 1 } },
      ...{ browser: 'none', cores: 2, clock: { kind: 'timestamp-query', quantumMs: 0.001, overheadMs: 0 } },
    },
    ceilings: [ceiling('copy', 'GB/s', copy), ceiling('multiply-add f32', 'GFLOP/s', 10 * copy)],
    stages,
    chains: [
      {
        ...{ chain: 'grad-cam', workload: 'made up' },
        outcome: {
          ...{ status: 'measured', medianMs: 3, interval: [2.9, 3.1], samplesMs: [3, 3], isNoisy: true },
          ...{ isDrifting: false, hidden: 0, partsMs: 4, ratio: 0.75, ratioInterval: [0.7, 0.8] },
          parts: [
            { stage: 'upsample', medianMs: 1, interval: [1, 1.1] },
            { stage: 'boxes', medianMs: 3, interval: [3, 3.1] },
          ],
        },
      },
    ],
  };
}
