/** Shapes of slices, concatenations and expansions of tensors. */
import { intAttribute, intsAttribute } from './attributes.ts';
import { findContents, findKnownInts } from './contents.ts';
import {
  axisOf,
  broadcastShapes,
  knownSize,
  shiftDimension,
  unknownDimension,
  unknownShape,
  type Dimension,
  type Shape,
} from './dimensions.ts';
import { findFloats } from './graph.ts';
import { limits } from './limits.ts';
import type { NodeProto } from './messages.ts';
import type { Known, ShapeRule } from './shape-rule.ts';

export const slice: ShapeRule = (node, known) => {
  const shape = shapeOf(node, known);
  const [starts, ends] = [1, 2].map((i) => findKnownInts(known, node.input[i] ?? ''));
  if (shape === undefined) return undefined;
  const axes = (node.input[3] ?? '') === '' ? shape.map((_, axis) => axis) : findKnownInts(known, node.input[3] ?? '');
  const strides = (node.input[4] ?? '') === '' ? [] : findKnownInts(known, node.input[4] ?? '');
  if (axes === undefined) return shape.map(() => unknownDimension);
  const sizes = [...shape];
  axes.slice(0, starts?.length ?? axes.length).forEach((named, i) => {
    const axis = axisOf(named, shape.length);
    const [start, end, stride] = [starts?.[i], ends?.[i], strides === undefined ? undefined : (strides[i] ?? 1)];
    const isKnown = start !== undefined && end !== undefined && stride !== undefined;
    sizes[axis] = isKnown ? slicedSize(sizes[axis] ?? unknownDimension, start, end, stride) : unknownDimension;
  });
  return sizes;
};

function slicedSize(size: Dimension, start: number, end: number, stride: number): Dimension {
  if (typeof size === 'number') {
    const [low, high] = stride > 0 ? [0, size] : [-1, size - 1];
    const hold = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, low), high);
    return Math.max(0, Math.ceil((hold(end) - hold(start)) / stride));
  }
  if (stride !== 1) return unknownDimension;
  if (start === 0 && end >= 2 ** 31 - 1) return size;
  return start >= 0 && end < 0 ? shiftDimension(size, end - start) : unknownDimension;
}

/** All pieces. */
export function split(node: NodeProto, known: Known): readonly (Shape | undefined)[] {
  const shape = shapeOf(node, known);
  if (shape === undefined) return [];
  const at = intAttribute(node, 'axis') ?? 0;
  const axis = at < 0 ? at + shape.length : at;
  const whole = knownSize(shape[axis]);
  const sizes = intsAttribute(node, 'split') ?? findKnownInts(known, node.input[1] ?? '');
  // Equal pieces; the last is smaller if they do not fit.
  const equal = whole === undefined ? undefined : Math.ceil(whole / node.output.length);
  // Pieces of one size share their shape, since there may be very many.
  const shapes = new Map<Dimension, Shape>();
  return node.output.map((_, i) => {
    const share = equal === undefined ? unknownDimension : Math.min(equal, (whole ?? 0) - i * equal);
    const size = sizes === undefined ? share : (sizes[i] ?? unknownDimension);
    const made = shapes.get(size) ?? shape.with(axis, size);
    shapes.set(size, made);
    return made;
  });
}

export const gather: ShapeRule = (node, known) => {
  const [shape, indices] = [shapeOf(node, known), shapeOf(node, known, 1)];
  if (shape === undefined || indices === undefined) return undefined;
  const at = intAttribute(node, 'axis') ?? 0;
  return shape.toSpliced(at < 0 ? at + shape.length : at, 1, ...indices);
};

export const concat: ShapeRule = (node, known) => {
  const shapes = node.input.map((_, i) => shapeOf(node, known, i));
  const [first] = shapes;
  if (first === undefined || !shapes.every((shape) => shape !== undefined)) return undefined;
  const at = intAttribute(node, 'axis') ?? 1;
  const axis = at < 0 ? at + first.length : at;
  return first.with(
    axis,
    shapes.map((shape) => shape[axis] ?? unknownDimension).reduce((sum, size) => addSizes(sum, size)),
  );
};

function addSizes(a: Dimension, b: Dimension): Dimension {
  if (typeof b === 'number') return shiftDimension(a, b);
  return typeof a === 'number' ? shiftDimension(b, a) : unknownDimension;
}

export const pad: ShapeRule = (node, known) => {
  const shape = shapeOf(node, known);
  if (shape === undefined) return undefined;
  const pads = findKnownInts(known, node.input[1] ?? '');
  const axes = (node.input[3] ?? '') === '' ? [...shape.keys()] : findKnownInts(known, node.input[3] ?? '');
  if (axes === undefined || pads?.length !== 2 * axes.length) return shape.map(() => unknownDimension);
  const sizes = [...shape];
  axes.forEach((named, i) => {
    const axis = axisOf(named, shape.length);
    sizes[axis] = shiftDimension(sizes[axis] ?? unknownDimension, (pads[i] ?? 0) + (pads[i + axes.length] ?? 0));
  });
  return sizes;
};

export const expand: ShapeRule = (node, known) => {
  const [shape, wanted] = [shapeOf(node, known), findContents(known, node.input[1] ?? '')];
  if (shape !== undefined && wanted !== undefined) return broadcastShapes(shape, wanted);
  const rank = knownSize(shapeOf(node, known, 1)?.[0]);
  if (rank === undefined || shape === undefined) return undefined;
  return unknownShape(Math.max(rank, shape.length));
};

export const resize: ShapeRule = (node, known) => {
  const shape = shapeOf(node, known);
  if (shape === undefined) return undefined;
  const scales = findFloats(known.graph, node.input[2] ?? '', limits.rank);
  const sizes = findContents(known, node.input[3] ?? '');
  const axes = intsAttribute(node, 'axes') ?? [...shape.keys()];
  const result: Dimension[] = [...shape];
  axes.forEach((named, i) => {
    const axis = axisOf(named, shape.length);
    const [size, scale] = [result[axis], scales?.[i]];
    if (scale === 1) return;
    const scaled = typeof size === 'number' && scale !== undefined ? Math.floor(size * scale) : unknownDimension;
    result[axis] = sizes?.[i] ?? scaled;
  });
  return result;
};

export const depthToSpace: ShapeRule = (node, known) => blocks(node, known, intAttribute(node, 'blocksize') ?? 1);

export const spaceToDepth: ShapeRule = (node, known) => blocks(node, known, 1 / (intAttribute(node, 'blocksize') ?? 1));

function blocks(node: NodeProto, known: Known, factor: number): Shape | undefined {
  const scale = (size: Dimension, by: number): Dimension =>
    typeof size === 'number' ? Math.round(size * by) : unknownDimension;
  return shapeOf(node, known)?.map((size, axis) => {
    if (axis === 0) return size;
    return scale(size, axis === 1 ? 1 / factor ** 2 : factor);
  });
}

function shapeOf(node: NodeProto, { shapes }: Known, index = 0): Shape | undefined {
  return shapes.get(node.input[index] ?? '');
}
