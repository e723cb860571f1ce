/** Operators that reduce many entries to one along some axes. */
import { hasNoAxes, readAxes } from '../axes.ts';
import { axisOf, stridesOf } from '../dimensions.ts';
import { attributeOr, given, integers, type Evaluator } from './evaluator.ts';
import { held, type Folded } from './folded.ts';
import { readStrided } from './strided.ts';

/** Reduces the entries along the axes, in order. */
const reduction =
  (combine: (entries: Float64Array) => number): Evaluator =>
  (evaluation) => {
    const { node, graph } = evaluation;
    const x = given(evaluation);
    const { dims } = x;
    if (hasNoAxes(node) && attributeOr(evaluation, 'noop_with_empty_axes', 0) === 1) return x;
    const axes = hasNoAxes(node) ? [...dims.keys()] : readAxes(graph, node, dims.length);
    if (axes === undefined) return undefined;
    const kept = [...dims.keys()].filter((axis) => !axes.includes(axis));
    const rest = kept.map((axis) => dims[axis]!);
    const sorted = alongLast(x, [...kept, ...axes]);
    const length = axes.reduce((product, axis) => product * dims[axis]!, 1);
    const count = rest.reduce((product, size) => product * size, 1);
    const values = Float64Array.from({ length: count }, (_, i) =>
      held(x.type, combine(sorted.subarray(i * length, (i + 1) * length))),
    );
    const keeps = attributeOr(evaluation, 'keepdims', 1) === 1;
    return { type: x.type, dims: keeps ? dims.map((size, axis) => (axes.includes(axis) ? 1 : size)) : rest, values };
  };

/** Running sums along one axis. */
const cumSum: Evaluator = (evaluation) => {
  const x = given(evaluation);
  const [named] = integers(evaluation, 1) ?? [];
  const isPlain = attributeOr(evaluation, 'exclusive', 0) === 0 && attributeOr(evaluation, 'reverse', 0) === 0;
  if (named === undefined || !isPlain) return undefined;
  const axis = axisOf(named, x.dims.length);
  const [step, size] = [stridesOf(x.dims)[axis]!, x.dims[axis]!];
  const values = Float64Array.from(x.values);
  values.forEach((value, i) => {
    if (Math.floor(i / step) % size > 0) values[i] = held(x.type, value + values[i - step]!);
  });
  return { ...x, values };
};

function alongLast({ dims, values }: Folded, order: readonly number[]): Float64Array {
  const steps = stridesOf(dims);
  const [sizes, strides] = [dims, steps].map((each) => order.map((axis) => each[axis]!));
  return readStrided(values, sizes!, strides!);
}

const sum = (entries: Float64Array): number => entries.reduce((total, value) => total + value, 0);

export const reductions: Readonly<Record<string, Evaluator>> = {
  CumSum: cumSum,
  ReduceMax: reduction((entries) => entries.reduce((most, value) => Math.max(most, value), -Infinity)),
  ReduceMean: reduction((entries) => sum(entries) / entries.length),
  ReduceMin: reduction((entries) => entries.reduce((least, value) => Math.min(least, value), Infinity)),
  ReduceProd: reduction((entries) => entries.reduce((product, value) => product * value, 1)),
  ReduceSum: reduction(sum),
};
