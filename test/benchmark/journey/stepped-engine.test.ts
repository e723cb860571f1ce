/** To which step the time of each call of a chain goes, by a chain and a GPU that move the clock by known times. */
import { expect, it } from 'vitest';
import { Laps } from '../../../src/benchmark/journey/laps.ts';
import { steppedEngine } from '../../../src/benchmark/journey/stepped-engine.ts';
import type { Chain, Engine } from '../../../src/pipeline/chain/chain.ts';

/** Milliseconds of the chain's calls; each is a different power of two, so that a sum tells of what it is made. */
const callMs = { preprocess: 1, upload: 2, read: 4, locate: 8, timings: 16, settled: 32 } as const;

/** An engine whose submitted work lasts `gpuMs` more, until `finished`; undefined for the CPU engine. */
function madeUp(gpuMs?: number) {
  let nowMs = 0;
  const begun: object[] = [];
  const take = <Result>(name: keyof typeof callMs, result: Result) => {
    return (): Promise<Result> => {
      nowMs += callMs[name];
      return Promise.resolve(result);
    };
  };
  let submitted = 0;
  const chain = {
    ...{ preprocess: take('preprocess', 'pre'), upload: take('upload', 'up'), read: take('read', ['read']) },
    ...{
      locate: take('locate', 'located'),
      timings: take('timings', { blend: 3 }),
      settled: take('settled', undefined),
    },
    submit: () => {
      submitted++;
    },
  };
  const engine = { begin: (options: object) => (begun.push(options), chain), kind: 'gpu' } as unknown as Engine;
  const laps = new Laps(() => nowMs);
  const finished = async (): Promise<void> => {
    nowMs += gpuMs!;
  };
  const stepped = steppedEngine(engine, laps, gpuMs === undefined ? undefined : finished);
  return {
    ...{ laps, stepped, begun, chain: stepped.engine.begin() as Chain & typeof chain },
    submitted: () => submitted,
    pass: (timeMs: number) => (nowMs += timeMs),
  };
}

async function explain({ chain, laps, pass }: ReturnType<typeof madeUp>): Promise<void> {
  pass(100);
  laps.end('decode');
  expect(await chain.preprocess()).toBe('pre');
  expect(await chain.read()).toEqual(['read']);
  // The network and the stages of the maps.
  pass(1000);
  expect(await chain.locate()).toBe('located');
  pass(200);
  expect(await chain.timings()).toEqual({ blend: 3 });
  // Reading the timings belongs to no step.
  await chain.settled();
  laps.end('after');
}

it('on a GPU, what a step has submitted belongs to it until it is finished', async () => {
  const machine = madeUp(10_000);
  await explain(machine);
  expect([...machine.laps.timesMs]).toEqual([
    ['decode', 100],
    ['upload', 1],
    ['preprocess', 10_000],
    ['read back the input', 4],
    ['network and maps', 1000 + 10_000],
    ['boxes and read-back', 8],
    ['results', 200],
    ['paint', 32 + 10_000],
    ['after', 0],
  ]);
  expect(machine.submitted()).toBe(2);
});

it('on the CPU engine nothing is uploaded, submitted or waited for', async () => {
  const machine = madeUp();
  await explain(machine);
  expect([...machine.laps.timesMs]).toEqual([
    ['decode', 100],
    ['preprocess', 1],
    ['network and maps', 4 + 1000],
    ['boxes and read-back', 8],
    ['results', 200],
    ['paint', 32],
    ['after', 0],
  ]);
  expect(machine.submitted()).toBe(0);
});

it('asks for timings, keeps those of what was painted, and leaves other calls alone', async () => {
  const machine = madeUp(10);
  await explain(machine);
  expect([...machine.stepped.painted]).toEqual([['blend', 3]]);
  expect(machine.begun).toEqual([{ timed: true }]);
  const before = new Map(machine.laps.timesMs);
  expect(await machine.chain.upload()).toBe('up');
  expect(machine.laps.timesMs).toEqual(before);
});
