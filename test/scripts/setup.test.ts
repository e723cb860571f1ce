/** The run of the steps: nothing twice, one set-up at a time, warnings where a step can be done without. */
import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setUp } from '../../scripts/setup.mjs';
import { SetupError } from '../../scripts/setup/setup-error.mjs';
import type { Step } from '../../scripts/setup/steps.mjs';
import { eventually } from '../support/eventually.ts';
import { fakeClone } from './fake-clone.ts';

/** A step that is done by writing down its name. */
function namedStep(name: string, done: string[], provide: () => void | Promise<void> = () => undefined): Step {
  return {
    name,
    missing: () => (done.includes(name) ? undefined : `${name} is missing`),
    async provide() {
      await provide();
      done.push(name);
    },
  };
}

describe('setUp', () => {
  it('does what is missing, in order, and touches nothing when nothing is', async () => {
    const clone = fakeClone();
    const done = ['b'];
    const steps = ['a', 'b', 'c'].map((name) => namedStep(name, done));
    await setUp(clone, steps);
    expect(done).toEqual(['b', 'a', 'c']);
    const untouched = fakeClone();
    await setUp(untouched, steps);
    expect(done).toHaveLength(3);
    expect(existsSync(join(untouched.root, 'build'))).toBe(false);
  });

  it('lets a second one wait for the first, and find everything done', async () => {
    const clone = fakeClone();
    const done: string[] = [];
    const waiting = `Another set-up is running here (process ${process.pid}); waiting for it …`;
    const step = namedStep('a', done, () => eventually(() => expect(clone.logged).toEqual([waiting])));
    await Promise.all([setUp(clone, [step]), setUp(clone, [step])]);
    expect(done).toEqual(['a']);
    expect(clone.logged).toEqual([waiting]);
    expect(existsSync(join(clone.root, 'build/.setup.lock'))).toBe(false);
  });

  it.each([
    ['whose process has ended', JSON.stringify({ process: 2 ** 22 + 1, host: hostname() }), Date.now()],
    ['that nobody has renewed', JSON.stringify({ process: process.pid, host: hostname() }), Date.now() - 60_000],
    ['that was never written to the end', '', Date.now() - 60_000],
  ])('takes over a lock %s', async (_, owner, timeMs) => {
    const clone = fakeClone();
    const lock = clone.write('build/.setup.lock', owner);
    utimesSync(lock, timeMs / 1000, timeMs / 1000);
    const done: string[] = [];
    await setUp(clone, [namedStep('a', done, () => expect(readFileSync(lock, 'utf8')).toMatch(String(process.pid)))]);
    expect(done).toEqual(['a']);
    expect(existsSync(lock)).toBe(false);
  });

  it('gives the lock back when a step fails', async () => {
    const clone = fakeClone();
    const failing = namedStep('a', [], () => Promise.reject(new SetupError('no network')));
    await expect(setUp(clone, [failing])).rejects.toThrow('no network');
    expect(existsSync(join(clone.root, 'build/.setup.lock'))).toBe(false);
  });

  it('leaves out a step that its purpose does without', async () => {
    const done: string[] = [];
    const steps: Step[] = [{ ...namedStep('browser', done), notFor: 'quick-test' }, namedStep('packages', done)];
    await setUp(fakeClone('quick-test'), steps);
    expect(done).toEqual(['packages']);
    await setUp(fakeClone('test'), steps);
    expect(done).toEqual(['packages', 'browser']);
  });

  it('warns of a step that can be done without, for that purpose only', async () => {
    const done: string[] = [];
    const steps: Step[] = [
      { ...namedStep('browser', [], () => Promise.reject(new SetupError('no browser'))), dispensableFor: 'start' },
      namedStep('model', done),
    ];
    const start = fakeClone('start');
    await setUp(start, steps);
    expect({ done, logged: start.logged }).toEqual({ done: ['model'], logged: ['Warning: no browser'] });
    await expect(setUp(fakeClone('test'), steps)).rejects.toThrow('no browser');
  });
});
