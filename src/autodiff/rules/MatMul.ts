import { sumToShapeOf } from '../broadcast.ts';
import type { Rule, Step } from '../rule.ts';

/**
 * y = A B over the last two axes; the axes before them are broadcast: A receives g Bᵀ, B receives Aᵀ g. A vector is one
 * row of A, or one column of B, and y lacks that axis.
 */
export const MatMul: Rule = (step) => {
  const isFlat = [0, 1].every((i) => rankOf(step, step.input(i)) === 2);
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
  return sumBatches(step, step.emit('MatMul', [gradientMatrix(step), transposed(step, 1)]), 0);
}

/** That of a vector is made as a row. */
function batchedGradientB(step: Step): string {
  const gradient = gradientMatrix(step);
  if (rankOf(step, step.input(1)) > 1) return sumBatches(step, step.emit('MatMul', [transposed(step, 0), gradient]), 1);
  const row = swapLast(step, gradient, matrixRank(step));
  return sumBatches(step, step.emit('MatMul', [row, operandMatrix(step, 0)]), 1);
}

/** @param product [..., rows, columns] of an operand, or [..., 1, entries] if that is a vector */
function sumBatches(step: Step, product: string, index: number): string {
  const operand = step.input(index);
  const shape = step.knownShape(operand);
  const last = shape.length > 1 ? shape.slice(-2) : [1, ...shape];
  return sumToShapeOf(step, product, operand, [...leading(step), ...last]);
}

const rankOf = (step: Step, value: string): number => step.knownShape(value).length;

/** For A and B: whether it is a vector. */
const vectors = (step: Step): readonly boolean[] => [0, 1].map((i) => rankOf(step, step.input(i)) === 1);

/** The sizes of y before its rows and columns. */
function leading(step: Step): ReturnType<Step['knownShape']> {
  const shape = step.knownShape(step.output());
  return shape.slice(0, shape.length - vectors(step).filter((isVector) => !isVector).length);
}

const matrixRank = (step: Step): number => leading(step).length + 2;

/** The gradient of y with both its rows and its columns. */
function gradientMatrix(step: Step): string {
  const rank = matrixRank(step);
  const missing = vectors(step).flatMap((isVector, i) => (isVector ? [rank - 2 + i] : []));
  return missing.length === 0 ? step.gradient() : step.emitOverAxes('Unsqueeze', step.gradient(), missing);
}

function operandMatrix(step: Step, index: number): string {
  const value = step.input(index);
  return vectors(step)[index] === true ? step.emitOverAxes('Unsqueeze', value, [index]) : value;
}

function transposed(step: Step, index: number): string {
  return swapLast(step, operandMatrix(step, index), Math.max(2, rankOf(step, step.input(index))));
}

function swapLast(step: Step, value: string, rank: number): string {
  return step.transpose(value, [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2]);
}
