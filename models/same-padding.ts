/** Keras's option `padding` for windows that slide over a map. */
import type { LayerOptions } from './layer-options.ts';
import type { Pads } from './onnx-graph.ts';

export const noPads: Pads = [0, 0, 0, 0];

/**
 * Rows and columns that the layer's option `padding` adds: `valid` none; `same` as many as keep the output as large as
 * the input, the odd one after (TensorFlow's rule). With strides above 1 that number depends on the input's size, which
 * is free here: refused, unless the window is 1 wide and never needs any.
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
