import { expect, it } from 'vitest';
import { confidenceDrop, confidenceIncrease } from '../../src/evaluation/confidence.ts';

it.each([
  { confidence: [0.8, 0.6], drop: 0.25, increase: 0 },
  { confidence: [0.5, 0], drop: 1, increase: 0 },
  { confidence: [0.5, 0.5], drop: 0, increase: 0 },
  { confidence: [0.2, 0.9], drop: 0, increase: 1 },
  { confidence: [0, 0], drop: 0, increase: 0 },
  { confidence: [0, 0.1], drop: 0, increase: 1 },
] as const)('of $confidence: drop $drop, increase $increase', ({ confidence, drop, increase }) => {
  expect(confidenceDrop(confidence)).toBeCloseTo(drop, 12);
  expect(confidenceIncrease(confidence)).toBe(increase);
});
