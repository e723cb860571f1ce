/** Several faults of the GPU, one after another, while a page or a worker decodes and explains pictures. */
import { callsOf, disturb, type GpuFault } from './gpu-faults.ts';

export { callsOf };

export interface PlannedFault extends GpuFault {
  /**
   * The picture, from 1 in order of decoding, from which on calls are counted. If the previous fault has not occurred by
   * then, they are counted from its occurrence.
   */
  readonly picture: number;
}

/**
 * Disturbs according to the plan. With every fault a minute passes on the clock, because a GPU is replaced only twice a
 * minute.
 */
export function follow(plan: readonly PlannedFault[], onFault: (fault: PlannedFault) => void): void {
  const waiting = [...plan];
  let isArmed = false;
  let decoded = 0;

  const now = performance.now.bind(performance);
  let passedMs = 0;
  performance.now = () => now() + passedMs;

  const arm = (): void => {
    const [next] = waiting;
    if (isArmed || next === undefined || next.picture > decoded) return;
    waiting.shift();
    isArmed = true;
    disturb(next, () => {
      isArmed = false;
      passedMs += 60_000;
      onFault(next);
      disturb();
      arm();
    });
  };

  const decode = globalThis.createImageBitmap.bind(globalThis) as (...given: unknown[]) => Promise<ImageBitmap>;
  globalThis.createImageBitmap = (...given: unknown[]) => {
    decoded += 1;
    arm();
    return decode(...given);
  };
  disturb();
  arm();
}
