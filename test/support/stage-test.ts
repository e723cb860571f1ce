/** Tests of stages that are written once and hold every engine to the references. */
import { test } from 'vitest';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import type { StageChain } from '../../src/pipeline/engine/stage-chain.ts';

/** A test that is given a chain of its own: `gpuTest` or `cpuTest`. */
export type StageTest = (name: string, body: (chain: StageChain) => Promise<void>) => void;

/** As `gpuTest`, on the CPU engine. */
export const cpuTest: StageTest = (name, body) => {
  test(name, async () => {
    const engine = createCpuEngine();
    const chain = engine.begin();
    try {
      await body(chain);
    } finally {
      chain.destroy();
      engine.destroy();
    }
  });
};
