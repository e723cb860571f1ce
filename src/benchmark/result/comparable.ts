/** Whether two runs of the benchmark can be compared. */
import { CamLensError } from '../../errors.ts';
import type { BenchmarkResult } from './benchmark-result.ts';

/**
 * Times from two adapters, or from two clocks, are not comparable.
 * @param file of the baseline, for messages
 * @throws CamLensError `bad-option`
 */
export function assertComparable(baseline: BenchmarkResult, result: BenchmarkResult, file: string): void {
  const [was, is] = [baseline.device, result.device];
  if (was.adapter !== is.adapter) {
    throw new CamLensError(
      'bad-option',
      `${file} was measured on another adapter (${was.adapter}); this one is ${is.adapter}.`,
    );
  }
  if (was.clock.kind !== is.clock.kind) {
    throw new CamLensError(
      'bad-option',
      `${file} was measured with another clock (${was.clock.kind}); this run uses ${is.clock.kind}.`,
    );
  }
}
