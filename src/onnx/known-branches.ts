/**
 * Replaces If nodes whose condition is known before the graph runs by the nodes of the branch taken. PyTorch's exporter
 * writes a squeeze of one axis as an If, even if the axis has a fixed size.
 */
import { node as makeNode } from './build.ts';
import { readFolded } from './folding/folded.ts';
import { FreshNames } from './fresh-names.ts';
import { findConstant, isStandardDomain, type GraphIndex } from './graph.ts';
import {
  withGraph,
  withInnerGraphs,
  withNode,
  withTensorName,
  type GraphProto,
  type Model,
  type NodeProto,
  type TensorProto,
} from './messages.ts';
import { inferGraph, type InferredGraph } from './shapes.ts';

/** Nested branches are resolved one level at a time, up to this depth. */
const deepest = 8;

/**
 * Returns the given model if it has no such node. Names of values outside the branches do not change.
 * @param inferred what is known about the model
 */
export function takeKnownBranches(
  model: Model,
  inferred: InferredGraph,
): { readonly model: Model; readonly inferred: InferredGraph } {
  let taken = { model, inferred };
  for (let depth = 0; depth < deepest; depth += 1) {
    const next = takeOnce(taken.model, taken.inferred.graph);
    if (next === undefined) return taken;
    taken = { model: next, inferred: inferGraph(next) };
  }
  return taken;
}

function takeOnce(model: Model, graph: GraphIndex): Model | undefined {
  const branches = new Map<NodeProto, GraphProto>();
  for (const node of model.graph.node) {
    const branch = node.opType === 'If' ? branchTaken(node, graph) : undefined;
    if (branch !== undefined) branches.set(node, branch);
  }
  if (branches.size === 0) return undefined;
  const given = [...model.graph.input, ...model.graph.initializer].map(({ name }) => name);
  const names = new FreshNames([...given, ...graph.producers.keys()]);
  const initializers: TensorProto[] = [...model.graph.initializer];
  const nodes = model.graph.node.flatMap((node) => {
    const branch = branches.get(node);
    if (branch === undefined) return [node];
    const parts = inPlaceOf(node, branch, names);
    initializers.push(...parts.initializers);
    return parts.nodes;
  });
  return withGraph(model, { node: nodes, initializer: initializers });
}

function branchTaken(node: NodeProto, graph: GraphIndex): GraphProto | undefined {
  const tensor = isStandardDomain(node.domain) ? findConstant(graph, node.input[0] ?? '') : undefined;
  const [condition, ...others] = (tensor === undefined ? undefined : readFolded(tensor))?.values ?? [];
  if (condition === undefined || others.length > 0) return undefined;
  const wanted = condition === 0 ? 'else_branch' : 'then_branch';
  const branch = node.attribute.find(({ name }) => name === wanted)?.g;
  return branch?.output.length === node.output.length ? branch : undefined;
}

function inPlaceOf(
  node: NodeProto,
  branch: GraphProto,
  names: FreshNames,
): { readonly nodes: readonly NodeProto[]; readonly initializers: readonly TensorProto[] } {
  const made = madeIn(branch).filter((name) => name !== '');
  const renamed = new Map(made.map((name) => [name, names.take(name)]));
  const nameOf = (name: string): string => renamed.get(name) ?? name;
  return {
    nodes: [
      ...branch.node.map((each) => renamedNode(each, renamed)),
      ...node.output.flatMap((name, i) =>
        name === '' ? [] : [makeNode('Identity', [nameOf(branch.output[i]?.name ?? '')], [name])],
      ),
    ],
    initializers: branch.initializer.map((tensor) => withTensorName(tensor, nameOf(tensor.name))),
  };
}

function madeIn({ node, initializer }: GraphProto): readonly string[] {
  return [...initializer.map(({ name }) => name), ...node.flatMap(({ output }) => output)];
}

/** Graphs inside it see the same values, unless they define others of the same name. */
function renamedNode(node: NodeProto, renamed: ReadonlyMap<string, string>): NodeProto {
  const nameOf = (name: string): string => renamed.get(name) ?? name;
  return withNode(node, {
    input: node.input.map(nameOf),
    output: node.output.map(nameOf),
    attribute: node.attribute.map((each) =>
      withInnerGraphs(each, (graph) => {
        const own = new Set([...graph.input.map(({ name }) => name), ...madeIn(graph)]);
        const seen = new Map([...renamed].filter(([name]) => !own.has(name)));
        return graph.node.map((inner) => renamedNode(inner, seen));
      }),
    ),
  });
}
