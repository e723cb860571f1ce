import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubledOuterArea, withRim } from '../../../src/evaluation/wsol/outer-border.ts';
import { levelComponents } from '../../../src/evaluation/wsol/level-components.ts';

const areaOf = (...rows: string[]): number => {
  const values = Uint8Array.from(rows.join(''), Number);
  const map = withRim({ width: rows[0]!.length, height: rows.length, values });
  return doubledOuterArea(map, 0, values.indexOf(1)) / 2;
};

describe('the area of the polygon through the pixel centres, by hand', () => {
  it.each([
    { name: 'a pixel', rows: ['1'], area: 0 },
    { name: 'a line', rows: ['1111'], area: 0 },
    { name: 'a bent line', rows: ['100', '010', '001', '010'], area: 0 },
    { name: 'a square of 2', rows: ['11', '11'], area: 1 },
    { name: 'three of four', rows: ['01', '11'], area: 0.5 },
    { name: 'a rectangle', rows: ['1111', '1111', '1111'], area: 6 },
    { name: 'a ring, whose hole counts', rows: ['111', '101', '111'], area: 4 },
    { name: 'a diamond', rows: ['010', '101', '010'], area: 2 },
    { name: 'a diamond with a tail', rows: ['0100', '1011', '0100'], area: 2 },
    { name: 'two squares that touch at a corner', rows: ['1100', '1100', '0011', '0011'], area: 2 },
    { name: 'a plus', rows: ['010', '111', '010'], area: 2 },
  ])('$name: $area', ({ rows, area }) => expect(areaOf(...rows)).toBe(area));
});

it('is half a unit for every three, and one for every four, of 2 × 2 pixels of the filled component', () => {
  const [width, height] = [8, 7];
  const masks = fc.array(fc.boolean(), { minLength: width * height, maxLength: width * height });
  fc.assert(
    fc.property(masks, (mask) => {
      const map = { width, height, values: Uint8Array.from(mask, Number) };
      for (const { first } of levelComponents(map, 8)) {
        const filled = fill(mask, width, height, first);
        let doubled = 0;
        for (let y = 0; y + 1 < height; y++) {
          for (let x = 0; x + 1 < width; x++) {
            const i = y * width + x;
            doubled += [0, 0, 0, 1, 2][filled[i]! + filled[i + 1]! + filled[i + width]! + filled[i + width + 1]!]!;
          }
        }
        expect(doubledOuterArea(withRim(map), 0, first)).toBe(doubled);
      }
    }),
  );
});

/** 1 in the 8-connected component of `first` and in all that it shuts in: what the outside cannot reach by 4-steps. */
function fill(mask: readonly boolean[], width: number, height: number, first: number): number[] {
  const spread = (start: readonly number[], isOpen: (i: number) => boolean, corners: boolean): Set<number> => {
    const seen = new Set(start.filter(isOpen));
    for (const i of seen) {
      const [x, y] = [i % width, Math.floor(i / width)];
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          if ((corners || nx === x || ny === y) && isOpen(ny * width + nx)) seen.add(ny * width + nx);
        }
      }
    }
    return seen;
  };
  const all = mask.map((_, i) => i);
  const component = spread([first], (i) => mask[i]!, true);
  const frame = all.filter((i) => i % width === 0 || i % width === width - 1 || i < width || i >= width * (height - 1));
  const outside = spread(frame, (i) => !component.has(i), false);
  return all.map((i) => Number(!outside.has(i)));
}
