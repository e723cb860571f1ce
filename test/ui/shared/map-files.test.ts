import { expect, it } from 'vitest';
import { mapAsCsv, mapAsNpy } from '../../../src/ui/shared/map-files.ts';

const map = { width: 3, height: 2, values: [0, -1.5, 0.1, 1e-30, 3.4e38, Math.fround(1 / 3)] };

it('is a line of CSV for each row, without a digit lost', async () => {
  const text = await mapAsCsv(map).text();
  expect(text).toBe('0,-1.5,0.1\n1e-30,3.4e+38,0.3333333432674408\n');
  expect(text.split(/[,\n]/).slice(0, 6).map(Number)).toEqual(map.values);
});

it('is an array of NumPy’s, row by row', async () => {
  const bytes = new DataView(await mapAsNpy(map).arrayBuffer());
  const text = (from: number, to: number) =>
    String.fromCharCode(...Array.from({ length: to - from }, (_, i) => bytes.getUint8(from + i)));
  expect(text(0, 8)).toBe('\x93NUMPY\x01\x00');
  const start = 10 + bytes.getUint16(8, true);
  expect(start % 64).toBe(0);
  expect(text(10, start)).toMatch(/^\{'descr': '<f8', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/);
  expect(bytes.byteLength).toBe(start + 48);
  expect(Array.from({ length: 6 }, (_, i) => bytes.getFloat64(start + 8 * i, true))).toEqual(map.values);
});

it('is aligned whatever the sizes are', async () => {
  for (const width of [1, 7, 56, 224]) {
    const bytes = new DataView(
      await mapAsNpy({ width, height: 1, values: Array<number>(width).fill(1) }).arrayBuffer(),
    );
    expect((10 + bytes.getUint16(8, true)) % 64).toBe(0);
  }
});
