import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../src/report/label-places.ts';

const size = { width: 20, height: 5 };
const picture = { width: 100, height: 80 };

describe('placeLabels', () => {
  it('sits on the upper left corner, outside the box', () => {
    expect(placeLabels([{ box: [10, 20, 60, 70], size }], picture)).toEqual([{ x: 10, y: 15 }]);
  });

  it('moves inside where the box touches the upper edge', () => {
    expect(placeLabels([{ box: [10, 2, 60, 70], size }], picture)).toEqual([{ x: 10, y: 0 }]);
  });

  it('gives three equal boxes three places: above left, above right, below left', () => {
    const box = [10, 20, 60, 70] as const;
    expect(
      placeLabels(
        [
          { box, size },
          { box, size },
          { box, size },
        ],
        picture,
      ),
    ).toEqual([
      { x: 10, y: 15 },
      { x: 40, y: 15 },
      { x: 10, y: 70 },
    ]);
  });

  it('keeps four labels apart and inside the picture, whatever the boxes', () => {
    const box = fc
      .tuple(fc.nat(99), fc.nat(79), fc.nat(99), fc.nat(79))
      .map(([a, b, c, d]) => [Math.min(a, c), Math.min(b, d), Math.max(a, c) + 1, Math.max(b, d) + 1] as const);
    fc.assert(
      fc.property(fc.array(box, { minLength: 1, maxLength: 4 }), (boxes) => {
        const places = placeLabels(
          boxes.map((one) => ({ box: one, size })),
          picture,
        );
        places.forEach(({ x, y }, index) => {
          expect(x >= 0 && y >= 0 && x + size.width <= picture.width && y + size.height <= picture.height).toBe(true);
          for (const other of places.slice(index + 1)) {
            expect(Math.abs(other.x - x) >= size.width || Math.abs(other.y - y) >= size.height).toBe(true);
          }
        });
      }),
    );
  });
});
