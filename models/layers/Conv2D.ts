/**
 * A convolution. Its kernel is transposed from [height, width, in, out] to [out, in, height, width] when its node is
 * added, in the same step that folds in a following batch normalisation, so that every weight is rounded once.
 */
import { addActivated, isNonNegative, readActivation } from '../activations.ts';
import type { LayerContext } from '../convert-layer.ts';
import { onlyMap } from '../inputs-of-layer.ts';
import type { Pads, GraphValue } from '../onnx-graph.ts';
import { ones, outputsFirst } from '../outputs-first.ts';
import { noPads, readPadding } from '../same-padding.ts';

export function convertConv2D(context: LayerContext): GraphValue {
  const { layer, options, graph, weights } = context;
  const input = onlyMap(context);
  options.choice('data_format', ['channels_last']);
  options.only('dilation_rate', [1, 1]);
  options.only('groups', 1);
  const channels = options.number('filters');
  const window = options.pair('kernel_size');
  const strides = options.pair('strides');
  const activation = readActivation(options);
  const own = readPadding(options, window, strides);
  const { source, pads } = input.pending?.padding ?? { source: input, pads: noPads };
  const { values: kernel } = weights.get(`${layer.name}/kernel`, [...window, input.channels, channels]);
  const bias = options.flag('use_bias')
    ? weights.get(`${layer.name}/bias`, [channels]).values
    : new Float32Array(channels);
  // The border of a preceding ZeroPadding2D and the convolution's own padding add up to one border of zeros.
  const attributes = {
    kernel_shape: { ints: window },
    pads: { ints: joinPads(own, pads) },
    strides: { ints: strides },
  };

  const value = (name: string, scale: Float64Array, shift: Float64Array): GraphValue => ({
    name,
    channels,
    flat: false,
    nonNegative: isNonNegative(activation),
    pending: {
      add: () => {
        const shape = [channels, input.channels, ...window];
        const operands = [
          graph.use(source),
          graph.floats(`${layer.name}/kernel`, shape, outputsFirst(kernel, input.channels, scale)),
          graph.floats(
            `${layer.name}/bias`,
            [channels],
            bias.map((one, c) => one * scale[c]! + shift[c]!),
          ),
        ];
        addActivated(graph, activation, name, (linear) => graph.add('Conv', operands, linear, attributes));
      },
      ...(activation === 'linear' ? { rescaled: value } : {}),
    },
  });
  return value(context.name, ones(channels), new Float64Array(channels));
}

function joinPads(a: Pads, b: Pads): number[] {
  return a.map((count, side) => count + b[side]!);
}
