/** Weights that are no numbers: a GPU's ReLU may make 0 of NaN, and then nothing tells what came of them. */
import { constantTensor } from '../onnx/constants.ts';
import { findAncestors } from '../onnx/graph.ts';
import { floatsOf, isFloat } from '../onnx/random-weights.ts';
import type { Classifier } from './classifier.ts';

/**
 * A float32 weight behind the scores that holds NaN. Infinity may be meant, as where attention is masked; NaN never is.
 * @returns its name; undefined where there is none
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

/** A sum is NaN where a term is; and where infinities cancel, which is looked at more closely. */
function hasNaN(values: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const end = values.length - 3;
  let i = 0;
  // Four sums side by side: a processor does not wait for one to add to the next.
  for (; i < end; i += 4) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
  }
  for (; i < values.length; i++) a += values[i]!;
  return Number.isNaN(a + b + c + d) && values.some((value) => Number.isNaN(value));
}
