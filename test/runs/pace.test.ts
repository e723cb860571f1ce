import { expect, it } from 'vitest';
import { Pace } from '../../src/runs/pace.ts';

it('gives pictures per second, without pauses', () => {
  const pace = new Pace();
  expect(pace.perSecond(0)).toBeUndefined();
  pace.go(1000);
  expect(pace.perSecond(2000)).toBeUndefined();
  pace.count();
  pace.count();
  expect(pace.perSecond(5000)).toBe(0.5);
  pace.rest(5000);
  expect(pace.perSecond(95_000)).toBe(0.5);
  pace.go(95_000);
  pace.go(96_000);
  pace.count();
  expect(pace.perSecond(97_000)).toBe(0.5);
});
