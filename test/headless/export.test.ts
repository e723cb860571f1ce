import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pieces } from '../../src/headless/export.ts';

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);

it('cuts large chunks and joins small ones', () => {
  const cut = [...pieces([bytes(1, 2, 3, 4, 5), bytes(6), bytes(), bytes(7, 8)], 3)];
  expect(cut).toEqual([[bytes(1, 2, 3)], [bytes(4, 5), bytes(6)], [bytes(7, 8)]]);
});

it('sends every byte once, in order, none of them copied', () => {
  const chunk = fc.uint8Array({ maxLength: 40 });
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 20 }), fc.integer({ min: 1, max: 50 }), (chunks, most) => {
      const cut = [...pieces(chunks, most)];
      expect(cut.flat().flatMap((part) => [...part])).toEqual(chunks.flatMap((part) => [...part]));
      const sizes = cut.map((piece) => piece.reduce((total, { length }) => total + length, 0));
      expect(sizes.slice(0, -1).every((size) => size === most)).toBe(true);
      expect(sizes.at(-1) ?? 1).toBeGreaterThan(0);
      const buffers = new Set(chunks.map(({ buffer }) => buffer));
      expect(cut.flat().every((part) => buffers.has(part.buffer))).toBe(true);
    }),
  );
});
