/** Checks of a layer's inputs, with errors that name the layer. */
import { CamLensError } from '../src/errors.ts';
import type { LayerContext } from './convert-layer.ts';
import type { GraphValue } from './onnx-graph.ts';

/** The single input of a layer that takes [batch, channels, height, width]. */
export function onlyMap(context: LayerContext): GraphValue {
  return only(context, false);
}

/** The single input of a layer that takes [batch, channels]. */
export function onlyVector(context: LayerContext): GraphValue {
  return only(context, true);
}

/** The single input of a layer that takes either shape. */
export function onlyInput({ layer, inputs }: LayerContext): GraphValue {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) {
    throw new CamLensError(
      'model-damaged',
      `Layer "${layer.name}" (${layer.className}) takes one input; it has ${inputs.length}.`,
    );
  }
  return input;
}

function only(context: LayerContext, flat: boolean): GraphValue {
  const input = onlyInput(context);
  if (input.flat !== flat) {
    const { name, className } = context.layer;
    const wanted = flat ? 'a pooled vector [batch, channels]' : 'a picture or map [batch, channels, height, width]';
    throw new CamLensError(
      'model-unsupported',
      `Layer "${name}" (${className}): the converter needs ${wanted} as input.`,
    );
  }
  return input;
}
