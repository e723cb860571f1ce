/** A recorded run of a stage on the GPU that can be repeated. */
import type { Extent, Kernel, Resources } from './kernel.ts';
import type { StageName } from './stage-names.ts';

export interface RecordedRun {
  readonly stage: StageName;
  /**
   * The buffers must still exist.
   * @returns a function that appends all its dispatches to a pass
   */
  replay(): (pass: GPUComputePassEncoder) => void;
}

/** @param dispatches entry points and invocations, in execution order */
export function recordedRun(
  stage: StageName,
  kernel: Kernel,
  dispatches: readonly (readonly [entryPoint: string, extent: Extent])[],
  resources: Resources,
): RecordedRun {
  return {
    stage,
    replay: () => {
      const group = kernel.bind(resources);
      return (pass) => {
        for (const [entryPoint, extent] of dispatches) kernel.dispatch(pass, entryPoint, group, extent);
      };
    },
  };
}
