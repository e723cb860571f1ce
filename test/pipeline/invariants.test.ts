import { expect, test } from 'vitest';
import { dimsOf, expectDims, expectUpTo, pairAt, required } from '../../src/pipeline/invariants.ts';

const fault = (message: string): unknown => expect.objectContaining({ code: 'internal', message });

test('what is there is handed through, falsy or not', () => {
  expect([0, '', null, false, NaN].map((value) => required(value, 'a value'))).toEqual([0, '', null, false, NaN]);
});

test('what is missing is named', () => {
  expect(() => required(undefined, 'the size of heatmap 3')).toThrow(
    fault('Something is missing: the size of heatmap 3.'),
  );
});

test('fewer numbers than are read are told by both counts', () => {
  expect(() => expectUpTo(Uint32Array.of(1, 2, 3), 3, 'words of masks')).not.toThrow();
  expect(() => expectUpTo(Uint32Array.of(1, 2, 3), 4, 'words of masks')).toThrow(
    fault('There are 3 words of masks, but 4 are read.'),
  );
});

test('a pair is both of its numbers, NaN or not', () => {
  const pairs = Float32Array.of(0, 1, NaN, 3, 5);
  expect([pairAt(pairs, 0, 'a range'), pairAt(pairs, 1, 'a range')]).toEqual([
    [0, 1],
    [NaN, 3],
  ]);
  for (const index of [2, 3]) {
    const what = `the range of heatmap ${index}`;
    expect(() => pairAt(pairs, index, what)).toThrow(fault(`Something is missing: ${what}.`));
  }
});

test('dimensions come as they are', () => {
  const [n, c] = dimsOf([0, 7], ['N', 'C'], 'weights');
  expect([n, c]).toEqual([0, 7]);
});

test.each([[[1, 2, 3]], [[1]], [[]]])('[%s] is no [N, C]', (dims) => {
  expect(() => dimsOf(dims, ['N', 'C'], 'weights')).toThrow(
    fault(`The weights are [N, C], but these are [${dims.join(', ')}].`),
  );
});

test('dimensions that do not fit are told with what they should fit', () => {
  expect(() => expectDims([2, 3], [2, 3], 'weights', [2, 3, 7, 7])).not.toThrow();
  expect(() => expectDims([2, 4], [2, 3], 'weights', [2, 3, 7, 7])).toThrow(
    fault('The weights [2, 4] do not fit [2, 3, 7, 7].'),
  );
});
