/** Shared by layer, instance and group normalisation, which differ only in axes and scale. */
import type { Step } from './rule.ts';

/**
 * n = (x − μ) / σ with μ the mean and σ² the variance (plus epsilon) over `axes`: with g the gradient with respect to n,
 * x receives (g − mean(g) − n · mean(g·n)) / σ.
 */
export function normalizationGradient(
  step: Step,
  x: string,
  g: string,
  axes: readonly number[],
  epsilon: number,
): string {
  const mean = (value: string): string => step.emitOverAxes('ReduceMean', value, axes);
  const centred = step.emit('Sub', [x, mean(x)]);
  const variance = mean(step.emit('Mul', [centred, centred]));
  const spread = step.emit('Sqrt', [step.emit('Add', [variance, epsilon])]);
  const n = step.emit('Div', [centred, spread]);
  const along = step.emit('Mul', [n, mean(step.emit('Mul', [g, n]))]);
  const rest = step.emit('Sub', [step.emit('Sub', [g, mean(g)]), along]);
  return step.emit('Div', [rest, spread]);
}

/** [C] → [C, 1, …], so that it broadcasts against [N, C, …space] of the given rank. */
export function perChannel(step: Step, value: string, rank: number): string {
  return step.emit('Reshape', [value, step.ints([-1, ...Array.from({ length: rank - 2 }, () => 1)])]);
}
