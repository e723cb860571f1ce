/** Which value is off furthest, and where. */
import { expect, test } from 'vitest';
import { compareStage } from '../../../../src/pipeline/engine/bisect/compare.ts';

const tensor = (values: readonly number[], dims: readonly number[] = [values.length]) => ({
  what: 'result',
  dims,
  values,
});

test('a value off by no more than its share of the largest magnitude agrees', () => {
  // 1e-4 of 200
  const cpu = tensor([0, -200, 3]);
  expect(compareStage('weighted-sum', [tensor([0.0199, -200, 3])], [cpu])).toEqual({
    ...{ stage: 'weighted-sum', agrees: true, values: 3, off: 0 },
  });
  const { agrees, off, worst } = compareStage('weighted-sum', [tensor([0.0201, -200, 3])], [cpu]);
  expect({ agrees, off }).toEqual({ agrees: false, off: 1 });
  expect(worst).toMatchObject({ index: [0], gpu: 0.0201, cpu: 0 });
  expect(worst?.tolerance).toBeCloseTo(0.02, 12);
});

test('the worst is named by an index for each dimension', () => {
  const cpu = tensor(new Array<number>(24).fill(1), [2, 3, 4]);
  const gpu = tensor(Array.from({ length: 24 }, (_, i) => (i === 17 ? 3 : i === 20 ? -0.5 : 1)));
  const { off, worst } = compareStage('upsample', [gpu], [cpu]);
  expect(off).toBe(2);
  expect(worst).toMatchObject({ index: [1, 1, 1], gpu: 3, cpu: 1, dims: [2, 3, 4] });
});

test('NaN is NaN and infinity is infinity; nothing is near them, and a value that is missing is off', () => {
  const cpu = tensor([NaN, Infinity, 1]);
  expect(compareStage('upsample', [tensor([NaN, Infinity, 1])], [cpu]).agrees).toBe(true);
  for (const wrong of [
    [0, Infinity, 1],
    [NaN, -Infinity, 1],
    [NaN, Infinity, NaN],
    [NaN, Infinity],
    [NaN, Infinity, 1, 1],
  ]) {
    expect(compareStage('upsample', [tensor(wrong)], [cpu]), wrong.join()).toMatchObject({ agrees: false, off: 1 });
  }
});

test('what may be either is not off', () => {
  const [gpu, cpu] = [[tensor([1, 0])], [tensor([0, 0])]];
  expect(compareStage('threshold', gpu, cpu).off).toBe(1);
  expect(compareStage('threshold', gpu, cpu, (mask, pixel) => mask === 0 && pixel === 0).agrees).toBe(true);
});
