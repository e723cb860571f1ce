/**
 * What the dimensions of a value count. Each is a product of factors: [N, H · W, C] are tokens, [N, C, H, W] is a map,
 * and [N · H/7 · W/7, 7 · 7, C] are the windows of one. Reshapes multiply and divide factors; a Transpose moves them.
 */
import { unknownDimension, type Dimension, type Shape } from '../onnx/dimensions.ts';

/**
 * N: pictures; C: channels; H, W: rows and columns of a map; h, w: rows and columns inside each position, after one was
 * divided; T: the positions of a map row by row, together with tokens that are no positions.
 */
export interface Factor {
  readonly of: 'N' | 'C' | 'H' | 'W' | 'h' | 'w' | 'T';
  readonly size: Dimension;
  /** Only of T. */
  readonly tokens?: Tokens;
}

/** Tokens before and after the positions of a map, and its size. */
export interface Tokens {
  readonly before: number;
  readonly after: number;
  readonly height: number;
  readonly width: number;
}

export function countOf({ before, after, height, width }: Tokens): number {
  return before + height * width + after;
}

export function isSameGrid(a: Tokens, b: Tokens): boolean {
  return a.before === b.before && a.after === b.after && a.height === b.height && a.width === b.width;
}

/** The factors of each dimension, the slowest first. */
export type Layout = readonly (readonly Factor[])[];

export const mapAxes = ['N', 'C', 'H', 'W'] as const;

/** That of a map, [N, C, H, W]. */
export function mapLayout(shape: Shape | undefined): Layout {
  return mapAxes.map((of, axis) => [{ of, size: shape?.[axis] ?? unknownDimension }]);
}

export function isMapLayout(layout: Layout): boolean {
  return layout.length === mapAxes.length && mapAxes.every((of, axis) => isFactor(layout[axis] ?? [], of));
}

function isFactor([first, ...others]: readonly Factor[], of: Factor['of']): boolean {
  return first?.of === of && others.length === 0;
}

/** A dimension holds pictures and positions, or pictures, channels and what lies inside a position; others are not followed. */
const known = /^(N?(T|H?W?)N?|N?[Chw]*)$/;

/** With adjacent factors multiplied; undefined if a dimension mixes what cannot be told apart later. */
export function checked(layout: Layout): Layout | undefined {
  const joined = layout.map(joinFactors);
  return joined.every((factors) => known.test(letters(factors))) ? joined : undefined;
}

/** Whether two layouts count the same in every dimension. */
export function isSameLayout(a: Layout, b: Layout): boolean {
  return a.length === b.length && a.every((factors, axis) => isSameDimension(factors, b[axis] ?? []));
}

function isSameDimension(a: readonly Factor[], b: readonly Factor[]): boolean {
  if (letters(a) !== letters(b)) return false;
  return a.length < 2 || a.every(({ size }, i) => size === b[i]?.size);
}

export function letters(factors: readonly Factor[]): string {
  return factors.map(({ of }) => of).join('');
}

/** Whether a dimension holds channels and nothing else. */
export function holdsChannels(factors: readonly Factor[] | undefined): boolean {
  return factors !== undefined && factors.length > 0 && /^[Chw]+$/.test(letters(factors));
}

/** The same layout for another size of each dimension; undefined if that divides a product. */
export function resized(layout: Layout, from: Shape | undefined, to: Shape | undefined): Layout | undefined {
  const found = layout.map((factors, axis) => {
    const [before, after] = [from?.[axis], to?.[axis]];
    const [factor] = factors;
    if (factors.length === 1 && factor !== undefined && factor.of !== 'T') {
      return [{ ...factor, size: after ?? unknownDimension }];
    }
    return before !== undefined && before === after ? factors : undefined;
  });
  return found.every((factors) => factors !== undefined) ? found : undefined;
}

/**
 * After a Reshape, Flatten, Squeeze or Unsqueeze: the same factors, row by row, in other dimensions.
 * @param to the shape after it, of which one dimension may be free
 */
export function reshaped(layout: Layout, to: Shape): Layout | undefined {
  let rest: readonly Factor[] = layout.flat();
  const front: (readonly Factor[])[] = [];
  const back: (readonly Factor[])[] = [];
  for (const size of to) {
    const found = take(rest, size);
    if (found === undefined) break;
    front.push(found.taken);
    rest = found.rest;
  }
  const open = to.slice(front.length);
  if (open.length === 0) return rest.every(({ size }) => size === 1) ? checked(front) : undefined;
  rest = rest.toReversed();
  for (const size of open.slice(1).reverse()) {
    const found = take(rest, size, 'last');
    if (found === undefined) return undefined;
    back.unshift(found.taken.toReversed());
    rest = found.rest;
  }
  return checked([...front, rest.toReversed(), ...back]);
}

interface Taken {
  readonly taken: readonly Factor[];
  readonly rest: readonly Factor[];
}

/**
 * The first factors, whose product is the size of a dimension; one that is larger is divided.
 * @param end `last`: the factors are in reverse order
 */
function take(factors: readonly Factor[], size: Dimension, end: 'first' | 'last' = 'first'): Taken | undefined {
  const [first, ...others] = factors;
  if (typeof size === 'string') {
    const isOne = first !== undefined && size !== unknownDimension && first.size === size;
    return isOne ? { taken: [first], rest: others } : undefined;
  }
  // A dimension of size 1 holds one factor, or none.
  if (size === 1) return first?.size === 1 ? { taken: [first], rest: others } : { taken: [], rest: factors };
  const taken: Factor[] = [];
  let missing = size;
  for (const [place, factor] of factors.entries()) {
    if (typeof factor.size !== 'number') return undefined;
    if (missing % factor.size !== 0) {
      const parts = divide(factor, end === 'first' ? missing : factor.size / missing);
      if (parts === undefined) return undefined;
      const [outer, inner] = parts;
      const [own, left] = end === 'first' ? [outer, inner] : [inner, outer];
      return { taken: [...taken, own], rest: [left, ...factors.slice(place + 1)] };
    }
    taken.push(factor);
    missing /= factor.size;
    if (missing === 1) return { taken, rest: factors.slice(place + 1) };
  }
  return undefined;
}

const inside = { N: 'N', C: 'C', H: 'h', W: 'w', h: 'h', w: 'w', T: 'T' } as const;

/** Into a slower factor of this size and a faster one. */
function divide({ of, size }: Factor, outer: number): readonly [Factor, Factor] | undefined {
  if (of === 'T' || typeof size !== 'number' || !Number.isInteger(outer) || size % outer !== 0) return undefined;
  return [
    { of, size: outer },
    { of: inside[of], size: size / outer },
  ];
}

/** Neighbours that are the parts of one: rows of blocks and the rows inside each are rows. */
const whole: ReadonlyMap<string, Factor['of']> = new Map([
  ...([
    ['NN', 'N'],
    ['CC', 'C'],
    ['hh', 'h'],
    ['ww', 'w'],
    ['Hh', 'H'],
    ['Ww', 'W'],
  ] as const),
]);

function joinFactors(factors: readonly Factor[]): readonly Factor[] {
  const joined: Factor[] = [];
  for (const factor of factors) {
    const last = joined.at(-1);
    const of = last === undefined ? undefined : whole.get(last.of + factor.of);
    const [a, b] = [last?.size, factor.size];
    if (of === undefined || typeof a !== 'number' || typeof b !== 'number') joined.push(factor);
    else joined.splice(-1, 1, { of, size: a * b });
  }
  return joined;
}
