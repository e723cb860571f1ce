import { describe, expect, it } from 'vitest';
import { floatTensor } from '../../src/onnx/build.ts';
import { readFloats } from '../../src/onnx/constants.ts';
import { randomTensor } from '../../src/onnx/random-weights.ts';

const size = 10_000;
const wave = floatTensor(
  'wave',
  [100, 100],
  Float32Array.from({ length: size }, (_, i) => 3 + 0.5 * Math.sin(i)),
);
const valuesOf = (tensor: typeof wave): readonly number[] => readFloats(tensor)!;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a random tensor', () => {
  const random = valuesOf(randomTensor(wave, 1));

  // A sine has the variance 1/2; bounds of five standard errors.
  it('is normal, with the mean and standard deviation of the tensor', () => {
    const sigma = 0.5 * Math.SQRT1_2;
    const scores = random.map((value) => (value - 3) / sigma);
    const moment = (power: number): number => mean(scores.map((score) => score ** power));
    expect(Math.abs(moment(1))).toBeLessThan(0.05);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2e-4));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15e-4));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96e-4));
  });

  it('does not depend on what was there, nor on its neighbours', () => {
    const together = (other: (i: number) => number): number => mean(random.map((value, i) => (value - 3) * other(i)));
    expect(Math.abs(together((i) => Math.sin(i)))).toBeLessThan(0.02);
    expect(Math.abs(together((i) => random[(i + 1) % size]! - 3))).toBeLessThan(0.01);
    expect(Math.abs(together((i) => random[(i + 2) % size]! - 3))).toBeLessThan(0.01);
  });

  it('is the same for the same seed and name, and another one for others', () => {
    expect(valuesOf(randomTensor(wave, 1))).toEqual(random);
    expect(valuesOf(randomTensor(wave, 2))).not.toEqual(random);
    expect(valuesOf(randomTensor({ ...wave, name: 'ware' }, 1))).not.toEqual(random);
  });

  it('keeps name and shape', () => {
    const { name, dims, dataType } = randomTensor(wave, 1);
    expect({ name, dims, dataType }).toEqual({ name: 'wave', dims: [100n, 100n], dataType: wave.dataType });
  });

  it('is read from bytes that lie anywhere in a file, and from a list of numbers', () => {
    const bytes = new Uint8Array(4 * size + 3);
    bytes.set(wave.rawData, 3);
    expect(valuesOf(randomTensor({ ...wave, rawData: bytes.subarray(3) }, 1))).toEqual(random);
    const listed = { ...wave, rawData: new Uint8Array(), floatData: [...valuesOf(wave)] };
    expect(valuesOf(randomTensor(listed, 1))).toEqual(random);
  });

  it('is the tensor itself where all values are the same', () => {
    const constant = floatTensor('two', [3], Float32Array.of(2, 2, 2));
    expect(randomTensor(constant, 1)).toBe(constant);
    const single = floatTensor('one', [], Float32Array.of(7));
    expect(randomTensor(single, 1)).toBe(single);
  });
});
