import type { Step } from './rule.ts';

/** The result of a reduction (or its gradient) with the reduced axes kept at size 1, as with `keepdims`. */
export function keepAxes(step: Step, value: string, axes: readonly number[]): string {
  return step.int('keepdims', 1) === 1 ? value : step.emitOverAxes('Unsqueeze', value, axes);
}
