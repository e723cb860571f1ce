/** Weights that come with every run: a session serves any number of them, and holds none itself. */
import { floatValue } from './build.ts';
import { withGraph } from './messages.ts';
import type { Model } from './messages.ts';

/**
 * The model with some weights as inputs, of the shapes that they have; all else is the SAME object.
 * @param names of float32 initializers; those that the model does not have are passed over
 */
export function withFedWeights(model: Model, names: ReadonlySet<string>): Model {
  const { initializer, input } = model.graph;
  const fed = initializer.filter(({ name }) => names.has(name));
  // Old files list their weights among the inputs too.
  const others = input.filter(({ name }) => !names.has(name));
  return withGraph(model, {
    initializer: initializer.filter(({ name }) => !names.has(name)),
    input: [...others, ...fed.map(({ name, dims }) => floatValue(name, dims.map(Number)))],
  });
}
