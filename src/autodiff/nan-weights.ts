/** Finds NaN in weights: on a GPU, ReLU may turn NaN into 0, and the result shows no sign of it. */
import { constantTensor } from '../onnx/constants.ts';
import { findAncestors } from '../onnx/graph.ts';
import { floatsOf, isFloat } from '../onnx/random-weights.ts';
import type { Classifier } from './classifier.ts';

/**
 * A float32 weight that the scores depend on and that contains NaN. Infinity may be intended, as in attention masks;
 * NaN never is.
 * @returns its name; undefined if there is none
 */
export function findNaNWeight({ graph, scores }: Pick<Classifier, 'graph' | 'scores'>): string | undefined {
  const { nodes, values } = findAncestors(graph, scores);
  for (const [name, tensor] of graph.initializers) {
    if (values.has(name) && isFloat(tensor) && hasNaN(floatsOf(tensor))) return name;
  }
  for (const node of nodes) {
    const tensor = constantTensor(node);
    if (tensor !== undefined && isFloat(tensor) && hasNaN(floatsOf(tensor))) return node.output[0];
  }
  return undefined;
}

/** A sum is NaN if one of its terms is, or if infinities cancel, which is checked separately. */
function hasNaN(values: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const end = values.length - 3;
  let i = 0;
  // Four independent sums, so the processor does not have to wait for one addition before the next.
  for (; i < end; i += 4) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
  }
  for (; i < values.length; i++) a += values[i]!;
  return Number.isNaN(a + b + c + d) && values.some((value) => Number.isNaN(value));
}
