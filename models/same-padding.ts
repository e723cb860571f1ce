/** Keras's option `padding` for windows that slide over a map. */
import type { LayerOptions } from './layer-options.ts';
import type { Pads } from './onnx-graph.ts';

export const noPads: Pads = [0, 0, 0, 0];

/**
 * Rows and columns that the layer's option `padding` adds: `valid` none; `same` as many as keep the size of the output
 * equal to that of the input, an odd one after the input (TensorFlow's rule). With strides above 1 the number depends
 * on the size of the input, which is free here, so `same` is an error, except for windows of width 1, which need no
 * padding.
 * @param window [height, width]
 * @param strides [height, width]
 */
export function readPadding(
  options: LayerOptions,
  window: readonly [number, number],
  strides: readonly [number, number],
): Pads {
  if (options.choice('padding', ['valid', 'same']) === 'valid') return noPads;
  const isFree = [0, 1].every((axis) => strides[axis] === 1 || window[axis] === 1);
  if (!isFree) throw options.unsupported('padding', `"valid" where strides are [${strides.join(', ')}]`);
  const [rows, columns] = [window[0] - 1, window[1] - 1];
  const [top, left] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  return [top, left, rows - top, columns - left];
}
