/** A device that is lost in the midst of a run: the runtime, which goes on for a while, is left alone until it has ended. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Network } from '../../../src/pipeline/network/network.ts';

interface Deferred {
  readonly promise: Promise<Record<string, never>>;
  readonly reject: (error: Error) => void;
}

let events: string[];
let runs: Deferred[];
/** The device made last. */
let loseDevice: () => void;
/** On a device of its own. */
let create: () => Promise<Network>;

function deferred(): Deferred {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Record<string, never>>((_, no) => {
    reject = no;
  });
  return { promise, reject };
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  events = [];
  runs = [];
  const session = {
    run: () => {
      events.push('run');
      const run = deferred();
      runs.push(run);
      return run.promise;
    },
    release: () => {
      events.push('release');
      return Promise.resolve();
    },
  };
  const InferenceSession = {
    create: () => {
      events.push('create');
      return Promise.resolve(session);
    },
  };
  vi.doMock('../../../src/pipeline/network/runtime.ts', () => ({
    mostThreads: 1,
    loadRuntime: () => Promise.resolve({ InferenceSession, Tensor: Object }),
    runtimeDamage: () => Promise.resolve(undefined),
    unlessUnstarted: (_provider: string, _runtime: unknown, work: Promise<unknown>) => work,
  }));
  const { createNetwork } = await import('../../../src/pipeline/network/network.ts');
  create = () => {
    const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
      loseDevice = () => resolve({ reason: 'destroyed', message: '' } as GPUDeviceLostInfo);
    });
    const device = { lost, pushErrorScope: () => undefined, popErrorScope: () => Promise.resolve(null) };
    return createNetwork({ bytes: new Uint8Array(), device: device as unknown as GPUDevice, outputs: ['logits'] });
  };
});

afterEach(() => {
  vi.useRealTimers();
  vi.doUnmock('../../../src/pipeline/network/runtime.ts');
});

test('its session is released, and another one is made, once its run has ended', async () => {
  const network = await create();
  const run = network.run({});
  const refusal = expect(run).rejects.toMatchObject({ code: 'device-lost' });
  await vi.advanceTimersByTimeAsync(0);
  loseDevice();
  const released = network.destroy();
  const next = create();
  await vi.advanceTimersByTimeAsync(1000);
  expect(events).toEqual(['create', 'run']);
  runs[0]?.reject(new Error('mapAsync was aborted'));
  await Promise.all([refusal, released, next]);
  expect(events).toEqual(['create', 'run', 'release', 'create']);
});

test('the session of a run that never ends is not released, and keeps nothing waiting', async () => {
  const network = await create();
  const refusal = expect(network.run({})).rejects.toMatchObject({ code: 'device-lost' });
  await vi.advanceTimersByTimeAsync(0);
  loseDevice();
  const released = network.destroy();
  const next = create();
  await vi.advanceTimersByTimeAsync(10_000);
  await Promise.all([refusal, released, next]);
  expect(events).toEqual(['create', 'run', 'create']);
});
