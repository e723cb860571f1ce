/** Workers that die and hang in every possible way. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CamLensError } from '../../../src/errors.ts';
import { usualPatience, type Patience } from '../../../src/silence.ts';
import { WorkerHandle } from '../../../src/pipeline/worker/worker-handle.ts';
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
  const worker = new WorkerHandle<MortalWorker, string>(script, {
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

describe('a worker that is held', () => {
  it('answers, and reports progress', async () => {
    const { worker, told } = await start();
    expect(await worker.calls.echo('a')).toBe('a');
    expect(told).toEqual(['told a']);
  });

  it('passes errors on with code and message', async () => {
    const { worker, deaths } = await start();
    await expect(worker.calls.refuse()).rejects.toMatchObject({
      ...{ name: 'CamLensError', code: 'unknown-layer', message: 'There is no such layer.' },
    });
    expect(await worker.calls.echo('b')).toBe('b');
    expect(deaths).toEqual([]);
  });

  it('takes calls side by side, and many of it live side by side', async () => {
    const [{ worker: one }, { worker: other }] = await Promise.all([start(), start()]);
    const order: string[] = [];
    const calls = [one.calls.later(400), one.calls.later(1), other.calls.later(200)].map(async (call) => {
      order.push(String(await call));
    });
    await Promise.all(calls);
    expect(order).toEqual(['1', '200', '400']);
    one.end(done);
    expect(await other.calls.echo('c')).toBe('c');
  });

  it('rejects what waits where it is ended, and what is asked later; to end it again changes nothing', async () => {
    const { worker, deaths } = await start();
    const waiting = worker.calls.wait();
    worker.end(done);
    worker.end(new CamLensError('stopped', 'later'));
    await expect(waiting).rejects.toBe(done);
    await expect(worker.calls.echo('a')).rejects.toBe(done);
    expect([worker.ended, deaths]).toEqual([done, []]);
  });

  it.each([
    ['leave', 'The worker ended without an error; start another.'],
    ['fail', 'The worker failed (Uncaught Error: out of luck); start another.'],
  ] as const)('is noticed at once where it ends by "%s"', async (call, message) => {
    const { worker, deaths } = await start();
    const calls = [worker.calls.wait(), worker.calls[call]()];
    for (const one of calls) await expect(one).rejects.toMatchObject({ code: 'worker-failed', message });
    await expect(worker.calls.echo('a')).rejects.toMatchObject({ code: 'worker-failed', message });
    expect(deaths).toEqual([worker.ended]);
  });

  it.each(['spin', 'wait'] as const)('is noticed in time where it hangs by "%s"', async (call) => {
    const { worker, deaths } = await start(short);
    await expect(worker.calls[call]()).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringMatching(/^The worker no longer answers: it made no progress in \d+ seconds; /) as string,
    });
    expect(deaths).toHaveLength(1);
  });

  it('may work for longer than its patience, as long as pieces of work get done', async () => {
    const { worker } = await start(short);
    expect(await worker.calls.work(6)).toBe(6);
  });

  it('leaves no listener, timer or lock request behind', async () => {
    const listeners = countListeners();
    const { worker } = await start();
    const waiting = worker.calls.wait();
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
