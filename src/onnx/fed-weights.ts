/** Weights supplied with every run: one session serves any number of them, and holds none itself. */
import { floatValue } from './build.ts';
import { withGraph } from './messages.ts';
import type { Model } from './messages.ts';

/**
 * The model with some weights turned into inputs of the same shapes; everything else is the SAME object.
 * @param names of float32 initializers; unknown names are ignored
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
