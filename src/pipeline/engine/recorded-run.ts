/** A recorded run of a stage on the GPU that can be repeated. */
import type { Kernel, Resources, StageDispatch } from './kernel.ts';
import type { StageName } from './stage-names.ts';

export interface RecordedRun {
  readonly stage: StageName;
  readonly kernel: Kernel;
  /** What is bound, by name. */
  readonly resources: Resources;
  /**
   * The buffers must still exist.
   * @param kernel another of the same module; default: its own
   * @returns a function that appends all its dispatches to a pass
   */
  replay(kernel?: Kernel): (pass: GPUComputePassEncoder) => void;
}

/** @param dispatches in execution order */
export function recordedRun(
  stage: StageName,
  kernel: Kernel,
  dispatches: readonly StageDispatch[],
  resources: Resources,
): RecordedRun {
  return {
    ...{ stage, kernel, resources },
    replay: (runner = kernel) => {
      const group = runner.bind(resources);
      return (pass) => {
        for (const { entryPoint, extent, isShared } of dispatches) {
          runner.dispatch(pass, entryPoint, group, isShared ? runner.invocationsFor(extent) : extent);
        }
      };
    },
  };
}
