/**
 * Compares the variants of the stages: workgroups and rows per invocation. Each is first compared with the stage, bit by
 * bit, and the stage with the CPU engine.
 */
import { runVariants } from '../src/benchmark/run-variants.ts';
import type { VariantsResult } from '../src/benchmark/variants/variants-result.ts';
import { answer, type Answer } from '../src/pipeline/worker/answer.ts';
import type { Progress } from './measure/table.ts';

interface Asked {
  readonly rounds?: number;
  readonly progress: Progress;
}

export function run({ rounds, progress }: Asked): Promise<Answer<VariantsResult>> {
  return answer(() =>
    runVariants({
      ...(rounds === undefined ? {} : { rounds }),
      onProgress: ({ fraction, message }) => progress(`${Math.round(100 * fraction)} % · ${message}`),
    }),
  );
}
