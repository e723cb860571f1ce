/** Whether the maps of cam-lens are those of PyTorch. */
import { leastShare } from '../../src/pipeline/recipe/methods/hires-cam.ts';

/** Of the largest magnitude of PyTorch's map. */
export const tolerance = 1e-3;

/**
 * These divide by a sum of activations or a number that contains it. Where activations have both signs it can be
 * anything near 0, and the map then depends on the rounding of float32.
 */
const divides: ReadonlySet<string> = new Set(['grad-cam++', 'x-grad-cam']);

/** By method: the raw map, row-major. */
type Maps = Readonly<Record<string, readonly number[]>>;

/** What reference.py found of a layer. */
export interface ReferenceLayer {
  /** Module and function. */
  readonly computedBy: string;
  /** With PyTorch's own branches in float64. */
  readonly own: Maps;
  /** With the branches that the values of cam-lens take. */
  readonly same: Maps;
}

/** The largest difference of the methods, relative to the largest magnitude of PyTorch's map. */
export interface Largest {
  readonly method: string;
  readonly difference: number;
}

export interface JudgedLayer {
  readonly computedBy: string;
  /** [C, H, W] */
  readonly shape: readonly number[];
  readonly methods: readonly string[];
  readonly own: Largest;
  readonly same: Largest;
  /** Methods whose positive and negative terms cancel; the map of cam-lens is 0. */
  readonly cancelled: readonly string[];
}

/**
 * @param layer its shape [C, H, W], smallest activation, and raw maps
 * @returns `problems`: a sentence for each map that is wrong
 */
export function judgeLayer(
  layer: {
    readonly shape: readonly number[];
    readonly minimum: number;
    readonly maps: ReadonlyMap<string, Float32Array>;
  },
  reference: ReferenceLayer,
): { readonly judged: JudgedLayer; readonly problems: readonly string[] } {
  const { computedBy } = reference;
  // Element-wise Grad-CAM is the sum of HiResCAM's positive terms.
  const least = leastShare * largest(reference.own['grad-cam-element-wise'] ?? []);
  const own: Largest[] = [];
  const same: Largest[] = [];
  const zero: string[] = [];
  const problems: string[] = [];
  for (const [method, map] of layer.maps) {
    if (layer.minimum < 0 && divides.has(method)) continue;
    const [ownMap = [], sameMap = []] = [reference.own[method], reference.same[method]];
    if (method === 'hires-cam' && largest(ownMap) < least) {
      zero.push(method);
      if (largest(map) > 0) problems.push(`${computedBy}: the terms of ${method} cancel, but the map has values.`);
      continue;
    }
    own.push({ method, difference: differenceOf(map, ownMap) });
    const difference = differenceOf(map, sameMap);
    same.push({ method, difference });
    if (!(difference <= tolerance)) {
      problems.push(`${computedBy}: ${method} differs by ${difference.toExponential(1)} with the same branches.`);
    }
  }
  const judged = {
    ...{ computedBy, shape: layer.shape, methods: same.map(({ method }) => method) },
    ...{ own: largestOf(own), same: largestOf(same), cancelled: zero },
  };
  return { judged, problems };
}

/** The largest difference relative to the largest magnitude wanted; NaN if the numbers cannot be compared. */
export function differenceOf(found: ArrayLike<number>, wanted: readonly number[]): number {
  if (found.length !== wanted.length) return NaN;
  const differences = wanted.map((value, i) => Math.abs((found[i] ?? NaN) - value));
  return largest(differences) / largest(wanted);
}

function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function largestOf(each: readonly Largest[]): Largest {
  return each.reduce((most, one) => (one.difference <= most.difference ? most : one));
}
