import { expect, it } from 'vitest';
import { areaUnderCurve } from '../../src/evaluation/curves.ts';

it.each([
  { name: 'constant', values: [0.4, 0.4, 0.4], area: 0.4 },
  { name: 'a straight fall', values: [1, 0.75, 0.5, 0.25, 0], area: 0.5 },
  { name: 'two values', values: [0.2, 0.8], area: 0.5 },
  { name: 'a drop at once: half a step', values: [1, 0, 0, 0, 0], area: 1 / 8 },
  { name: 'by hand: (0.9 + 0.1) / 2 + 0.5 + 0.3, in thirds', values: [0.9, 0.5, 0.3, 0.1], area: 1.3 / 3 },
])('$name', ({ values, area }) => expect(areaUnderCurve(values)).toBeCloseTo(area, 12));

it('refuses a single value', () => expect(() => areaUnderCurve([1])).toThrow('it has 1'));
