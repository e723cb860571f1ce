/** Kinds that break every rule, for the test of the fuzzing itself. */
import type { Kind } from './kind.ts';
import { CamLensError } from '../../src/errors.ts';

const sound = [Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)];

/** Sound inputs are taken; one that was changed is what `fault` makes of it. */
function faulty(fault: (input: Uint8Array) => string): Kind {
  return {
    extension: '.bin',
    sound: () => sound,
    mutations: [],
    run: (input) => Promise.resolve().then(() => fault(input)),
  };
}

const kept: Float64Array[] = [];

export const faultyKinds = {
  good: faulty(({ length }) => {
    if (length > 8) throw new CamLensError('model-damaged', 'It is too long.');
    return 'short enough';
  }),
  throws: faulty(({ length }) => {
    if (length > 8) throw new TypeError('It is too long for words.');
    return 'short enough';
  }),
  hangs: faulty(({ length }) => {
    while (length > 8);
    return 'short enough';
  }),
  devours: faulty(({ length }) => {
    while (length > 8 && kept.length < 200) kept.push(new Float64Array(2 ** 20).fill(1));
    kept.length = 0;
    return 'short enough';
  }),
  fillsHeap: faulty(({ length }) => {
    const heap: unknown[] = [];
    while (length > 8) heap.push(new Array(2 ** 20).fill(0.5));
    return 'short enough';
  }),
} as const satisfies Readonly<Record<string, Kind>>;
