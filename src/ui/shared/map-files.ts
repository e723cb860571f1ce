/** A raw map as a file for other programs. */
import type { Explanation } from '../../pipeline/recipe/explanation.ts';

type RawMap = Explanation['map'];

/** Comma-separated values, a line for each row, in digits that give the same numbers when read. */
export function mapAsCsv({ width, height, values }: RawMap): Blob {
  const rows = Array.from({ length: height }, (_, y) => values.slice(y * width, (y + 1) * width).join(','));
  return new Blob([rows.map((row) => `${row}\n`).join('')], { type: 'text/csv' });
}

/** Where the data of an NPY file begins is a multiple of this, in bytes. */
const alignment = 64;

/**
 * NumPy's format, version 1.0: little-endian float64 [height, width], for `numpy.load`.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function mapAsNpy({ width, height, values }: RawMap): Blob {
  const start = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0];
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': (${height}, ${width}), }`;
  const before = start.length + Uint16Array.BYTES_PER_ELEMENT;
  // The header ends with a line break, after as many spaces as the alignment needs.
  const length = Math.ceil((before + words.length + 1) / alignment) * alignment - before;
  const bytes = new DataView(new ArrayBuffer(before + length + values.length * Float64Array.BYTES_PER_ELEMENT));
  start.forEach((byte, index) => bytes.setUint8(index, byte));
  bytes.setUint16(start.length, length, true);
  const header = new TextEncoder().encode(`${words.padEnd(length - 1)}\n`);
  header.forEach((byte, index) => bytes.setUint8(before + index, byte));
  values.forEach((value, index) =>
    bytes.setFloat64(before + length + index * Float64Array.BYTES_PER_ELEMENT, value, true),
  );
  return new Blob([bytes.buffer], { type: 'application/octet-stream' });
}
