/** The sum of two or more values of one shape: where a ResNet's branches meet. */
import { CamLensError } from '../../src/errors.ts';
import type { LayerContext } from '../convert-layer.ts';
import type { GraphValue } from '../onnx-graph.ts';

export function convertAdd({ layer, inputs, graph, name }: LayerContext): GraphValue {
  const [first, ...others] = inputs;
  const last = others.pop();
  if (first === undefined || last === undefined) {
    throw new CamLensError(
      'model-damaged',
      `Layer "${layer.name}" (Add) needs at least two inputs; it has ${inputs.length}.`,
    );
  }
  const { channels, flat } = first;
  if (inputs.some((input) => input.channels !== channels || input.flat !== flat)) {
    const shapes = inputs.map((input) => `${input.name} with ${input.channels} channels`).join(', ');
    throw new CamLensError(
      'model-unsupported',
      `Layer "${layer.name}" (Add) adds values of different shapes: ${shapes}.`,
    );
  }
  // ONNX adds two at a time; all sums but the last get a generated name.
  const sum = others.reduce(
    (left, right, index) => graph.add('Add', [left, graph.use(right)], `${name}/${index + 1}`),
    graph.use(first),
  );
  graph.add('Add', [sum, graph.use(last)], name);
  return { name, channels, flat, nonNegative: inputs.every((input) => input.nonNegative) };
}
