import type { Size } from '../../../src/pipeline/types.ts';
import { relu } from './rectify.ts';
import { tensor } from './sum.ts';

/**
 * A raw map at another size: bilinear, half-pixel centres, clamped at the edges (align_corners = false).
 * @param map [from.height, from.width]
 * @param rectify negative map values count as 0
 * @returns [to.height, to.width]
 */
export function upsample(map: ArrayLike<number>, from: Size, to: Size, rectify: boolean): Float64Array {
  const at = (y: number, x: number): number => {
    const value = map[clamp(y, from.height - 1) * from.width + clamp(x, from.width - 1)]!;
    return rectify ? relu(value) : value;
  };
  return tensor(to.width * to.height, (i) => {
    const [x, y] = [
      sourceOf(i % to.width, from.width, to.width),
      sourceOf(Math.floor(i / to.width), from.height, to.height),
    ];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [right, bottom] = [x - left, y - top];
    return (
      (1 - bottom) * (1 - right) * at(top, left) +
      (1 - bottom) * right * at(top, left + 1) +
      bottom * (1 - right) * at(top + 1, left) +
      bottom * right * at(top + 1, left + 1)
    );
  });
}

/** Where the centre of an output lies among the samples. */
function sourceOf(output: number, from: number, to: number): number {
  return ((output + 0.5) * from) / to - 0.5;
}

function clamp(index: number, last: number): number {
  return Math.min(last, Math.max(0, index));
}
