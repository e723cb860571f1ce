/** Operators that move or copy entries. */
import { intAttribute, intsAttribute } from '../attributes.ts';
import { hasNoAxes, readAxes } from '../axes.ts';
import { axisOf, stridesOf } from '../dimensions.ts';
import { attributeOr, given, integers, type Evaluator } from './evaluator.ts';
import { entryCount, type Folded } from './folded.ts';
import { broadcastSizes, broadcastTo, readStrided } from './strided.ts';

const identity: Evaluator = (evaluation) => given(evaluation);

const reshape: Evaluator = (evaluation) => {
  const { type, dims, values } = given(evaluation);
  const copies = attributeOr(evaluation, 'allowzero', 0) === 0;
  const wanted = integers(evaluation, 1)?.map((size, axis) => (size === 0 && copies ? dims[axis]! : size));
  if (wanted === undefined) return undefined;
  const known = wanted.reduce((product, size) => product * (size === -1 ? 1 : size), 1);
  return ofAllEntries({ type, dims: wanted.map((size) => (size === -1 ? values.length / known : size)), values });
};

const flatten: Evaluator = (evaluation) => {
  const x = given(evaluation);
  const { dims } = x;
  const at = attributeOr(evaluation, 'axis', 1);
  const axis = at < 0 ? at + dims.length : at;
  const count = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * size, 1);
  return ofAllEntries({ ...x, dims: [count(dims.slice(0, axis)), count(dims.slice(axis))] });
};

const squeeze: Evaluator = (evaluation) => {
  const x = given(evaluation);
  const { node, graph } = evaluation;
  const isNamed = !hasNoAxes(node);
  const axes = isNamed ? readAxes(graph, node, x.dims.length) : [];
  if (axes === undefined) return undefined;
  return ofAllEntries({ ...x, dims: x.dims.filter((size, axis) => (isNamed ? !axes.includes(axis) : size !== 1)) });
};

const unsqueeze: Evaluator = ({ node, graph, ...evaluation }) => {
  const x = given({ node, graph, ...evaluation });
  const count = readAxes(graph, node, 0)?.length;
  const axes = count === undefined ? undefined : readAxes(graph, node, x.dims.length + count);
  if (axes === undefined) return undefined;
  const dims = [...x.dims];
  for (const axis of axes.toSorted((a, b) => a - b)) dims.splice(axis, 0, 1);
  return ofAllEntries({ ...x, dims });
};

const transpose: Evaluator = (evaluation) => {
  const { type, dims, values } = given(evaluation);
  const order = intsAttribute(evaluation.node, 'perm') ?? dims.map((_, axis) => axis).reverse();
  const steps = stridesOf(dims);
  const turned = order.map((axis) => dims[axis]!);
  return {
    type,
    dims: turned,
    values: readStrided(
      values,
      turned,
      order.map((axis) => steps[axis]!),
    ),
  };
};

const expand: Evaluator = (evaluation) => {
  const x = given(evaluation);
  const wanted = integers(evaluation, 1);
  if (wanted === undefined) return undefined;
  const dims = broadcastSizes([x.dims, wanted]);
  return { type: x.type, dims, values: broadcastTo(x, dims) };
};

const tile: Evaluator = (evaluation) => {
  const { type, dims, values } = given(evaluation);
  const times = integers(evaluation, 1);
  if (times?.length !== dims.length) return undefined;
  // Every axis becomes two: which copy, and the position in it.
  const steps = stridesOf(dims);
  const doubled = dims.flatMap((size, axis) => [times[axis]!, size]);
  const tiled = readStrided(
    values,
    doubled,
    steps.flatMap((step) => [0, step]),
  );
  return { type, dims: dims.map((size, axis) => size * times[axis]!), values: tiled };
};

const slice: Evaluator = (evaluation) => {
  const { type, dims, values } = given(evaluation);
  const [starts, ends] = [integers(evaluation, 1), integers(evaluation, 2)];
  if (starts === undefined || ends === undefined) return undefined;
  const axes = integers(evaluation, 3) ?? starts.map((_, axis) => axis);
  const strides = integers(evaluation, 4) ?? starts.map(() => 1);
  const [sizes, steps] = [[...dims], [...stridesOf(dims)]];
  let offset = 0;
  starts.forEach((start, i) => {
    const axis = axisOf(axes[i]!, dims.length);
    const [size, stride] = [dims[axis]!, strides[i]!];
    const [low, high] = stride > 0 ? [0, size] : [-1, size - 1];
    const hold = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, low), high);
    const [from, to] = [hold(start), hold(ends[i]!)];
    sizes[axis] = Math.max(0, Math.ceil((to - from) / stride));
    offset += from * steps[axis]!;
    steps[axis]! *= stride;
  });
  return { type, dims: sizes, values: readStrided(values, sizes, steps, offset) };
};

const concat: Evaluator = (evaluation) => {
  const parts = evaluation.inputs.map((_, i) => given(evaluation, i));
  const [first] = parts;
  const at = intAttribute(evaluation.node, 'axis');
  if (first === undefined || at === undefined || parts.some(({ type }) => type !== first.type)) return undefined;
  const axis = axisOf(at, first.dims.length);
  const dims = first.dims.with(
    axis,
    parts.reduce((sum, part) => sum + part.dims[axis]!, 0),
  );
  const values = new Float64Array(entryCount(dims));
  // Takes the rows of each part in turn, from the concatenated axis on.
  const rows = first.dims.slice(0, axis).reduce((product, size) => product * size, 1);
  let at0 = 0;
  for (let row = 0; row < rows; row += 1) {
    for (const part of parts) {
      const length = part.values.length / rows;
      values.set(part.values.subarray(row * length, (row + 1) * length), at0);
      at0 += length;
    }
  }
  return { type: first.type, dims, values };
};

const gather: Evaluator = (evaluation) => {
  const [x, indices] = [given(evaluation), integers(evaluation, 1)];
  if (indices === undefined) return undefined;
  const axis = axisOf(attributeOr(evaluation, 'axis', 0), x.dims.length);
  const size = x.dims[axis]!;
  const [before, after] = [x.dims.slice(0, axis), x.dims.slice(axis + 1)];
  const dims = [...before, ...given(evaluation, 1).dims, ...after];
  const values = new Float64Array(entryCount(dims));
  const [rows, row] = [before, after].map((sizes) => sizes.reduce((product, each) => product * each, 1));
  let at = 0;
  for (let outer = 0; outer < rows!; outer += 1) {
    for (const named of indices) {
      const index = axisOf(named, size);
      const from = (outer * size + index) * row!;
      values.set(x.values.subarray(from, from + row!), at);
      at += row!;
    }
  }
  return { type: x.type, dims, values };
};

const split: Evaluator = (evaluation) => {
  const { type, dims, values } = given(evaluation);
  const axis = axisOf(attributeOr(evaluation, 'axis', 0), dims.length);
  const count = evaluation.node.output.length;
  const equal = Math.ceil(dims[axis]! / count);
  const sizes = integers(evaluation, 1) ?? shares(dims[axis]!, equal, count);
  const steps = stridesOf(dims);
  let start = 0;
  return sizes.map((size): Folded => {
    const part = dims.with(axis, size);
    const piece = readStrided(values, part, steps, start * steps[axis]!);
    start += size;
    return { type, dims: part, values: piece };
  });
};

/** Equal pieces; the last is smaller if they do not fit. */
function shares(whole: number, equal: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => Math.max(0, Math.min(equal, whole - i * equal)));
}

function ofAllEntries(folded: Folded): Folded | undefined {
  return entryCount(folded.dims) === folded.values.length ? folded : undefined;
}

export const moves: Readonly<Record<string, Evaluator>> = {
  Concat: concat,
  Expand: expand,
  Flatten: flatten,
  Gather: gather,
  Identity: identity,
  Reshape: reshape,
  Slice: slice,
  Split: split,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
};
