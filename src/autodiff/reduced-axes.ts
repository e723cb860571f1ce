import type { Step } from './rule.ts';

/** The result of a reduction (or its gradient) with the axes it ran over kept with size 1, as `keepdims` would have. */
export function keepAxes(step: Step, value: string, axes: readonly number[]): string {
  return step.int('keepdims', 1) === 1 ? value : step.emitOverAxes('Unsqueeze', value, axes);
}
