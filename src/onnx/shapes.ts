/** Shapes of a graph's values as far as they are known before it runs: what the file declares, and what follows. */
import { own } from '../own.ts';
import { unknownDimension, type Dimension, type Shape } from './dimensions.ts';
import { Folding } from './folding/fold.ts';
import { findConstants, indexGraph, type GraphIndex } from './graph.ts';
import type { NodeProto, ValueInfoProto } from './messages.ts';
import { contentsOf, mergeContents, type Contents } from './contents.ts';
import { CamLensError } from '../errors.ts';
import { beyondLimit, limits } from './limits.ts';
import type { Model } from './messages.ts';
import { shapeRules } from './shape-rules.ts';
import type { Known } from './shape-rule.ts';
import { split } from './shapes-of-parts.ts';

/** Value → shape; values whose rank is not known are absent. */
export type Shapes = ReadonlyMap<string, Shape>;

/** A model's graph, the shapes of its values, and what its integer tensors hold. */
export function inferGraph(model: Model): InferredGraph {
  return inferValues(indexGraph(model));
}

export interface InferredGraph {
  /** Its constants are all that is known, evaluated or written in. */
  readonly graph: GraphIndex;
  readonly shapes: Shapes;
  readonly contents: Contents;
}

export function inferShapes(graph: GraphIndex): Shapes {
  return inferValues(graph).shapes;
}

/** Shapes, and what integer tensors hold: each is needed for the other. */
export function inferValues(given: GraphIndex): InferredGraph {
  // What was evaluated for other sizes counts no more.
  const constants = findConstants(given.nodes, given.initializers);
  const graph = { ...given, constants };
  const folding = new Folding(graph, constants);
  const declared = new Map(graph.declared.flatMap((value) => declaredShape(value)));
  const shapes = new Map<string, Shape>();
  const contents = new Map<string, Shape>();
  const known = { graph, shapes, contents };
  for (const [name, tensor] of graph.initializers) shapes.set(name, tensor.dims.map(Number));
  for (const { name } of graph.inputs) {
    const shape = declared.get(name);
    if (shape !== undefined) shapes.set(name, shape);
  }
  for (const node of graph.nodes) {
    const inferred = inferNode(node, known);
    const folded = folding.fold(node, shapes.get(node.input[0] ?? ''), inferred.contents);
    node.output.forEach((name, i) => {
      const shape = folded[i]?.dims ?? merge(inferred.shapes[i], declared.get(name));
      if (shape === undefined || name === '') return;
      if (shape.length > limits.rank) {
        throw beyondLimit(`The dimensions of the value "${name}" number`, shape.length, limits.rank);
      }
      shapes.set(name, shape.every(isPlausible) ? shape : shape.map(plausible));
    });
    const entries = mergeContents(folded[0], inferred.contents);
    if (entries !== undefined) contents.set(node.output[0] ?? '', entries);
  }
  return { graph, shapes, contents };
}

/** @throws CamLensError `model-damaged` naming a node that is not as ONNX has it */
function inferNode(
  node: NodeProto,
  known: Known,
): { readonly shapes: readonly (Shape | undefined)[]; readonly contents: Shape | undefined } {
  try {
    const shapes = node.opType === 'Split' ? split(node, known) : [own(shapeRules, node.opType)?.(node, known)];
    return { shapes, contents: contentsOf(node, known) };
  } catch (cause) {
    if (cause instanceof CamLensError) throw cause;
    const title = `${node.opType} node "${node.name || (node.output[0] ?? '')}"`;
    throw new CamLensError('model-damaged', `The ${title} is not as ONNX defines it.`, { cause });
  }
}

/** Nothing is known of a size that no tensor can have, nor of one whose name has grown out of hand. */
function plausible(dimension: Dimension): Dimension {
  return isPlausible(dimension) ? dimension : unknownDimension;
}

function isPlausible(dimension: Dimension): boolean {
  if (typeof dimension === 'string') return dimension.length <= longestName;
  return Number.isSafeInteger(dimension) && dimension >= 0;
}

/** Of a dimension, in characters: what has gone through ten halvings has some hundred. */
const longestName = 500;

function declaredShape(info: ValueInfoProto): [string, Shape][] {
  const value = info.type?.value;
  if (value?.case !== 'tensorType' || value.value.shape === undefined) return [];
  const dims = value.value.shape.dim.map(({ value: dim }) => {
    if (dim.case === 'dimValue') return plausible(Number(dim.value));
    return dim.case === 'dimParam' ? plausible(dim.value) : unknownDimension;
  });
  if (dims.length > limits.rank) throw beyondLimit(`The dimensions of "${info.name}" number`, dims.length, limits.rank);
  return [[info.name, dims]];
}

/** Numbers first, from either side; then what was inferred, whose names mean the same everywhere. */
function merge(inferred: Shape | undefined, declared: Shape | undefined): Shape | undefined {
  if (inferred === undefined || declared?.length !== inferred.length) return inferred ?? declared;
  return inferred.map((dimension, axis) => {
    const other = declared[axis] ?? unknownDimension;
    const isBetter = dimension === unknownDimension || (typeof dimension === 'string' && typeof other === 'number');
    return isBetter ? other : dimension;
  });
}
