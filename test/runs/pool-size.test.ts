import { describe, expect, it } from 'vitest';
import { poolSize } from '../../src/runs/pool-size.ts';

describe('poolSize', () => {
  it.each([
    // processors, isolated, wanted → workers, threads of each
    [1, true, undefined, 1, 1],
    [2, true, undefined, 2, 1],
    [8, true, undefined, 8, 1],
    [16, true, undefined, 8, 2],
    [20, true, undefined, 8, 2],
    [128, true, undefined, 8, 8],
    [16, true, 1, 1, 8],
    [6, true, 1, 1, 6],
    [7, true, 2, 2, 3],
    [2, true, 5, 5, 1],
    [16, false, undefined, 8, 1],
    [16, false, 1, 1, 1],
    // What a browser says that does not tell.
    [0, true, undefined, 1, 1],
  ])('of %i processors (isolated: %s), %s wanted: %i workers of %i threads', (...given) => {
    const [hardwareConcurrency, crossOriginIsolated, wanted, workers, threads] = given;
    expect(poolSize(wanted, { hardwareConcurrency, crossOriginIsolated })).toEqual({ workers, threads });
  });
});
