/** A border of zeros: pads of the convolution or pooling that follows where that is the same, else an ONNX Pad. */
import { CamLensError } from '../../src/errors.ts';
import { asCount, asList } from '../json-value.ts';
import type { LayerContext } from '../convert-layer.ts';
import { onlyMap } from '../inputs-of-layer.ts';
import type { Pads, Value } from '../onnx-graph.ts';

/**
 * ONNX Runtime merges every Pad of plain zeros into a MaxPool behind it, where they turn into −∞ (pad_fusion.cc, up to
 * 1.30 at least). It looks at the bytes of the zero: minus zero is the same number, and is left alone.
 */
const minusZero = Float32Array.of(-0);

export function convertZeroPadding2D(context: LayerContext): Value {
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
        // Begins of all axes [batch, channels, height, width], then their ends.
        const amounts = graph.ints(`${name}/pads`, [0, 0, top, left, 0, 0, bottom, right]);
        graph.add('Pad', [graph.use(source), amounts, graph.floats(`${name}/zero`, [], minusZero)], name);
      },
    },
  };
}

/** [[top, bottom], [left, right]], as Keras saves it. */
function readPads(value: unknown, layer: string): Pads {
  const what = `option padding of layer "${layer}"`;
  const pairs = asList(value, what).map((pair) => asList(pair, what).map((count) => asCount(count, what)));
  const [[top, bottom] = [], [left, right] = []] = pairs;
  if (top === undefined || bottom === undefined || left === undefined || right === undefined) {
    throw new CamLensError('model-damaged', `${what} should be [[top, bottom], [left, right]].`);
  }
  return [top, left, bottom, right];
}
