/**
 * A dimension as far as it is known before the graph runs: a number, or the name of a free one. Equal names are equal
 * sizes. Names are expressions of the inputs' names ("floor((height-1)/2)+1"), so the two branches of a residual block
 * have equal sizes even if neither is known.
 */
import { limits } from './limits.ts';

export type Dimension = number | string;
export type Shape = readonly Dimension[];

/** A dimension about which nothing is known, not even whether it equals another. */
export const unknownDimension = '';

/**
 * An axis counted from 0; negative ones are counted from the end.
 * @throws RangeError if there is no such axis
 */
export function axisOf(named: number, rank: number): number {
  const axis = named < 0 ? named + rank : named;
  if (axis >= 0 && axis < rank) return axis;
  throw new RangeError(`There is no axis ${named} among ${rank}.`);
}

/** The distance between neighbours along each axis, row-major. */
export function stridesOf(sizes: readonly number[]): readonly number[] {
  return sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
}

/** Whether they are written alike: unknown dimensions count as alike. */
export function isSameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/** Whether they are certainly equal: unknown dimensions equal nothing. */
export function sameDimension(a: Dimension | undefined, b: Dimension | undefined): boolean {
  return a !== undefined && a !== unknownDimension && a === b;
}

/** The size of a dimension, if known. */
export function knownSize(dimension: Dimension | undefined): number | undefined {
  return typeof dimension === 'number' ? dimension : undefined;
}

/** dimension + by; sums of a name and a number are kept in one form, "height+2". */
export function shiftDimension(dimension: Dimension, by: number): Dimension {
  if (typeof dimension === 'number') return dimension + by;
  if (dimension === unknownDimension) return unknownDimension;
  const [, name = dimension, offset = '0'] = /^(.*?)([+-]\d+)?$/.exec(dimension) ?? [];
  const sum = Number(offset) + by;
  if (sum === 0) return name;
  return sum > 0 ? `${name}+${sum}` : `${name}${sum}`;
}

/** Two shapes aligned at their ends. If neither size is known and they may differ, the result is unknown. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (left === 1) return right;
    if (right === 1 || sameDimension(left, right)) return left;
    if (typeof left === 'number') return left;
    return typeof right === 'number' ? right : unknownDimension;
  });
}

export function productOf(dimensions: Shape): Dimension {
  return quotientOf(dimensions, []);
}

/** The remainder of `whole` after dividing by `parts`; equal free dimensions cancel. */
export function quotientOf(whole: Shape, parts: Shape): Dimension {
  const free = whole.filter((dimension) => typeof dimension === 'string');
  for (const part of parts) {
    if (typeof part !== 'string') continue;
    const match = part === unknownDimension ? -1 : free.indexOf(part);
    if (match < 0) return unknownDimension;
    free.splice(match, 1);
  }
  const size = (dims: Shape): number => dims.reduce<number>((total, dim) => total * (knownSize(dim) ?? 1), 1);
  const rest = size(whole) / size(parts);
  if (free.length === 0) return rest;
  return free.length === 1 && rest === 1 ? (free[0] ?? unknownDimension) : unknownDimension;
}

/** A shape of which only the number of dimensions is known. */
export function unknownShape(rank: number): Shape | undefined {
  return !(rank <= limits.rank) ? undefined : Array.from({ length: rank }, () => unknownDimension);
}
