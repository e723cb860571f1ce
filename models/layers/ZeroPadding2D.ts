/** A border of zeros: pads of the following convolution or pooling if that is equivalent, otherwise an ONNX Pad. */
import { CamLensError } from '../../src/errors.ts';
import { asCount, asList } from '../json-value.ts';
import type { LayerContext } from '../convert-layer.ts';
import { onlyMap } from '../inputs-of-layer.ts';
import type { Pads, GraphValue } from '../onnx-graph.ts';

/**
 * ONNX Runtime merges every Pad of zeros into a following MaxPool, where they become −∞ (pad_fusion.cc, up to 1.30 at
 * least). It compares the bytes of the constant, so minus zero, which has the same value, prevents the merge.
 */
const minusZero = Float32Array.of(-0);

export function convertZeroPadding2D(context: LayerContext): GraphValue {
  const { options, graph, name } = context;
  const source = onlyMap(context);
  options.choice('data_format', ['channels_last']);
  const pads = readPads(options.any('padding'), context.layer.name);
  const [top, left, bottom, right] = pads;
  return {
    name,
    channels: source.channels,
    flat: false,
    nonNegative: source.nonNegative,
    pending: {
      padding: { source, pads },
      add: () => {
        // Padding before each axis [batch, channels, height, width], then after each.
        const amounts = graph.ints(`${name}/pads`, [0, 0, top, left, 0, 0, bottom, right]);
        graph.add('Pad', [graph.use(source), amounts, graph.floats(`${name}/zero`, [], minusZero)], name);
      },
    },
  };
}

/** Reads [[top, bottom], [left, right]], Keras's form. */
function readPads(value: unknown, layer: string): Pads {
  const what = `option padding of layer "${layer}"`;
  const pairs = asList(value, what).map((pair) => asList(pair, what).map((count) => asCount(count, what)));
  const [[top, bottom] = [], [left, right] = []] = pairs;
  if (top === undefined || bottom === undefined || left === undefined || right === undefined) {
    throw new CamLensError('model-damaged', `${what} should be [[top, bottom], [left, right]].`);
  }
  return [top, left, bottom, right];
}
