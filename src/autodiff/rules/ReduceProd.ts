import { keepAxes } from '../reduced-axes.ts';
import type { Rule } from '../rule.ts';

/**
 * y = Π x over axes: g · the product of all others. Zeros are left out of a product p and counted: a nonzero entry
 * receives g · p / x if there is no zero; a zero receives g · p if it is the only one.
 */
export const ReduceProd: Rule = (step) => {
  const x = step.input();
  const axes = step.axes(step.knownShape(x).length);
  const isZero = step.emit('Equal', [x, 0]);
  const others = step.emit('Where', [isZero, 1, x]);
  const product = step.emitOverAxes('ReduceProd', others, axes, { keepdims: { int: 1 } });
  const zeros = step.emitOverAxes('ReduceSum', step.emit('Where', [isZero, 1, 0]), axes, { keepdims: { int: 1 } });
  // A zero must be the only one; a nonzero entry allows none.
  const most = step.emit('Where', [isZero, 1.5, 0.5]);
  const rest = step.emit('Where', [step.emit('Less', [zeros, most]), step.emit('Div', [product, others]), 0]);
  return [step.emit('Mul', [keepAxes(step, step.gradient(), axes), rest])];
};
