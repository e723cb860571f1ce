import { expect, test } from 'vitest';
import { preprocess } from '../support/references/preprocess.ts';
import { expectClose } from '../support/compare.ts';

const plain = { order: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } as const;

/** A grey picture: red, green and blue the same. */
function grey(values: readonly number[], width: number) {
  return [values.flatMap((v) => [v, v, v, 255]), { width, height: values.length / width }] as const;
}

test('the same size changes nothing', () => {
  const planes = preprocess(...grey([10, 20, 30, 40, 50, 60], 3), { width: 3, height: 2 }, plain);
  expectClose(planes.subarray(0, 6), [10, 20, 30, 40, 50, 60], { tolerance: 0 });
});

test('halving weighs 3 3 1 of 7 at the edges', () => {
  // Scale 2, centre 1, radius 2: pixels at 0.5, 1.5, 2.5 count 0.75, 0.75, 0.25.
  const planes = preprocess(...grey([70, 0, 140, 7], 4), { width: 2, height: 1 }, plain);
  expectClose(planes.subarray(0, 2), [(3 * 70 + 0 + 140) / 7, (0 + 3 * 140 + 3 * 7) / 7], { tolerance: 1e-12 });
});

test('doubling puts quarters between the pixels', () => {
  const planes = preprocess(...grey([0, 100], 2), { width: 4, height: 1 }, plain);
  expectClose(planes.subarray(0, 4), [0, 25, 75, 100], { tolerance: 1e-12 });
});

test('three rows become one: 2/7, 3/7, 2/7', () => {
  // Scale 3, centre 1.5, radius 3: distances 1, 0, 1 → weights 2/3, 1, 2/3, over 7/3.
  const planes = preprocess(...grey([7, 14, 28], 1), { width: 1, height: 1 }, plain);
  expectClose(planes.subarray(0, 1), [(2 * 7 + 3 * 14 + 2 * 28) / 7], { tolerance: 1e-12 });
});

test('order, scale, mean and std', () => {
  const one = { width: 1, height: 1 };
  const normalization = { order: 'BGR', scale: 0.5, mean: [1, 2, 3], std: [2, 4, 8] } as const;
  expect([...preprocess([10, 20, 30, 255], one, one, normalization)]).toEqual([
    (15 - 1) / 2,
    (10 - 2) / 4,
    (5 - 3) / 8,
  ]);
});
