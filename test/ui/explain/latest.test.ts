import { describe, expect, it, vi } from 'vitest';
import { Latest } from '../../../src/ui/explain/latest.ts';

/** A task whose end the test decides. */
function gate() {
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const run = (request: number) => {
    started.push(request);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const finishOne = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { started, run, finishOne };
}

describe('Latest', () => {
  it('runs the first and the last of ten fast requests', async () => {
    const { started, run, finishOne } = gate();
    const latest = new Latest(run);
    for (let request = 0; request < 10; request++) latest.request(request);
    expect(started).toEqual([0]);
    expect(latest.waiting).toBe(true);
    await finishOne();
    expect(started).toEqual([0, 9]);
    expect(latest.waiting).toBe(false);
    await finishOne();
    expect(started).toEqual([0, 9]);
  });

  it('runs again when a request comes after the last one is done', async () => {
    const { started, run, finishOne } = gate();
    const latest = new Latest(run);
    latest.request(1);
    await finishOne();
    latest.request(2);
    expect(started).toEqual([1, 2]);
  });

  it('begins at once after it was abandoned, and what it ran before ends without effect', async () => {
    const { started, run, finishOne } = gate();
    const latest = new Latest(run);
    latest.request(1);
    latest.request(2);
    latest.abandon();
    expect(latest.waiting).toBe(false);
    latest.request(3);
    latest.request(4);
    await finishOne();
    expect(started).toEqual([1, 3]);
    await finishOne();
    expect(started).toEqual([1, 3, 4]);
  });

  it('reports a task that throws and goes on with the next', async () => {
    const report = vi.fn();
    vi.stubGlobal('reportError', report);
    const fault = new Error('no');
    const done: number[] = [];
    const latest = new Latest(async (request: number) => {
      if (request === 1) throw fault;
      done.push(request);
    });
    latest.request(1);
    latest.request(2);
    await new Promise((resolve) => setTimeout(resolve));
    expect(done).toEqual([2]);
    expect(report.mock.calls).toEqual([[fault]]);
    vi.unstubAllGlobals();
  });
});
