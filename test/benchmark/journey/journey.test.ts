/** What the journey computes of its samples, by hand-made times. */
import { describe, expect, it, vi } from 'vitest';
import { exitCodeForJourney } from '../../../cli/bench-journey.ts';
import { changedOutput, differingOutput, type JourneyOutput } from '../../../src/benchmark/journey/journey-output.ts';
import { withRests } from '../../../src/benchmark/journey/journey-run.ts';
import type { JourneyMeasured, JourneyResult } from '../../../src/benchmark/journey/journey-result.ts';
import { journeyTables } from '../../../src/benchmark/journey/journey-tables.ts';
import { Laps } from '../../../src/benchmark/journey/laps.ts';
import { measureSizes } from '../../../src/benchmark/journey/measure-batches.ts';
import type { ColdRun } from '../../../src/benchmark/journey/measure-cold.ts';
import { measureJourney, type ReadyRun } from '../../../src/benchmark/journey/measure-journey.ts';
import { journeyOf } from '../../../src/benchmark/journey/measure-warm.ts';

/** What a table says beside its times. */
const aboutNothing = { backend: {}, picture: {}, methods: [], layers: [] };

describe('a stopwatch of laps', () => {
  it('gives every moment to one step, but for what is skipped', () => {
    const times = [100, 103, 110, 150, 151, 155];
    const laps = new Laps(() => times.shift()!);
    laps.end('decode');
    laps.end('network and maps');
    laps.skip();
    laps.end('decode');
    laps.end('paint');
    expect([...laps.timesMs]).toEqual([
      ['decode', 4],
      ['network and maps', 7],
      ['paint', 4],
    ]);
    expect(laps.sumMs).toBe(15);
    laps.divide('network and maps', 'network', 5, 'maps');
    expect([...laps.timesMs]).toEqual([
      ['decode', 4],
      ['network', 5],
      ['maps', 2],
      ['paint', 4],
    ]);
    expect(laps.sumMs).toBe(15);
  });
});

it('the rest of a step is what its parts leave, never less than nothing; a step without parts has none', () => {
  const steps = new Map([
    ['decode', 3],
    ['maps', 10],
    ['paint', 2],
  ]);
  const parts = [
    { step: 'paint', part: 'blend', timeMs: 2.5 },
    { step: 'maps', part: 'upsample', timeMs: 4 },
    { step: 'maps', part: 'find-ranges', timeMs: 1 },
  ];
  expect(withRests(steps, parts)).toEqual([
    parts[1],
    parts[2],
    { step: 'maps', part: 'the rest', timeMs: 5 },
    parts[0],
    { step: 'paint', part: 'the rest', timeMs: 0 },
  ]);
});

it('sums run by run, and says what the whole has beyond the sum', () => {
  const run = (decode: number, network: number) => ({
    steps: new Map([
      ['decode', decode],
      ['network', network],
    ]),
    sumMs: decode + network,
  });
  // The medians of the steps, 2 and 10, sum to 12; the median of the sums is 13.
  const journey = journeyOf([run(1, 12), run(2, 9), run(8, 10)], [16, 15, 20]);
  expect(journey.runs).toBe(3);
  expect(journey.steps.map(({ step, medianMs }) => [step, medianMs])).toEqual([
    ['decode', 2],
    ['network', 10],
  ]);
  expect([journey.sum.medianMs, journey.whole.medianMs, journey.unaccountedMs]).toEqual([13, 16, 3]);
  const [decode] = journey.steps;
  // Between the values sorted: 1 + 0.1 · (2 − 1) and 2 + 0.9 · (8 − 2).
  expect(decode!.p5Ms).toBeCloseTo(1.1);
  expect(decode!.p95Ms).toBeCloseTo(7.4);
});

describe('cold journeys', () => {
  const coldRun = (workerMs: number, deviceMs: number, wholeMs: number): ColdRun => ({
    times: {
      steps: new Map([
        ['start the worker', workerMs],
        ['request the device', deviceMs],
      ]),
      sumMs: workerMs + deviceMs,
    },
    ...{ wholeMs, gpu: null, webAssemblyBytes: wholeMs },
  });
  /** What was done, in its order; the cold runs take ever less. */
  const measured = async (colds: number, outcome: ReadyRun['outcome']) => {
    vi.stubGlobal('navigator', { userAgent: 'none' });
    const calls: string[] = [];
    const runs = [coldRun(9, 90, 100), coldRun(3, 30, 35), coldRun(1, 10, 12)];
    const done = <Result>(name: string, result: Result): Promise<Result> => {
      calls.push(name);
      return Promise.resolve(result);
    };
    const tasks = {
      cold: () => done('cold', runs.shift()!),
      reference: () => done('reference', {} as JourneyOutput),
      ready: () => done('ready', { facts: {}, picture: { width: 1, height: 1 }, outcome, leftBytes: null } as ReadyRun),
    };
    const result = await measureJourney(tasks, colds, 1).finally(() => vi.unstubAllGlobals());
    return { calls, result };
  };
  const ready = { status: 'measured', warm: {}, batches: [] } as unknown as ReadyRun['outcome'];

  it('the first comes before all else, and apart from the others', async () => {
    const { calls, result } = await measured(3, ready);
    expect(calls).toEqual(['cold', 'reference', 'ready', 'cold', 'cold']);
    const { cold, memory } = result.outcome as JourneyMeasured;
    expect(cold.first).toEqual({
      steps: [
        { step: 'start the worker', timeMs: 9 },
        { step: 'request the device', timeMs: 90 },
      ],
      ...{ sumMs: 99, wholeMs: 100, unaccountedMs: 1 },
    });
    expect(cold.later!.runs).toBe(2);
    expect(cold.later!.steps.map(({ medianMs }) => medianMs)).toEqual([2, 20]);
    expect(cold.later!.whole.medianMs).toBe(23.5);
    expect(memory.webAssemblyBytes).toBe(100);
    const warm = { ...cold.later!, parts: [] };
    const tables = journeyTables({ ...aboutNothing, outcome: { ...result.outcome, warm } } as unknown as JourneyResult);
    expect(tables[1]!.title).toContain('the first before all else, then 2 in other new workers');
    expect(tables[1]!.rows).toEqual([
      ['start the worker', 9, 2, 1.1, 2.9],
      ['request the device', 90, 20, 11, 29],
      ['sum of the steps', 99, 22, 12.1, 31.9],
      ['whole', 100, 23.5, 13.15, 33.85],
      ['unaccounted for', 1, 1.5, '', ''],
    ]);
  });

  it('of which there is only one has none later', async () => {
    const { calls, result } = await measured(1, ready);
    expect(calls).toEqual(['cold', 'reference', 'ready']);
    expect((result.outcome as JourneyMeasured).cold.later).toBeNull();
  });

  it('end with the first if the result differs', async () => {
    const { calls, result } = await measured(3, { status: 'differs', reason: 'It does.' });
    expect(calls).toEqual(['cold', 'reference', 'ready']);
    expect(result.outcome).toEqual({ status: 'differs', reason: 'It does.' });
  });
});

describe('batches', () => {
  /** 100 ms a picture, at a clock that only these batches move. */
  const measured = async (budgetMs: number, failsAt = Infinity) => {
    let nowMs = 0;
    const tried: number[] = [];
    const rows = await measureSizes(
      { sizes: [1, 2, 4, 8], budgetMs },
      async (size) => {
        tried.push(size);
        if (size >= failsAt) throw new Error('no memory');
        nowMs += 4 * 100 * size;
        return { samplesMs: [100 * size, 100 * size, 50 * size], isNoisy: size > 4, peak: 1000 * size };
      },
      () => nowMs,
    );
    return { tried, rows };
  };

  it('pictures a second, and the memory', async () => {
    const { rows } = await measured(10_000);
    expect(rows[3]).toEqual({
      batch: 8,
      outcome: {
        ...{ status: 'measured', runs: 3, isNoisy: true, gpuPeakBytes: 8000 },
        picturesPerSecond: { median: 10, p5: 10, p95: expect.closeTo(19) as number },
      },
    });
  });

  it('end the command with 1 if one fails, but not if there was no time', async () => {
    const codeFor = ({ rows: batches }: Awaited<ReturnType<typeof measured>>): number =>
      exitCodeForJourney({ outcome: { status: 'measured', batches } as unknown as JourneyMeasured });
    expect(codeFor(await measured(10_000))).toBe(0);
    expect(codeFor(await measured(3_000))).toBe(0);
    expect(codeFor(await measured(10_000, 2))).toBe(1);
    expect(exitCodeForJourney({ outcome: { status: 'differs', reason: 'It does.' } })).toBe(1);
  });

  it('have their number of runs and their noise in the table', async () => {
    const { rows: batches } = await measured(10_000);
    const spread = { medianMs: 1, interval: [1, 1], p5Ms: 1, p95Ms: 1 } as const;
    const journey = { runs: 1, steps: [], parts: [], sum: spread, whole: spread, unaccountedMs: 0 };
    const first = { steps: [], sumMs: 1, wholeMs: 1, unaccountedMs: 0 };
    const outcome = { status: 'measured', batches, warm: journey, cold: { first, later: null }, memory: {} };
    const result = { ...aboutNothing, wasHidden: true, outcome } as unknown as JourneyResult;
    const tables = journeyTables({ ...result, outcome: { ...outcome, memory: { gpu: null } } as never });
    expect(tables[0]!.title).toContain('(the page was hidden for some time)');
    expect(tables[2]!.rows.slice(2)).toEqual([
      [4, 10, 10, 19, 3, 0.004, ''],
      [8, 10, 10, 19, 3, 0.008, 'noisy'],
    ]);
  });

  it('for which the budget does not suffice are not tried', async () => {
    const { tried, rows } = await measured(3_000);
    expect(tried).toEqual([1, 2, 4]);
    expect(rows.at(-1)).toEqual({
      batch: 8,
      outcome: {
        status: 'not reached',
        reason: 'Batches of 8 would take about 4 s more; the budget is 3 s for all batches.',
      },
    });
  });

  it('beyond one that failed are not tried', async () => {
    const { tried, rows } = await measured(10_000, 2);
    expect(tried).toEqual([1, 2]);
    expect(rows.map(({ outcome }) => outcome.status)).toEqual(['measured', 'failed', 'not reached', 'not reached']);
    expect(rows[1]!.outcome).toMatchObject({ reason: 'no memory' });
  });
});

describe('a result that differs', () => {
  const output = (change: Partial<JourneyOutput> = {}): JourneyOutput => ({
    logits: Float32Array.of(1, -2),
    heatmaps: [{ method: 'grad-cam', values: Float32Array.of(0, 1) }],
    boxes: [[0, 0, 1, 1]],
    painting: Uint8ClampedArray.of(0, 100, 200, 255),
    ...change,
  });

  it('of the same numbers does not', () => {
    expect(differingOutput(output(), output())).toBeUndefined();
    expect(changedOutput(output(), output())).toBeUndefined();
  });

  const cases: readonly (readonly [string, Partial<JourneyOutput>])[] = [
    ['The logits: 1 of 2 values differ; value 1 is -1.5', { logits: Float32Array.of(1, -1.5) }],
    [
      'The heatmap of grad-cam: 1 of 2 values differ; value 0 is 0.5',
      { heatmaps: [{ method: 'grad-cam', values: Float32Array.of(0.5, 1) }] },
    ],
    ['The heatmap of grad-cam: 2 of 2 values differ', { heatmaps: [] }],
    ['The painting: 1 of 4 values differ; value 2 is 180', { painting: Uint8ClampedArray.of(0, 100, 180, 255) }],
  ];
  it.each(cases)('%s', (words, change) => expect(differingOutput(output(change), output())).toContain(words));

  it('only in its boxes is one only while steps are timed', () => {
    const moved = output({ boxes: [[0, 0, 2, 1]] });
    expect(differingOutput(moved, output())).toBeUndefined();
    expect(changedOutput(moved, output())).toContain('The boxes: [[0,0,2,1]] instead of [[0,0,1,1]]');
  });
});
