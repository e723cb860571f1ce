import { sumToShapeOf } from '../broadcast.ts';
import { DataType } from '../../onnx/messages.ts';
import type { Rule, Step } from '../rule.ts';

/** y = aᵇ, each broadcast: a receives g · b · aᵇ⁻¹, b receives g · y · ln a (0 where a ≤ 0). */
export const Pow: Rule = (step) => [
  step.needs(0) ? sumToShapeOf(step, step.emit('Mul', [step.gradient(), slope(step)]), step.input(0)) : undefined,
  step.needs(1) ? sumToShapeOf(step, gradientOfExponent(step), step.input(1)) : undefined,
];

/** Squares, by far the most common case, need no Pow. */
function slope(step: Step): string {
  const [base, exponent] = [step.input(0), step.input(1)];
  const known = step.inputFloats(1) ?? step.inputInts(1);
  if (known?.length === 1 && known[0] === 2) return step.emit('Mul', [base, 2]);
  // The exponent may have an integer type.
  const b = step.emit('Cast', [exponent], { to: { int: DataType.FLOAT } });
  return step.emit('Mul', [b, step.emit('Pow', [base, step.emit('Sub', [b, 1])])]);
}

function gradientOfExponent(step: Step): string {
  const isPositive = step.emit('Greater', [step.input(0), 0]);
  const logarithm = step.emit('Log', [step.emit('Where', [isPositive, step.input(0), 1])]);
  return step.emit('Mul', [step.gradient(), step.emit('Mul', [step.output(), logarithm])]);
}
