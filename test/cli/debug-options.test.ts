/** What is asked for of a wrong shader, and what is said of it. */
import { expect, test } from 'vitest';
import { comparedSummary, debugOf } from '../../cli/debug-options.ts';

const none = { 'cpu-before': undefined, 'gpu-before': undefined, bisect: false };

test('one way to look for a wrong shader at a time', () => {
  expect(debugOf(none)).toEqual({});
  expect(debugOf({ ...none, bisect: true })).toEqual({ debug: 'compare' });
  expect(debugOf({ ...none, 'cpu-before': 'normalize' })).toEqual({ debug: { cpuBefore: 'normalize' } });
  expect(debugOf({ ...none, 'gpu-before': 'boxes' })).toEqual({ debug: { gpuBefore: 'boxes' } });
  expect(() => debugOf({ ...none, bisect: true, 'cpu-before': 'boxes' })).toThrow('only one can be given');
});

test('the first stage that differs is told with shape, place, both values and the tolerance', () => {
  expect(comparedSummary({ stages: 14, first: null })).toBe('bisect: all 14 runs of stages agree with the reference');
  const place = { stage: 'weighted-sum', what: 'result', dims: [1, 7, 7], index: [0, 3, 2] } as const;
  const first = { ...place, gpu: 'NaN', cpu: 1.25, tolerance: 0.000125, off: 3, values: 49 };
  expect(comparedSummary({ stages: 14, first })).toBe(
    'bisect: the first stage that differs is weighted-sum (result, [1, 7, 7]): worst at [0, 3, 2] the GPU has NaN, ' +
      'the reference 1.25, tolerance 0.000125; 3 of 49 values are off',
  );
});
