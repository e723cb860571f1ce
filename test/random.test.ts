import { describe, expect, it } from 'vitest';
import { sfc32 } from '../src/random.ts';

/** The generator as its author writes it, on whole numbers without end. */
function reference(low: bigint, high: bigint): () => number {
  const word = (value: bigint): bigint => BigInt.asUintN(32, value);
  let [a, b, c, counter] = [0n, word(low), word(high), 1n];
  const next = (): number => {
    const sum = word(a + b + counter);
    counter = word(counter + 1n);
    a = b ^ (b >> 9n);
    b = word(c + (c << 3n));
    c = word(((c << 21n) | (c >> 11n)) + sum);
    return Number(sum);
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

describe('sfc32', () => {
  it.each([
    [0, 0],
    [1, 0],
    [1, 0x811c9dc5],
    [-1, 2 ** 31],
  ])('gives the numbers of its definition for the seed %d, %d', (low, high) => {
    const [next, expected] = [sfc32(low, high), reference(BigInt(low), BigInt(high))];
    for (let i = 0; i < 1000; i++) expect(next()).toBe(expected());
  });
});
