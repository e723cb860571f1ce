/** The gradient of the largest (or smallest) entry along axes: it goes to that entry. */
import type { Step } from './rule.ts';

/**
 * g goes to the first entry, in raster order, that equals the result: the running count of such entries is 1 there.
 *
 * @param gradient and `result`, the node's output: with reduced axes kept at size 1
 */
export function extremeGradient(step: Step, gradient: string, result: string, axes: readonly number[]): string {
  const rank = step.knownShape(step.input()).length;
  const kept = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  // Moves the reduced axes last and flattens them: [kept…, entries].
  const flat = (value: string): string =>
    step.emit('Reshape', [step.transpose(value, order), step.ints([...kept.map(() => 0), -1])]);

  const isExtreme = step.emit('Equal', [flat(step.input()), flat(result)]);
  const ones = step.emit('Where', [isExtreme, 1, 0]);
  const count = step.emit('CumSum', [ones, step.scalarInt(kept.length)]);
  const isFirst = step.emit('And', [isExtreme, step.emit('Less', [count, 1.5])]);
  const shares = step.emit('Where', [isFirst, flat(gradient), 0]);
  const spread = step.reshapeLike(shares, step.transpose(step.input(), order));
  return step.transpose(
    spread,
    order.map((_, axis) => order.indexOf(axis)),
  );
}
