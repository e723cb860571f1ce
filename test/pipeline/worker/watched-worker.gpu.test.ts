/** Workers that die and hang in every way there is. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CamLensError } from '../../../src/errors.ts';
import { usualPatience, type Patience } from '../../../src/pipeline/worker/silence.ts';
import { WatchedWorker } from '../../../src/pipeline/worker/watched-worker.ts';
import { countListeners } from '../../support/listeners.ts';
import { eventually } from '../../support/eventually.ts';
import type { MortalWorker } from '../support/mortal.worker.ts';

vi.setConfig({ testTimeout: 400_000 });

const done = new CamLensError('ended', 'done');
const short: Patience = { mostMs: 4_000, leastMs: 4_000, times: 1, lookMs: 100 };

async function start(patience: Patience = usualPatience) {
  const told: string[] = [];
  const deaths: CamLensError[] = [];
  let signs = 0;
  const script = new Worker(new URL('../support/mortal.worker.ts', import.meta.url), { type: 'module' });
  const worker = new WatchedWorker<MortalWorker, string>(script, {
    ...{ called: 'The worker', remedy: 'start another', patience },
    onTold: (word) => told.push(word),
    onDeath: (error) => deaths.push(error),
    onSign: () => signs++,
  });
  onTestFinished(() => worker.end(done));
  // The loading of its modules is not what is timed here.
  await eventually(() => expect(signs).toBeGreaterThan(0));
  return { worker, told, deaths };
}

describe('a worker that is watched', () => {
  it('answers, and tells', async () => {
    const { worker, told } = await start();
    expect(await worker.settle(worker.calls.echo('a'))).toBe('a');
    expect(told).toEqual(['told a']);
  });

  it.each([
    ['leave', 'The worker ended without a word; start another.'],
    ['fail', 'The worker failed (Uncaught Error: out of luck); start another.'],
  ] as const)('is noticed at once where it ends by "%s"', async (call, message) => {
    const { worker, deaths } = await start();
    const calls = [worker.settle(worker.calls.wait()), worker.settle(worker.calls[call]())];
    for (const one of calls) await expect(one).rejects.toMatchObject({ code: 'worker-failed', message });
    await expect(worker.settle(worker.calls.echo('a'))).rejects.toMatchObject({ code: 'worker-failed', message });
    expect(deaths).toEqual([worker.ended]);
  });

  it.each(['spin', 'wait'] as const)('is noticed in time where it hangs by "%s"', async (call) => {
    const { worker, deaths } = await start(short);
    await expect(worker.settle(worker.calls[call]())).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringMatching(/^The worker no longer answers: in \d+ seconds it got nothing done; /) as string,
    });
    expect(deaths).toHaveLength(1);
  });

  it('may work for longer than its patience, as long as pieces of work get done', async () => {
    const { worker } = await start(short);
    expect(await worker.settle(worker.calls.work(6))).toBe(6);
  });

  it('leaves no listener, timer or lock request behind', async () => {
    const listeners = countListeners();
    const { worker } = await start();
    const waiting = worker.settle(worker.calls.wait());
    expect(listeners.there).toEqual(['Worker error', 'Worker message', 'Worker message', 'Worker messageerror']);
    worker.end(done);
    await expect(waiting).rejects.toBe(done);
    expect(listeners.there).toEqual([]);
    await eventually(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      expect([...held, ...pending].filter(({ name }) => name?.startsWith('cam-lens worker'))).toEqual([]);
    });
  });
});
