/** Shapes of a graph's values, as far as they are known before it runs: declared in the file, or inferred. */
import { own } from '../own.ts';
import { isSameShape, unknownDimension, type Dimension, type Shape } from './dimensions.ts';
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

/** A model's graph, the shapes of its values, and the contents of its integer tensors. */
export function inferGraph(model: Model): InferredGraph {
  return inferValues(indexGraph(model));
}

export interface InferredGraph {
  /** Its constants include everything that is known, evaluated or constant. */
  readonly graph: GraphIndex;
  readonly shapes: Shapes;
  readonly contents: Contents;
}

export function inferShapes(graph: GraphIndex): Shapes {
  return inferValues(graph).shapes;
}

/** Shapes and the contents of integer tensors, which depend on each other. */
export function inferValues(given: GraphIndex): InferredGraph {
  // Values evaluated for other sizes are no longer valid.
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
    const first = shapes.get(node.input[0] ?? '');
    const folded = folding.fold(node, first, inferred.contents);
    node.output.forEach((name, i) => {
      const shape = folded[i]?.dims ?? merge(inferred.shapes[i], declared.get(name));
      if (shape === undefined || name === '') return;
      if (shape.length > limits.rank) {
        throw beyondLimit(`The number of dimensions of the value "${name}" is`, shape.length, limits.rank);
      }
      const made = shape.every(isPlausible) ? shape : shape.map(plausible);
      // Most values have the shape of their input, and one array serves both.
      shapes.set(name, first !== undefined && isSameShape(made, first) ? first : made);
    });
    const entries = mergeContents(folded[0], inferred.contents);
    if (entries !== undefined) contents.set(node.output[0] ?? '', entries);
  }
  return { graph, shapes, contents };
}

/** @throws CamLensError `model-damaged` naming a node that does not conform to ONNX */
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
    throw new CamLensError('model-damaged', `The ${title} does not conform to ONNX.`, { cause });
  }
}

/** A size that no tensor can have counts as unknown, as does one whose name has grown too long. */
function plausible(dimension: Dimension): Dimension {
  return isPlausible(dimension) ? dimension : unknownDimension;
}

function isPlausible(dimension: Dimension): boolean {
  if (typeof dimension === 'string') return dimension.length <= longestName;
  return Number.isSafeInteger(dimension) && dimension >= 0;
}

/** Of a dimension, in characters: after ten halvings it has a few hundred. */
const longestName = 500;

function declaredShape(info: ValueInfoProto): [string, Shape][] {
  const value = info.type?.value;
  if (value?.case !== 'tensorType' || value.value.shape === undefined) return [];
  const dims = value.value.shape.dim.map(({ value: dim }) => {
    if (dim.case === 'dimValue') return plausible(Number(dim.value));
    return dim.case === 'dimParam' ? plausible(dim.value) : unknownDimension;
  });
  if (dims.length > limits.rank)
    throw beyondLimit(`The number of dimensions of "${info.name}" is`, dims.length, limits.rank);
  return [[info.name, dims]];
}

/** Numbers come first, from either side; then inferred names, which mean the same everywhere. */
function merge(inferred: Shape | undefined, declared: Shape | undefined): Shape | undefined {
  if (inferred === undefined || declared?.length !== inferred.length) return inferred ?? declared;
  return inferred.map((dimension, axis) => {
    const other = declared[axis] ?? unknownDimension;
    const isBetter = dimension === unknownDimension || (typeof dimension === 'string' && typeof other === 'number');
    return isBetter ? other : dimension;
  });
}
