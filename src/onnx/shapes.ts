/** Shapes of a graph's values as far as they are known before it runs: what the file declares, and what follows. */
import { unknownDimension, type Shape } from './dimensions.ts';
import type { GraphIndex } from './graph.ts';
import type { ValueInfoProto } from './messages.ts';
import { shapeRules } from './shape-rules.ts';

/** Value → shape; values whose rank is not known are absent. */
export type Shapes = ReadonlyMap<string, Shape>;

export function inferShapes(graph: GraphIndex): Shapes {
  const declared = new Map(graph.declared.flatMap((value) => declaredShape(value)));
  const shapes = new Map<string, Shape>();
  for (const [name, tensor] of graph.initializers) shapes.set(name, tensor.dims.map(Number));
  for (const { name } of graph.inputs) {
    const shape = declared.get(name);
    if (shape !== undefined) shapes.set(name, shape);
  }
  for (const node of graph.nodes) {
    const inferred = shapeRules[node.opType]?.(node, { graph, shapes });
    node.output.forEach((name, i) => {
      const shape = merge(i === 0 ? inferred : undefined, declared.get(name));
      if (shape !== undefined) shapes.set(name, shape);
    });
  }
  return shapes;
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
