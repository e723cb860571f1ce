import { sumToShapeOf } from '../broadcast.ts';
import type { Rule, Step } from '../rule.ts';

/** y = A B over the last two axes; the axes before them are broadcast: A receives g Bᵀ, B receives Aᵀ g. */
export const MatMul: Rule = (step) => {
  const ranks = [0, 1].map((i) => step.knownShape(step.input(i)).length);
  if (ranks.some((rank) => rank < 2)) step.refuse('one of its operands is a vector; write it as a matrix of one row');
  const isFlat = ranks.every((rank) => rank === 2);
  const gradientA = isFlat ? flatGradientA : batchedGradientA;
  const gradientB = isFlat ? flatGradientB : batchedGradientB;
  return [gradientA, gradientB].map((gradient, i) => (step.needs(i) ? gradient(step) : undefined));
};

/** Gemm transposes as it multiplies, so weights are not copied. */
function flatGradientA(step: Step): string {
  return step.emit('Gemm', [step.gradient(), step.input(1)], { transB: { int: 1 } });
}

function flatGradientB(step: Step): string {
  return step.emit('Gemm', [step.input(0), step.gradient()], { transA: { int: 1 } });
}

function batchedGradientA(step: Step): string {
  const product = step.emit('MatMul', [step.gradient(), transpose(step, step.input(1))]);
  return sumBatches(step, product, step.input(0));
}

function batchedGradientB(step: Step): string {
  const product = step.emit('MatMul', [transpose(step, step.input(0)), step.gradient()]);
  return sumBatches(step, product, step.input(1));
}

/** Only the axes before the last two were broadcast. */
function sumBatches(step: Step, product: string, operand: string): string {
  const from = [...step.knownShape(step.output()).slice(0, -2), ...step.knownShape(operand).slice(-2)];
  return sumToShapeOf(step, product, operand, from);
}

function transpose(step: Step, value: string): string {
  const order = step.knownShape(value).map((_, axis) => axis);
  return step.emit('Transpose', [value], {
    perm: { ints: [...order.slice(0, -2), order.length - 1, order.length - 2] },
  });
}
