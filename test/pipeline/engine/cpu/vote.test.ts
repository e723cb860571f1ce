/** Votes on the CPU: the kernel in WebAssembly by hand, and whole votes against the reference. */
import { describe, expect, test } from 'vitest';
import { block, tileProducts, tileRows } from '../../../../src/pipeline/engine/cpu/tile-products.ts';
import { vote } from '../../../../src/pipeline/engine/cpu/vote.ts';
import { i32, op, wasmModule } from '../../../../src/pipeline/engine/cpu/wasm-module.ts';
import { expectClose } from '../../../support/compare.ts';
import { randomFrom, randomValues } from '../../../support/random.ts';
import { unitVectors } from '../../../support/references/unit-vectors.ts';
import { vote as reference } from '../../../support/references/vote.ts';

describe('products of a tile', () => {
  test('are of 4 vectors with 8, wherever they begin', () => {
    // Two blocks of 8 vectors of 3 numbers: (p + 1, 1, 0) and (p, 0, 2).
    const { vectors, products, multiply } = tileProducts(2, 3);
    expect(vectors).toHaveLength(48);
    for (let p = 0; p < block; p++) {
      vectors.set([p + 1], p);
      vectors.set([1], block + p);
      vectors.set([p], 3 * block + p);
      vectors.set([2], 5 * block + p);
    }
    const tile = (of: (a: number, b: number) => number): number[] =>
      Array.from({ length: tileRows * block }, (_, i) => of(Math.floor(i / block), i % block));
    multiply(0, 0);
    expect([...products]).toEqual(tile((a, b) => (a + 1) * (b + 1) + 1));
    multiply(4, block);
    expect([...products]).toEqual(tile((a, b) => (a + 5) * b));
    multiply(12, block);
    expect([...products]).toEqual(tile((a, b) => (a + 4) * b + 4));
  });

  test('of no number are none', () => {
    const { vectors, products, multiply } = tileProducts(1, 1);
    vectors.set([1, NaN, 2], 0);
    multiply(0, 0);
    expect([...products.subarray(0, 3)]).toEqual([1, NaN, 2]);
    expect([...products.subarray(block, block + 8)]).toEqual(Array.from({ length: 8 }, () => NaN));
  });
});

describe('a module', () => {
  test('is valid, and runs what it is made of', () => {
    // Of 200 locals the indices take two bytes: doubles four numbers, and stores them 400 bytes further on.
    const last = 200;
    const body = [
      ...[...op.get(0), ...op.load(0), ...op.set(last)],
      ...[...op.get(0), ...op.get(last), ...op.get(last), ...op.add, ...op.store(400)],
    ];
    const bytes = wasmModule({ parameters: 1, vectors: 200, body });
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
    new Float32Array(memory.buffer).set([1, -2, 0.5, 3], 2);
    (exports['run'] as (at: number) => void)(8);
    expect([...new Float32Array(memory.buffer, 408, 4)]).toEqual([2, -4, 1, 6]);
  });

  test('takes constants of one byte only', () => {
    expect(i32(63)).toEqual([0x41, 63]);
    for (const value of [64, -1, 0.5]) expect(() => i32(value)).toThrow('is not 0 … 63');
  });
});

/** A single place, blocks that are full or not, and rows of tiles that share columns, one more and one less. */
describe.each([1, 4, 7, 8, 9, 31, 32, 33, 70])('a vote of %i places', (positions) => {
  const [pictures, fineChannels, coarseChannels, maps] = [2, 5, 11, 3];
  const random = randomFrom(positions);
  const features = (channels: number): Float32Array =>
    Float32Array.from(
      unitVectors(
        randomValues(pictures * channels * positions, 1, random),
        new Float32Array(pictures * channels),
        channels,
        positions,
      ),
    );
  const layers = [features(fineChannels), features(coarseChannels)];
  const seeds = Float32Array.from(randomValues(pictures * maps * positions, 1, random));

  test('is that of the reference', () => {
    const expected = reference(layers, seeds, { pictures, positions });
    expectClose(vote(layers, seeds, { pictures, positions }), expected, { tolerance: 1e-6 });
  });

  test('is not a number where a place is like one that is none', () => {
    const broken = layers.map((layer) => layer.slice());
    const [layer] = broken;
    layer![positions - 1] = NaN;
    const votes = vote(broken, seeds, { pictures, positions });
    const [first, second] = [votes.subarray(0, maps * positions), votes.subarray(maps * positions)];
    expect(first.every((value) => Number.isNaN(value))).toBe(true);
    expect(second.every((value) => Number.isFinite(value))).toBe(true);
  });
});
