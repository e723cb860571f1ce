/** Logarithmic axes. */

/** Powers of ten. */
export type Decades = readonly [from: number, to: number];

/** The powers of ten around some values above 0; at least one decade. */
export function decadesOf(values: readonly number[]): Decades {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  const from = Math.floor(Math.min(...logs));
  return [10 ** from, 10 ** Math.max(from + 1, Math.ceil(Math.max(...logs)))];
}

/** Where a value lies on an axis. */
export function along([from, to]: Decades, start: number, end: number): (value: number) => number {
  return (value) => start + ((end - start) * Math.log10(value / from)) / Math.log10(to / from);
}

/** The powers of ten of an axis. */
export function powers([from, to]: Decades): readonly number[] {
  const [first, last] = [Math.round(Math.log10(from)), Math.round(Math.log10(to))];
  return Array.from({ length: last - first + 1 }, (_, i) => Number((10 ** (first + i)).toPrecision(1)));
}

/** Far from 1 as a power: `10⁻⁵`. */
export function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(exponent) < 4) return String(value);
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => superscripts[Number(digit)] ?? digit);
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
