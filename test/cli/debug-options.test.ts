/** The options for finding a wrong shader, and the messages about it. */
import { expect, test } from 'vitest';
import { comparedSummary, debugOf } from '../../cli/debug-options.ts';

const none = { 'cpu-before': undefined, 'gpu-before': undefined, bisect: false };

test('only one of the options can be given', () => {
  expect(debugOf(none)).toEqual({});
  expect(debugOf({ ...none, bisect: true })).toEqual({ debug: 'compare' });
  expect(debugOf({ ...none, 'cpu-before': 'find-ranges' })).toEqual({ debug: { cpuBefore: 'find-ranges' } });
  expect(debugOf({ ...none, 'gpu-before': 'boxes' })).toEqual({ debug: { gpuBefore: 'boxes' } });
  expect(() => debugOf({ ...none, bisect: true, 'cpu-before': 'boxes' })).toThrow(
    'Only one of --bisect, --cpu-before and --gpu-before can be given',
  );
});

test('the first stage that differs is reported with shape, index, both values and the tolerance', () => {
  expect(comparedSummary({ stages: 14, first: null })).toBe('bisect: all 14 runs of stages agree with the CPU engine');
  const place = { stage: 'weighted-sum', what: 'result', dims: [1, 7, 7], index: [0, 3, 2] } as const;
  const first = { ...place, gpu: 'NaN', cpu: 1.25, tolerance: 0.000125, off: 3, values: 49 };
  expect(comparedSummary({ stages: 14, first })).toBe(
    'bisect: the first stage that differs is weighted-sum (result, [1, 7, 7]): worst at [0, 3, 2] the GPU has NaN, ' +
      'the CPU engine 1.25, tolerance 0.000125; 3 of 49 values are off',
  );
});
