/** A classifier's weights, grouped by their depth below the logits. */
import { findAncestors, valuesRead, type GraphIndex } from '../onnx/graph.ts';
import type { NodeProto, TensorProto } from '../onnx/messages.ts';
import { isFloat } from '../onnx/random-weights.ts';
import type { Classifier } from './classifier.ts';
import { own } from '../own.ts';

export interface WeightLevel {
  readonly name: string;
  /** Initializers that this level is the first to read, from the logits down. */
  readonly weights: readonly string[];
}

/**
 * Which inputs of an operator are learned. Running means and variances are not; operators that move, clip or resize
 * have none.
 */
const learned: Readonly<Partial<Record<string, readonly number[] | 'all'>>> = {
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Gemm: 'all',
  MatMul: 'all',
  Add: 'all',
  Mul: 'all',
  // Class tokens and registers, joined to the tokens of positions.
  Concat: 'all',
  BatchNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  LayerNormalization: [1, 2],
  GroupNormalization: [1, 2],
  PRelu: [1],
};

/** Operators that pass on the entries of a weight, their first input, in another shape, order or number. */
const handsOn: ReadonlySet<string> = new Set([
  ...['Expand', 'Flatten', 'Gather', 'Identity', 'Reshape', 'Squeeze', 'Transpose', 'Unsqueeze'],
]);

/**
 * From the top down: what follows the deepest of the layers (`classifier`), then each layer with everything between it
 * and the next one up, the last one with everything before it. Levels without weights of their own are left out.
 * @param layers name → value of the graph, in order of depth
 * @returns levels that name initializers of the classifier's model
 */
export function weightLevels(
  { graph, scores }: Classifier,
  layers: Readonly<Record<string, string>>,
): readonly WeightLevel[] {
  const deepestFirst = Object.entries(layers).reverse();
  const names = ['classifier', ...deepestFirst.map(([name]) => name)];
  const ends = [scores, ...deepestFirst.map(([, value]) => value)];
  const ancestors = ends.map((value) => findAncestors(graph, value).nodes);
  const seen = new Set<string>();
  const levels = names.map((name, i): WeightLevel => {
    const further = new Set(ancestors[i + 1]);
    const nodes = ancestors[i]?.filter((node) => !further.has(node)) ?? [];
    const weights = new Set(nodes.flatMap(learnedInputs).flatMap((input) => weightBehind(graph, input) ?? []));
    const own = [...weights].filter((weight) => !seen.has(weight));
    own.forEach((weight) => seen.add(weight));
    return { name, weights: own };
  });
  return levels.filter(({ weights }) => weights.length > 0);
}

function learnedInputs(node: NodeProto): readonly string[] {
  const places = own(learned, node.opType) ?? [];
  const inputs = places === 'all' ? node.input : places.flatMap((place) => node.input[place] ?? []);
  return inputs.filter((name) => name !== '');
}

function weightBehind(graph: GraphIndex, name: string): string | undefined {
  const tensor = graph.initializers.get(name);
  if (tensor !== undefined) return isFloat(tensor) && isMany(tensor) ? name : undefined;
  const producer = graph.producers.get(name);
  const [given] = producer === undefined || !handsOn.has(producer.opType) ? [] : valuesRead(producer);
  return given === undefined ? undefined : weightBehind(graph, given);
}

/** A single number is a factor or a bound; a random one could not replace it. */
function isMany({ dims }: TensorProto): boolean {
  return dims.some((dim) => dim > 1n);
}
