import { afterAll, beforeAll, expect, it } from 'vitest';
import { bestCeiling, ceilingUnits, type Ceiling, type CeilingName } from '../../../src/benchmark/ceilings/ceiling.ts';
import { measureCeilings } from '../../../src/benchmark/ceilings/measure-ceilings.ts';
import { createClock } from '../../../src/benchmark/measure/create-clock.ts';
import { stopRule } from '../../../src/benchmark/statistics/sample-by-turns.ts';
import { DeviceErrors } from '../../../src/pipeline/device/device-errors.ts';
import { deviceForTests } from '../../support/gpu.ts';

let ceilings: Ceiling[];
let hasF16: boolean;
let device: GPUDevice;
beforeAll(async () => {
  ({ device } = await deviceForTests());
  hasF16 = device.features.has('shader-f16');
  const given = { device, errors: new DeviceErrors(device) };
  const clock = await createClock(given);
  const rule = { ...stopRule, warmUps: 1, leastSamples: 5, budgetMs: 1 };
  // Every kernel is also compared with its reference.
  ceilings = await measureCeilings(given, clock, { scale: { arrayBytes: 2 ** 22, rounds: 64 }, rule });
  clock.destroy();
});
afterAll(() => device.destroy());

it('every limit is measured, some with several variants', () => {
  const variants = (name: CeilingName): number => ceilings.filter((ceiling) => ceiling.name === name).length;
  const counts = Object.keys(ceilingUnits).map((name) => [name, variants(name as CeilingName)]);
  expect(Object.fromEntries(counts)).toEqual({
    ...{ copy: 7, read: 3, write: 4, 'multiply-add f32': 1, 'multiply-add f16': hasF16 ? 1 : 0 },
    ...{ atomics: 2, dispatch: 1, submit: 1, 'read-back': 1 },
  });
});

it('rates follow from the times', () => {
  for (const { name, value, interval, samplesMs, unit } of ceilings) {
    expect(unit).toBe(ceilingUnits[name]);
    expect(value).toBeGreaterThan(0);
    expect(interval[0]).toBeLessThanOrEqual(value);
    expect(interval[1]).toBeGreaterThanOrEqual(value);
    expect(samplesMs).toHaveLength(5);
  }
  const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[2]!;
  const copy = ceilings.find(({ name }) => name === 'copy')!;
  expect((copy.value * middle(copy.samplesMs) * 1e6) / 2 ** 23).toBeCloseTo(1, 6);
  const flops = ceilings.find(({ name }) => name === 'multiply-add f32')!;
  expect((flops.value * middle(flops.samplesMs) * 1e6) / (2 * 16 * 64 * 16_384)).toBeCloseTo(1, 6);
});

it('the best is the highest rate, or the shortest time', () => {
  const of = (name: CeilingName, value: number): Ceiling => ({ ...ceilings[0]!, name, value });
  expect(bestCeiling([of('copy', 1), of('copy', 3), of('copy', 2)], 'copy')?.value).toBe(3);
  expect(bestCeiling([of('submit', 2), of('submit', 1)], 'submit')?.value).toBe(1);
  expect(bestCeiling([], 'copy')).toBeUndefined();
});
