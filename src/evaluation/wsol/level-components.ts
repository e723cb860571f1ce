/**
 * The connected components of a map at every integer threshold at once. Going down the levels, components only grow:
 * each pixel is added once and united with its neighbours (union by size), and a component is reported when it changes,
 * with the levels at which it existed. This replaces 255 labellings by one sweep over the pixels.
 */
import type { Box } from '../iou.ts';
import type { ScoreMap } from './score-map.ts';

/** A component of {value > level}, the same for every level from `lowest` to `highest`. */
export interface LevelComponent {
  readonly lowest: number;
  readonly highest: number;
  /** Half-open extent in pixels. */
  readonly box: Box;
  /** Raster index of its first pixel. */
  readonly first: number;
}

/** Thresholds that tell 8-bit values apart: {value > 0} … {value > 254}. */
export const levelCount = 255;

/**
 * @param neighbours 8, or 4 where pixels that touch at a corner are apart
 * @returns every component of every level from 0 to 254, each once, in no particular order
 */
export function levelComponents({ values, width, height }: ScoreMap, neighbours: 4 | 8): LevelComponent[] {
  const found: LevelComponent[] = [];
  // A rim of pixels that never join avoids border checks.
  const stride = width + 2;
  const count = stride * (height + 2);
  const steps = [-1, 1, -stride, stride, -stride - 1, -stride + 1, stride - 1, stride + 1].slice(0, neighbours);
  const parent = new Int32Array(count).fill(-1);
  // Of the component whose root a pixel is: its size, first pixel and extent, and the level since when it is the same.
  const size = new Int32Array(count);
  const first = new Int32Array(count);
  const [x0, y0] = [new Int16Array(count), new Int16Array(count)];
  const [x1, y1] = [new Int16Array(count), new Int16Array(count)];
  const since = new Int16Array(count);

  const rootOf = (pixel: number): number => {
    let root = pixel;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };

  /** A component changes at `level`: what it was above is told, once. */
  const close = (root: number, level: number): void => {
    if (since[root] === level) return;
    const box: Box = [x0[root]!, y0[root]!, x1[root]!, y1[root]!];
    found.push({ lowest: level + 1, highest: since[root]!, box, first: first[root]! });
    since[root] = level;
  };

  const unite = (a: number, b: number): number => {
    const large = size[a]! >= size[b]! ? a : b;
    const small = large === a ? b : a;
    parent[small] = large;
    size[large]! += size[small]!;
    if (first[small]! < first[large]!) first[large] = first[small]!;
    if (x0[small]! < x0[large]!) x0[large] = x0[small]!;
    if (y0[small]! < y0[large]!) y0[large] = y0[small]!;
    if (x1[small]! > x1[large]!) x1[large] = x1[small]!;
    if (y1[small]! > y1[large]!) y1[large] = y1[small]!;
    return large;
  };

  for (const pixel of pixelsByValue(values)) {
    const level = values[pixel]! - 1;
    if (level < 0) break;
    const y = Math.floor(pixel / width);
    const x = pixel - y * width;
    const place = (y + 1) * stride + x + 1;
    parent[place] = place;
    size[place] = 1;
    first[place] = pixel;
    x0[place] = x;
    y0[place] = y;
    x1[place] = x + 1;
    y1[place] = y + 1;
    since[place] = level;
    let root = place;
    for (let i = 0; i < neighbours; i++) {
      const beside = place + steps[i]!;
      if (parent[beside]! < 0) continue;
      const other = rootOf(beside);
      if (other === root) continue;
      close(other, level);
      root = unite(root, other);
    }
  }
  for (let place = 0; place < count; place++) if (parent[place] === place) close(place, -1);
  return found;
}

/** Raster indices, the largest value first (a counting sort). */
function pixelsByValue(values: Uint8Array): Int32Array {
  const starts = new Int32Array(257);
  for (const value of values) starts[255 - value + 1]! += 1;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const order = new Int32Array(values.length);
  for (let pixel = 0; pixel < values.length; pixel++) order[starts[255 - values[pixel]!]!++] = pixel;
  return order;
}
