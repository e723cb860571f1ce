/** Which layers maps are refined by. */
import { describe, expect, test } from 'vitest';
import { describeFeatureLayers, findFeatureLayers } from '../../../src/pipeline/network/feature-layers.ts';

type Sides = Readonly<Record<string, number | readonly [number, number]>>;

function found(sides: Sides, strip: readonly string[] = []) {
  const sizes = Object.entries(sides).map(([name, side]) => {
    const [width, height] = typeof side === 'number' ? [side, side] : side;
    return [name, { width, height }] as const;
  });
  return findFeatureLayers({ names: Object.keys(sides), strip, sizes: Object.fromEntries(sizes), file: 'net.onnx' });
}

describe('of each size', () => {
  test('the deepest layer', () => {
    const { fine, coarse } = found({ a: 112, b: 56, c: 56, d: 28, e: 28, f: 14, g: 14 });
    expect([fine.name, coarse.name]).toEqual(['c', 'e']);
  });

  test('an end of a stage, where there is one', () => {
    const { fine, coarse } = found({ a: 112, b: 56, c: 56, d: 28, e: 28, f: 14 }, ['b', 'e', 'f']);
    expect([fine.name, coarse.name]).toEqual(['b', 'e']);
  });

  test('whatever way a stride of 2 rounds', () => {
    expect(found({ a: 35, b: 17, c: 8 })).toMatchObject({ fine: { name: 'a' }, coarse: { name: 'b' } });
    expect(found({ a: 29, b: 15, c: 8 })).toMatchObject({ fine: { name: 'a' }, coarse: { name: 'b' } });
  });

  test('across and down', () => {
    const { fine, coarse } = found({ a: [40, 24], b: [40, 20], c: [20, 10], d: [10, 5] });
    expect([fine.name, coarse.name]).toEqual(['b', 'c']);
    expect(describeFeatureLayers({ fine, coarse })).toBe(
      'b (40 × 20) and c (20 × 10), four times and twice as fine as the last layer',
    );
  });
});

test('what is missing is named', () => {
  expect(() => found({ a: 56, b: 14, c: 7 })).toThrow(
    'Refining maps needs an earlier layer with maps of 28 × 28, four times the last layer’s; the maps of net.onnx are 56 × 56, 14 × 14, 7 × 7.',
  );
  expect(() => found({ a: 56, b: 7 })).toThrow('14 × 14, twice the last layer’s');
  expect(() => found({})).toThrow('maps of known size');
  // A map of one place is no twice of another.
  expect(() => found({ a: 1, b: 1, c: 1 })).toThrow('2 × 2');
});
