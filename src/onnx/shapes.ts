/** Shapes of a graph's values as far as they are known before it runs: what the file declares, and what follows. */
import { unknownDimension, type Shape } from './dimensions.ts';
import type { GraphIndex } from './graph.ts';
import type { NodeProto, ValueInfoProto } from './messages.ts';
import { contentsOf, type Contents } from './contents.ts';
import { CamLensError } from '../errors.ts';
import { shapeRules, type Known } from './shape-rules.ts';
import { split } from './shapes-of-parts.ts';

/** Value → shape; values whose rank is not known are absent. */
export type Shapes = ReadonlyMap<string, Shape>;

export function inferShapes(graph: GraphIndex): Shapes {
  return inferValues(graph).shapes;
}

/** Shapes, and what integer tensors hold: each is needed for the other. */
export function inferValues(graph: GraphIndex): { readonly shapes: Shapes; readonly contents: Contents } {
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
    const inferred = outputShapes(node, known);
    node.output.forEach((name, i) => {
      const shape = merge(inferred[i], declared.get(name));
      if (shape !== undefined) shapes.set(name, shape);
    });
    const entries = contentsOf(node, known);
    if (entries !== undefined) contents.set(node.output[0] ?? '', entries);
  }
  return { shapes, contents };
}

/** @throws CamLensError `model-damaged` naming a node that is not as ONNX has it */
function outputShapes(node: NodeProto, known: Known): readonly (Shape | undefined)[] {
  try {
    return node.opType === 'Split' ? split(node, known) : [shapeRules[node.opType]?.(node, known)];
  } catch (cause) {
    const title = `${node.opType} node "${node.name || (node.output[0] ?? '')}"`;
    throw new CamLensError('model-damaged', `The ${title} is not as ONNX defines it.`, { cause });
  }
}

function declaredShape(info: ValueInfoProto): [string, Shape][] {
  const value = info.type?.value;
  if (value?.case !== 'tensorType' || value.value.shape === undefined) return [];
  const dims = value.value.shape.dim.map(({ value: dim }) => {
    if (dim.case === 'dimValue') return Number(dim.value);
    return dim.case === 'dimParam' ? dim.value : unknownDimension;
  });
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
