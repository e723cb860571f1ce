/** The nodes between a picture and its logits that have gradients. */
import { valuesRead, type GraphIndex } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Classifier } from './classifier.ts';
import { endsGradients } from './rules/no-gradient.ts';

/** The nodes that the logits depend on, except those that only read a shape. */
export function findLeading(graph: GraphIndex, logits: string): ReadonlySet<NodeProto> {
  const values = new Set([logits]);
  const leading = new Set<NodeProto>();
  for (const node of graph.nodes.toReversed()) {
    if (endsGradients(node) || !node.output.some((name) => values.has(name))) continue;
    leading.add(node);
    for (const name of valuesRead(node)) values.add(name);
  }
  return leading;
}

export interface GradientPath {
  /** In topological order. */
  readonly nodes: readonly NodeProto[];
  /** Value → the nodes of the path that read it, in order; values that the logits do not depend on are absent. */
  readonly readers: ReadonlyMap<string, readonly NodeProto[]>;
}

/** The nodes leading to the logits that depend on the picture. */
export function findGradientPath({ graph, image, scores }: Classifier): GradientPath {
  const leading = findLeading(graph, scores);
  const reached = new Set([image]);
  const nodes = graph.nodes.filter((node) => {
    if (!leading.has(node) || !valuesRead(node).some((name) => reached.has(name))) return false;
    for (const name of node.output) reached.add(name);
    return true;
  });
  const readers = new Map<string, NodeProto[]>();
  for (const node of nodes) {
    for (const name of valuesRead(node)) {
      if (!reached.has(name)) continue;
      const known = readers.get(name);
      if (known === undefined) readers.set(name, [node]);
      else if (known.at(-1) !== node) known.push(node);
    }
  }
  return { nodes, readers };
}

/** A walk along the path from one value: tracks the values found that still have to be read, and by how many nodes. */
export class Front {
  readonly #readers: GradientPath['readers'];
  readonly #open = new Map<string, number>();

  constructor({ readers }: GradientPath, start: string) {
    this.#readers = readers;
    this.#add(start);
  }

  pass(node: NodeProto): void {
    for (const name of new Set(valuesRead(node))) {
      const rest = (this.#open.get(name) ?? 0) - 1;
      if (rest > 0) this.#open.set(name, rest);
      else this.#open.delete(name);
    }
    node.output.forEach((name) => this.#add(name));
  }

  /** The only value through which all paths from the start lead here, if there is one. */
  get only(): string | undefined {
    return this.#open.size === 1 ? this.#open.keys().next().value : undefined;
  }

  #add(name: string): void {
    const readers = this.#readers.get(name)?.length ?? 0;
    if (readers > 0) this.#open.set(name, readers);
  }
}
