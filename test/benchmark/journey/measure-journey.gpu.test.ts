/** The whole journey of a small photo through a small network: network in WebAssembly, stages in shaders. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { JourneyMeasured, JourneyResult } from '../../../src/benchmark/journey/journey-result.ts';
import { measureCold, type ColdRun } from '../../../src/benchmark/journey/measure-cold.ts';
import { measureJourney, measureReady, referenceJourney } from '../../../src/benchmark/journey/measure-journey.ts';
import type { JourneyOutput } from '../../../src/benchmark/journey/journey-output.ts';
import { openJourney } from '../../../src/benchmark/journey/open-journey.ts';
import { photoFile, tinySource } from './made-up-journey.ts';

const runs = 3;
const work = { model: tinySource(), backend: 'wasm', runs, batchBudgetMs: 3000 } as const;
/** Begins a second before the call, as if the worker had taken so long to start. */
const startMs = 1000;
const cold = (): Promise<ColdRun> =>
  measureCold({ ...work, begunMs: performance.timeOrigin + performance.now() - startMs }, file);
let file: Blob;
/** With nothing loaded before. */
let first: ColdRun;
let expected: JourneyOutput;
let result: JourneyResult;
let measured: JourneyMeasured;
beforeAll(async () => {
  file = await photoFile();
  first = await cold();
  const tasks = {
    cold,
    reference: async () => (expected = await referenceJourney(work, file)),
    ready: (output: JourneyOutput) => measureReady(work, file, output),
  };
  result = await measureJourney(tasks, 2, file.size);
  if (result.outcome.status !== 'measured') throw new Error(result.outcome.reason);
  measured = result.outcome;
});

it('says what ran', () => {
  expect(result).toMatchObject({
    ...{ backend: { network: 'wasm', stages: 'webgpu' }, isSoftware: true, model: 'tiny', input: [1, 3, 32, 32] },
    ...{ methods: ['cam', 'grad-cam'], layers: ['last'], picture: { width: 60, height: 40, bytes: file.size } },
  });
});

it('has every step in its order, with the stages as parts', () => {
  const { warm } = measured;
  expect(warm.runs).toBe(runs);
  expect(warm.steps.map(({ step }) => step)).toEqual([
    ...['decode', 'upload', 'preprocess', 'read back the input', 'network', 'maps', 'boxes and read-back', 'results'],
    'paint',
  ]);
  const partsOf = (step: string) => warm.parts.filter((row) => row.step === step).map(({ part }) => part);
  expect(partsOf('preprocess')).toEqual(['preprocess', 'the rest']);
  expect(partsOf('maps').sort()).toEqual(['channel-weights', 'find-ranges', 'the rest', 'upsample', 'weighted-sum']);
  expect(partsOf('boxes and read-back')).toEqual(expect.arrayContaining(['threshold', 'the rest']));
  expect(partsOf('paint').sort()).toEqual(['blend', 'preprocess', 'the rest']);
  expect(partsOf('network')).toEqual([]);
  const clocks = warm.parts.map(({ part, clock }) => [part === 'the rest', clock === 'rest']);
  for (const [isRest, hasRest] of clocks) expect(isRest).toBe(hasRest);
  for (const { medianMs, p5Ms, p95Ms } of [...warm.steps, ...warm.parts, warm.sum, warm.whole]) {
    expect(p5Ms).toBeLessThanOrEqual(medianMs);
    expect(medianMs).toBeLessThanOrEqual(p95Ms);
    expect(p5Ms).toBeGreaterThanOrEqual(0);
  }
});

it('its cold steps leave nothing out', () => {
  const { first: once, later } = measured.cold;
  const steps = [
    ...[
      'start the worker',
      'request the device',
      'download',
      'read the model',
      'rewrite the graph',
      'create the session',
    ],
    ...['wait for the shaders', 'first result'],
  ];
  expect(once.steps.map(({ step }) => step)).toEqual(steps);
  expect(later!.steps.map(({ step }) => step)).toEqual(steps);
  expect(later!.runs).toBe(1);
  // The clock starts on the page, before the worker.
  expect(once.steps[0]!.timeMs).toBeGreaterThanOrEqual(startMs);
  expect(once.wholeMs).toBeGreaterThan(startMs);
  expect(later!.whole.medianMs).toBeGreaterThan(startMs);
});

it('batches of every size up to 32', () => {
  expect(measured.batches.map(({ batch }) => batch)).toEqual([1, 2, 4, 8, 16, 32]);
  for (const { outcome } of measured.batches) {
    if (outcome.status !== 'measured') {
      expect(outcome).toMatchObject({ status: 'not reached' });
      continue;
    }
    expect(outcome.picturesPerSecond.median).toBeGreaterThan(0);
    expect(outcome.gpuPeakBytes).toBeGreaterThan(0);
  }
  expect(measured.batches[0]!.outcome.status).toBe('measured');
});

it('counts memory, of which nothing is left', () => {
  const { gpu, leftBytes } = measured.memory;
  expect(leftBytes).toBe(0);
  expect(first.webAssemblyBytes).toBeGreaterThan(1e6);
  const owners = gpu?.owners.map(({ owner }) => owner) ?? [];
  // The network is in WebAssembly.
  expect(owners).toEqual(['stages', 'parameters', 'read-back']);
  expect(gpu?.owners.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(gpu?.bytes);
  // A heatmap of 60 × 40 for each method.
  expect(gpu?.peakBytes).toBeGreaterThan(2 * 4 * 60 * 40);
});

describe('what is wrong', () => {
  it('a result other than that of the CPU is not timed', async () => {
    const logits = expected.logits.map((logit, i) => (i === 0 ? logit + 1 : logit));
    const { outcome } = await measureReady(work, file, { ...expected, logits });
    expect(outcome).toMatchObject({
      status: 'differs',
      reason: expect.stringContaining('The logits: 1 of 5') as string,
    });
  });

  it('of a GPU that is lost, nothing is known to be left', async () => {
    const machine = await openJourney(work);
    const { device } = machine.machine.chosen.device!;
    device.destroy();
    await device.lost;
    expect(await machine.close()).toBeNull();
  });

  it('a buffer that nobody destroys is left', async () => {
    const machine = await openJourney(work);
    machine.machine.chosen.device!.device.createBuffer({ size: 4096, usage: GPUBufferUsage.STORAGE });
    expect(await machine.close()).toBe(4096);
  });
});
