import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = alpha · A' B' + beta · C, where ' transposes if the attribute says so. */
export const Gemm: Rule = (step) => {
  const g = step.gradient();
  const [transA, transB] = [step.int('transA', 0), step.int('transB', 0)];
  const alpha = { float: step.number('alpha', 1) };
  const gemm = (a: string, b: string, transposeA: number, transposeB: number): string =>
    step.emit('Gemm', [a, b], { alpha, transA: { int: transposeA }, transB: { int: transposeB } });

  const gradientA = (): string => {
    const b = step.input(1);
    return transA === 0 ? gemm(g, b, 0, 1 - transB) : gemm(b, g, transB, 1);
  };
  const gradientB = (): string => {
    const a = step.input(0);
    return transB === 0 ? gemm(a, g, 1 - transA, 0) : gemm(g, a, 1, transA);
  };
  const gradientC = (): string =>
    sumToShapeOf(step, step.emit('Mul', [g, step.float(step.number('beta', 1))]), step.input(2));

  return [gradientA, gradientB, gradientC].map((gradient, i) => (step.needs(i) ? gradient() : undefined));
};
