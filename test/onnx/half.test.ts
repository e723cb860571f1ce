/** 16-bit floats, exactly as IEEE 754 has them. */
import { expect, test } from 'vitest';
import { fromBfloat16, fromFloat16, toFloat16 } from '../../src/onnx/half.ts';
import { randomFrom } from '../support/random.ts';

const patterns = Array.from({ length: 2 ** 16 }, (_, bits) => bits);

test.each([
  [0x0000, 0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x0400, 2 ** -14],
  [0x03ff, 1023 * 2 ** -24],
  [0x8001, -(2 ** -24)],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x7e00, NaN],
])('float16 0x%s is %s', (bits, value) => {
  expect([...fromFloat16([bits])]).toEqual([value]);
  expect([...toFloat16(Float32Array.of(value))]).toEqual([bits]);
});

test('every float16 that is a number comes back from float32', () => {
  const numbers = patterns.filter((bits) => (bits & 0x7fff) <= 0x7c00);
  expect([...toFloat16(fromFloat16(numbers))]).toEqual(numbers);
});

test('the nearest float16 is taken, of two as near the even one', () => {
  const finite = fromFloat16(patterns.filter((bits) => bits < 0x7c00));
  const random = randomFrom(4);
  for (let n = 0; n < 3_000; n++) {
    const i = Math.floor(random() * (finite.length - 1));
    const [below, above] = [finite[i]!, finite[i + 1]!];
    const share = random();
    const value = Math.fround(below + share * (above - below));
    const nearest = value - below < above - value ? i : i + 1;
    if (value - below !== above - value) expect(toFloat16(Float32Array.of(value))[0], String(value)).toBe(nearest);
    const middle = Float32Array.of((below + above) / 2);
    expect(toFloat16(middle)[0], String(middle[0])).toBe(i % 2 === 0 ? i : i + 1);
  }
  expect([...toFloat16(Float32Array.of(65_519.996, 65_520, -1e9, 1e-9))]).toEqual([0x7bff, 0x7c00, 0xfc00, 0]);
});

test('bfloat16 is the upper half of float32', () => {
  expect([...fromBfloat16([0x3f80, 0xc0a0, 0x7f80, 0x0001])]).toEqual([1, -5, Infinity, 2 ** -133]);
});
