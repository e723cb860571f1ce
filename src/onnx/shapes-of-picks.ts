/** Shapes for operators that gather entries by position, repeat them, or name axes by letters. */
import { intAttribute, stringAttribute } from './attributes.ts';
import { findKnownInts } from './contents.ts';
import { axisOf, knownSize, unknownDimension, type Dimension, type Shape } from './dimensions.ts';
import { readEquation } from './einsum.ts';
import type { NodeProto } from './messages.ts';
import type { Known, ShapeRule } from './shape-rule.ts';

const tile: ShapeRule = (node, known) => {
  const repeats = findKnownInts(known, node.input[1] ?? '');
  return shapeOf(node, known, 0)?.map((size, axis): Dimension => {
    const count = repeats?.[axis];
    if (count === 1) return size;
    return typeof size === 'number' && count !== undefined ? size * count : unknownDimension;
  });
};

const einsum: ShapeRule = (node, known) => {
  const shapes = node.input.map((_, i) => shapeOf(node, known, i));
  if (!shapes.every((shape) => shape !== undefined)) return undefined;
  const equation = readEquation(
    stringAttribute(node, 'equation') ?? '',
    shapes.map(({ length }) => length),
  );
  return equation && Array.from(equation.result).map((letter) => sizeOf(letter, equation.operands, shapes));
};

/** A size of 1 matches any other. */
function sizeOf(letter: string, operands: readonly string[], shapes: readonly Shape[]): Dimension {
  const sizes = operands.flatMap((letters, i) => shapes[i]?.[letters.indexOf(letter)] ?? []);
  const numbers = sizes.filter((size) => typeof size === 'number' && size !== 1);
  return numbers[0] ?? (new Set(sizes).size === 1 ? (sizes[0] ?? unknownDimension) : unknownDimension);
}

const gatherElements: ShapeRule = (node, known) => shapeOf(node, known, 1);

const gatherND: ShapeRule = (node, known) => {
  const [shape, indices] = [shapeOf(node, known, 0), shapeOf(node, known, 1)];
  const depth = knownSize(indices?.at(-1));
  if (shape === undefined || indices === undefined || depth === undefined) return undefined;
  return [...indices.slice(0, -1), ...shape.slice((intAttribute(node, 'batch_dims') ?? 0) + depth)];
};

const topK: ShapeRule = (node, known) => {
  const shape = shapeOf(node, known, 0);
  const count = findKnownInts(known, node.input[1] ?? '')?.[0] ?? unknownDimension;
  return shape?.with(axisOf(intAttribute(node, 'axis') ?? -1, shape.length), count);
};

/** [N, C, …space of the grid]. */
const gridSample: ShapeRule = (node, known) => {
  const [shape, grid] = [shapeOf(node, known, 0), shapeOf(node, known, 1)];
  return shape && grid && [...shape.slice(0, 2), ...grid.slice(1, -1)];
};

export const pickRules = {
  Einsum: einsum,
  GatherElements: gatherElements,
  GatherND: gatherND,
  GridSample: gridSample,
  Tile: tile,
  TopK: topK,
} as const satisfies Readonly<Record<string, ShapeRule>>;

function shapeOf(node: NodeProto, { shapes }: Known, index: number): Shape | undefined {
  return shapes.get(node.input[index] ?? '');
}
