/**
 * Maximum over windows. ONNX pads a MaxPool with −∞, Keras's ZeroPadding2D with 0: the two agree only if the map is
 * never negative and every window covers some of it. Otherwise the zeros stay a separate Pad.
 */
import type { LayerContext } from '../convert-layer.ts';
import { onlyMap } from '../inputs-of-layer.ts';
import type { Pads, GraphValue } from '../onnx-graph.ts';
import { readPadding } from '../same-padding.ts';

export function convertMaxPooling2D(context: LayerContext): GraphValue {
  const { options, graph, name } = context;
  const input = onlyMap(context);
  options.choice('data_format', ['channels_last']);
  const window = options.pair('pool_size');
  const strides = options.pair('strides');
  // Keras pads "same" with −∞, as ONNX does.
  const own = readPadding(options, window, strides);
  const { source, pads } = foldedZeros(input, window, own) ?? { source: input, pads: own };
  graph.add('MaxPool', [graph.use(source)], name, {
    kernel_shape: { ints: window },
    pads: { ints: pads },
    strides: { ints: strides },
  });
  return { name, channels: input.channels, flat: false, nonNegative: input.nonNegative };
}

/** The border of zeros as pads of the pool, if that is provably equivalent. */
function foldedZeros(
  input: GraphValue,
  window: readonly [number, number],
  own: Pads,
): { source: GraphValue; pads: Pads } | undefined {
  const padding = input.pending?.padding;
  if (padding === undefined || !padding.source.nonNegative || own.some((count) => count > 0)) return undefined;
  const [height, width] = window;
  const [top, left, bottom, right] = padding.pads;
  const everyWindowSeesTheMap = Math.max(top, bottom) < height && Math.max(left, right) < width;
  return everyWindowSeesTheMap ? padding : undefined;
}
