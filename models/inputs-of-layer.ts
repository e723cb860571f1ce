/** Checks on what a layer is given, with errors that name the layer. */
import { CamLensError } from '../src/errors.ts';
import type { LayerContext } from './convert-layer.ts';
import type { Value } from './onnx-graph.ts';

/** The one input of a layer that takes [batch, channels, height, width]. */
export function onlyMap(context: LayerContext): Value {
  return only(context, false);
}

/** The one input of a layer that takes [batch, channels]. */
export function onlyVector(context: LayerContext): Value {
  return only(context, true);
}

/** The one input of a layer that takes either. */
export function onlyInput({ layer, inputs }: LayerContext): Value {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) {
    throw new CamLensError(
      'model-damaged',
      `Layer "${layer.name}" (${layer.className}) takes one input, and has ${inputs.length}.`,
    );
  }
  return input;
}

function only(context: LayerContext, flat: boolean): Value {
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
