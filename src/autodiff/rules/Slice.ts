import { knownSize } from '../../onnx/dimensions.ts';
import { putBack } from '../put-back.ts';
import type { Rule, Step } from '../rule.ts';
import { placeOfStretch, type Stretch } from '../stretch.ts';

/** y = a part of x, perhaps only every k-th entry: g there, zeros elsewhere. */
export const Slice: Rule = (step) => {
  const shape = step.knownShape(step.input());
  const stretches = readStretches(step, shape.length);
  let gradient = step.gradient();
  const places = stretches.map(({ axis, start, end, stride }) => {
    const size = knownSize(shape[axis]);
    if (stride === 1) return placeOfStretch(step, { axis, start, end }, size);
    if (size === undefined) return step.refuse(`it slices axis ${axis}, whose size is free, with stride ${stride}`);
    const { first, count } = taken(start, end, stride, size);
    if (stride < 0) gradient = reverse(step, gradient, axis);
    gradient = spread(step, gradient, axis, Math.abs(stride), count, size - first);
    const covered = Math.min(count * Math.abs(stride), size - first);
    return { axis, before: first, after: size - first - covered };
  });
  return [putBack(step, gradient, step.input(), places)];
};

function readStretches(step: Step, rank: number): readonly (Stretch & { readonly stride: number })[] {
  const ints = (index: number, otherwise?: readonly number[]): readonly number[] => {
    const known = (step.node.input[index] ?? '') === '' ? otherwise : step.inputInts(index);
    return known ?? step.refuse('its start and end are known only at run time');
  };
  const starts = ints(1);
  const [ends, axes, strides] = [
    ints(2),
    ints(3, [...starts.keys()]),
    ints(
      4,
      starts.map(() => 1),
    ),
  ];
  return starts.map((start, i) => {
    const axis = axes[i] ?? i;
    return { axis: axis < 0 ? axis + rank : axis, start, end: ends[i] ?? start, stride: strides[i] ?? 1 };
  });
}

/** The lowest entry taken, and how many: negative bounds count from the end, and both are clamped to the axis. */
function taken(start: number, end: number, stride: number, size: number): { first: number; count: number } {
  const [low, high] = stride > 0 ? [0, size] : [-1, size - 1];
  const hold = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, low), high);
  const [from, to] = [hold(start), hold(end)];
  const count = Math.max(0, Math.ceil((to - from) / stride));
  return { first: stride > 0 ? from : from + (count - 1) * stride, count };
}

function reverse(step: Step, value: string, axis: number): string {
  const [start, end, backwards] = [step.ints([-1]), step.ints([-(2 ** 31)]), step.ints([-1])];
  return step.emit('Slice', [value, start, end, step.ints([axis]), backwards]);
}

/** `stride − 1` zeros after every entry along an axis, at most `room` entries in total. */
function spread(step: Step, value: string, axis: number, stride: number, count: number, room: number): string {
  const rank = step.knownShape(step.input()).length;
  // The axis is moved last, and each entry becomes its own row.
  const order = [...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis), axis];
  const rows = step.emitOverAxes('Unsqueeze', step.transpose(value, order), [rank]);
  const pads = Array.from({ length: 2 * (rank + 1) }, (_, i) => (i === 2 * rank + 1 ? stride - 1 : 0));
  const padded = step.emit('Pad', [rows, step.ints(pads)]);
  const merged = step.emit('Reshape', [padded, step.ints(order.map((_, i) => (i === rank - 1 ? -1 : 0)))]);
  const back = step.transpose(
    merged,
    order.map((_, i) => order.indexOf(i)),
  );
  if (count * stride <= room) return back;
  return step.emit('Slice', [back, step.ints([0]), step.ints([room]), step.ints([axis])]);
}
