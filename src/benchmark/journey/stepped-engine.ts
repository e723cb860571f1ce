/**
 * An engine whose chains tell a stopwatch where steps end. On a GPU, each step then lasts until the device has finished.
 * The engine itself knows nothing of it, and pays nothing when it is not used.
 */
import type { Chain, Engine } from '../../pipeline/chain/chain.ts';
import type { Laps } from './laps.ts';

export const journeySteps = {
  decode: 'decode',
  upload: 'upload',
  preprocess: 'preprocess',
  readInput: 'read back the input',
  networkAndMaps: 'network and maps',
  network: 'network',
  maps: 'maps',
  boxes: 'boxes and read-back',
  results: 'results',
  paint: 'paint',
} as const;

export interface SteppedEngine {
  readonly engine: Engine;
  /** Milliseconds by stage of what was painted, once it is settled. */
  readonly painted: ReadonlyMap<string, number>;
}

/** @param finished waits until the device has finished all that was submitted; undefined for the CPU engine */
export function steppedEngine(engine: Engine, laps: Laps, finished: (() => Promise<void>) | undefined): SteppedEngine {
  const painted = new Map<string, number>();
  const begin: Engine['begin'] = () => {
    const chain = engine.begin({ timed: true });
    const steps = stepsOf(chain, laps, finished, painted);
    return new Proxy(chain, {
      get(target, name) {
        const method: unknown = Reflect.get(steps, name) ?? Reflect.get(target, name, target);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]): unknown => Reflect.apply(method, target, given);
      },
    });
  };
  return {
    painted,
    engine: {
      begin,
      kind: engine.kind,
      get isDead() {
        return engine.isDead;
      },
      get alive() {
        return engine.alive;
      },
      destroy: () => engine.destroy(),
    },
  };
}

type Stepped = Pick<Chain, 'preprocess' | 'read' | 'locate' | 'timings' | 'settled'>;

function stepsOf(
  chain: Chain,
  laps: Laps,
  finished: (() => Promise<void>) | undefined,
  painted: Map<string, number>,
): Stepped {
  const finish = async (): Promise<void> => {
    if (finished === undefined) return;
    chain.submit();
    await finished();
  };
  return {
    preprocess: async (...given) => {
      const value = await chain.preprocess(...given);
      if (finished !== undefined) laps.end(journeySteps.upload);
      await finish();
      laps.end(journeySteps.preprocess);
      return value;
    },
    read: async (values) => {
      const read = await chain.read(values);
      if (finished !== undefined) laps.end(journeySteps.readInput);
      return read;
    },
    locate: async (...given) => {
      await finish();
      laps.end(journeySteps.networkAndMaps);
      const located = await chain.locate(...given);
      laps.end(journeySteps.boxes);
      return located;
    },
    timings: async () => {
      laps.end(journeySteps.results);
      const timings = await chain.timings();
      laps.skip();
      return timings;
    },
    settled: async () => {
      await chain.settled();
      await finished?.();
      laps.end(journeySteps.paint);
      for (const [stage, timeMs] of Object.entries((await chain.timings()) ?? {})) painted.set(stage, timeMs);
      laps.skip();
    },
  };
}
