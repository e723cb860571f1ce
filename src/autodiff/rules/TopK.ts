import { knownSize } from '../../onnx/dimensions.ts';
import type { Rule } from '../rule.ts';

/**
 * y = the k largest (or smallest) entries along an axis: g goes to their positions; among equal entries, the first of
 * the equal values goes to the first of them, and so on.
 */
export const TopK: Rule = (step) => {
  const rank = step.knownShape(step.input()).length;
  const axis = step.axis(-1);
  const [size, count] = [step.input(), step.output()].map((value) => knownSize(step.knownShape(value)[axis]));
  if (size === undefined || count === undefined) return step.refuse('k or the size of its axis is not known');
  step.checkTable(size * count);
  // [entry, value] after the other axes.
  const others = Array.from({ length: rank }, (_, i) => i).filter((each) => each !== axis);
  const order = [...others, axis];
  const last = (value: string): string => step.transpose(value, order);
  const asColumn = (value: string): string => step.emitOverAxes('Unsqueeze', last(value), [rank]);
  const asRow = (value: string): string => step.emitOverAxes('Unsqueeze', last(value), [rank - 1]);
  const asNumber = (truth: string): string => step.emit('Where', [truth, 1, 0]);

  const isEqual = step.emit('Equal', [asColumn(step.input()), asRow(step.output())]);
  const placeAmongEntries = step.emit('CumSum', [asNumber(isEqual), step.scalarInt(rank - 1)]);
  // Equal values: [value, value], counted along the first.
  const isSame = step.emit('Equal', [asColumn(step.output()), asRow(step.output())]);
  const before = step.floats(
    Array.from({ length: count * count }, (_, i) => (Math.floor(i / count) <= i % count ? 1 : 0)),
    [count, count],
  );
  const placeAmongValues = step.emitOverAxes('ReduceSum', step.emit('Mul', [asNumber(isSame), before]), [rank - 1], {
    keepdims: { int: 1 },
  });
  const isPlace = step.emit('Less', [step.emit('Abs', [step.emit('Sub', [placeAmongEntries, placeAmongValues])]), 0.5]);
  const taken = step.emit('Where', [step.emit('And', [isEqual, isPlace]), asRow(step.gradient()), 0]);
  const sums = step.emitOverAxes('ReduceSum', taken, [rank], { keepdims: { int: 0 } });
  return [
    step.transpose(
      sums,
      order.map((_, i) => order.indexOf(i)),
    ),
  ];
};
