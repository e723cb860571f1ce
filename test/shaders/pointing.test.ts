/** The reference of `pointing`, by hand and against the definitions of the evaluation. */
import { describe, expect, it } from 'vitest';
import { peakInside } from '../../src/evaluation/pointing.ts';
import { energyInside, pointsInside } from '../support/plain-pointing.ts';
import { normalize } from '../support/references/find-ranges.ts';
import { pointing } from '../support/references/pointing.ts';
import { pointingCases } from './pointing-cases.ts';

describe('pointing', () => {
  it('adds up by hand, and takes the first of equal maxima', () => {
    // 3 × 2; the boxes overlap in the middle of the second row.
    const heatmap = [0, 0.25, 1, 0.5, 1, -2];
    const boxes = [[0, 1, 2, 2], [1, 1, 3, 2]] as const; // prettier-ignore
    expect(pointing(heatmap, 3, boxes)).toEqual({ peak: [2, 0], inside: 1.5, all: 2.75 });
    expect(pointing(heatmap, 3, [])).toEqual({ peak: [2, 0], inside: 0, all: 2.75 });
  });

  it('points nowhere where a heatmap is the same everywhere', () => {
    expect(pointing([0, 0, 0, 0], 2, [[0, 0, 2, 2]])).toEqual({ peak: null, inside: 0, all: 0 });
  });

  it.each(pointingCases)('agrees with the definitions: $name', ({ width, height, map, boxes }) => {
    const { values } = normalize(map);
    const { peak, inside, all } = pointing(values, width, boxes);
    expect(peakInside(peak, boxes)).toBe(pointsInside({ width, height, values }, boxes));
    expect(all === 0 ? 0 : inside / all).toBe(energyInside({ width, height, values }, boxes));
  });
});
