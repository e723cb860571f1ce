/** The boxes of masks, and masks that do not fit. */
import { describe, expect, it } from 'vitest';
import { boxesOfMask, checkMaskSize, openMask } from '../../src/runs/true-mask.ts';
import { pngOf } from '../datasets/support/png.ts';

function maskOf(...rows: string[]) {
  const values = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 1 : sign === '?' ? 255 : 0));
  return { width: rows[0]!.length, height: rows.length, values };
}

describe('boxes', () => {
  it('are those around parts that touch, at corners too, the largest first; ignored pixels are in none', () => {
    expect(boxesOfMask(maskOf('#...', '.#..', '?..#', '...#'))).toEqual([
      [0, 0, 2, 2],
      [3, 2, 4, 4],
    ]);
    expect(boxesOfMask(maskOf('####'))).toEqual([[0, 0, 4, 1]]);
  });

  it('are not those around specks with less than 1 % of the object', () => {
    const part = (size: number) => `${'#'.repeat(size)}.`;
    const [large, kept, speck] = [`${part(9900)}#.`, `${part(9900)}${part(100)}`, `${part(9902)}${part(98)}`];
    expect(boxesOfMask(maskOf(large))).toHaveLength(1);
    expect(boxesOfMask(maskOf(kept))).toHaveLength(2);
    expect(boxesOfMask(maskOf(speck))).toHaveLength(1);
    // However many there are, one is left.
    expect(boxesOfMask(maskOf('#.'.repeat(500)))).toEqual([[0, 0, 1, 1]]);
  });
});

it('a mask of another size is an error that gives both', () => {
  const picture = { width: 3, height: 2 };
  expect(() => checkMaskSize(picture, picture, 'a')).not.toThrow();
  for (const [size, message] of [
    [{ width: 6, height: 4 }, /^a\.png has 6 × 4 pixels; its picture has 3 × 2\.$/],
    [{ width: 2, height: 3 }, /displayed rotated .* rotate the mask too\.$/],
  ] as const) {
    expect(() => checkMaskSize(size, picture, 'a.png')).toThrow(
      expect.objectContaining({ code: 'mask-size', message: expect.stringMatching(message) }),
    );
  }
});

it('of another size than that of its picture, if it is known, is refused before its pixels are expanded', async () => {
  // Ten rows are missing: this is found only by expanding the two that there are.
  const file = new Blob([
    pngOf({
      ...{ width: 2, height: 12, depth: 8 },
      rows: [
        [0, 1],
        [0, 1],
      ],
    }),
  ]);
  const asked = { path: 'masks/a.png', place: 'a.png', file };
  await expect(openMask(asked, { width: 3, height: 2 })).rejects.toMatchObject({
    code: 'mask-size',
    message: 'a.png has 2 × 12 pixels; its picture has 3 × 2.',
  });
  for (const size of [undefined, { width: 2, height: 12 }])
    await expect(openMask(asked, size)).rejects.toMatchObject({ code: 'annotation-unreadable' });
});

it('a file that is too large is not read', async () => {
  const asked = { path: 'masks/a.png', place: 'a.png' };
  const file = new Blob([pngOf({ width: 2, rows: [[0, 1]], depth: 8 })]);
  expect([...(await openMask({ ...asked, file })).values]).toEqual([0, 1]);
  const large = { size: 2 ** 26 + 1, arrayBuffer: () => Promise.reject(new Error('read')) } as unknown as Blob;
  await expect(openMask({ ...asked, file: large })).rejects.toMatchObject({ code: 'limit-exceeded' });
  const gone = { size: 9, arrayBuffer: () => Promise.reject(new Error('gone')) } as unknown as Blob;
  await expect(openMask({ ...asked, file: gone })).rejects.toMatchObject({ code: 'file-unreadable' });
});
