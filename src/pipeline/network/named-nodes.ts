/** Gives each node of a graph a name from which it is found again, whatever a runtime appends. */
import { findAncestors, indexGraph } from '../../onnx/graph.ts';
import { withGraph, withNode, type Model, type NodeProto } from '../../onnx/messages.ts';

/** `forward`: needed for the logits or activations. `gradient`: only for gradients. */
export type NetworkSide = 'forward' | 'gradient';

export interface NamedNode {
  /** Its name in the graph; that of its first output if it has none. */
  readonly name: string;
  /** ONNX operator. */
  readonly operator: string;
  readonly side: NetworkSide;
}

export interface NamedNodes {
  readonly model: Model;
  readonly nodes: readonly NamedNode[];
  /** The node that a runtime's name was made from; undefined if the runtime inserted it. */
  readonly find: (name: string) => NamedNode | undefined;
}

const prefix = 'cam-lens-';
const pattern = new RegExp(`^${prefix}(\\d+)(?!\\d)`);

/** @param forward outputs that need no gradients */
export function nameNodes(model: Model, forward: readonly string[]): NamedNodes {
  const graph = indexGraph(model);
  const needed = new Set<NodeProto>(forward.flatMap((output) => findAncestors(graph, output).nodes));
  const given = model.graph.node;
  const nodes = given.map((node): NamedNode => ({
    ...{ name: node.name || (node.output[0] ?? ''), operator: node.opType },
    side: needed.has(node) ? 'forward' : 'gradient',
  }));
  return {
    nodes,
    model: withGraph(model, { node: given.map((node, i) => withNode(node, { name: `${prefix}${i}` })) }),
    find: (name) => nodes[Number(pattern.exec(name)?.[1] ?? -1)],
  };
}
