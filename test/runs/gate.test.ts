import { describe, expect, it } from 'vitest';
import { Gate } from '../../src/runs/gate.ts';

/** Whether a promise is settled once everything that is ready has run. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  await new Promise((resolve) => setTimeout(resolve));
  return settled;
}

describe('Gate', () => {
  it('lets everything pass while it is open, and nothing while it is closed', async () => {
    const gate = new Gate();
    const { signal } = new AbortController();
    expect(await isSettled(gate.pass(signal))).toBe(true);
    gate.close();
    const waiting = [gate.pass(signal), gate.pass(signal)];
    expect(await isSettled(Promise.race(waiting))).toBe(false);
    gate.open();
    await Promise.all(waiting);
  });

  it('rejects waiting and later calls when the run ends', async () => {
    const gate = new Gate();
    const stop = new AbortController();
    gate.close();
    const waiting = gate.pass(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'stopped' });
    gate.open();
    await expect(gate.pass(stop.signal)).rejects.toMatchObject({ code: 'stopped' });
  });
});
