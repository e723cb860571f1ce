import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelComponents } from '../../../src/evaluation/wsol/level-components.ts';
import type { ScoreMap } from '../../../src/evaluation/wsol/score-map.ts';

/** One level at a time, by flooding from each pixel in raster order. */
function flood({ values, width, height }: ScoreMap, level: number, neighbours: number): string[] {
  const seen = new Set<number>();
  const found: string[] = [];
  values.forEach((value, first) => {
    if (value <= level || seen.has(first)) return;
    const component = [first];
    seen.add(first);
    for (const pixel of component) {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          const isNeighbour = neighbours === 8 || nx === x || ny === y;
          if (!isNeighbour || values[next]! <= level || seen.has(next)) continue;
          seen.add(next);
          component.push(next);
        }
      }
    }
    const xs = component.map((pixel) => pixel % width);
    const ys = component.map((pixel) => Math.floor(pixel / width));
    found.push([first, Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1].join());
  });
  return found.sort();
}

/** Few distinct values, which make plateaus, or many. */
const maps = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom([0, 1, 255], [0, 7, 8, 200]))
  .chain(([width, height, few]) =>
    fc
      .array(fc.oneof(fc.constantFrom(...few), fc.nat(255)), { minLength: width * height, maxLength: width * height })
      .map((values): ScoreMap => ({ width, height, values: Uint8Array.from(values) })),
  );

describe.each([4, 8] as const)('levelComponents with %i neighbours', (neighbours) => {
  it('are those of flooding every level by itself', () => {
    fc.assert(
      fc.property(maps, (map) => {
        const components = levelComponents(map, neighbours);
        for (let level = 0; level < 255; level++) {
          const alive = components.filter(({ lowest, highest }) => lowest <= level && level <= highest);
          expect(alive.map(({ first, box }) => [first, ...box].join()).sort()).toEqual(flood(map, level, neighbours));
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('tells a component that stays the same for many levels once', () => {
  const map = { width: 3, height: 1, values: Uint8Array.of(10, 0, 200) };
  expect(levelComponents(map, 8)).toEqual([
    { lowest: 0, highest: 9, box: [0, 0, 1, 1], first: 0 },
    { lowest: 0, highest: 199, box: [2, 0, 3, 1], first: 2 },
  ]);
});
