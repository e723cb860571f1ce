import type { Pointing } from '../../../src/pipeline/chain/chain.ts';

/**
 * The pointing game (Zhang et al., 2016) and the energy-based one (Wang et al., 2020), pixel by pixel.
 * @param heatmap [height, width]; what is below 0 weighs nothing
 * @param boxes [x0, y0, x1, y1), half-open: a pixel is inside where its index is
 */
export function pointing(
  heatmap: ArrayLike<number>,
  width: number,
  boxes: readonly (readonly [number, number, number, number])[],
): Pointing {
  const pixels = Array.from(heatmap, (value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isInside = boxes.some(([x0, y0, x1, y1]) => x >= x0 && x < x1 && y >= y0 && y < y1);
    return { x, y, value, weight: Math.max(0, value), isInside };
  });
  const highest = pixels.reduce((top, pixel) => (pixel.value > top.value ? pixel : top));
  const isFlat = pixels.every(({ value }) => value === highest.value);
  const weight = (of: typeof pixels): number => of.reduce((total, pixel) => total + pixel.weight, 0);
  return {
    peak: isFlat ? null : [highest.x, highest.y],
    inside: weight(pixels.filter(({ isInside }) => isInside)),
    all: weight(pixels),
  };
}
