/**
 * Two ways to time compute passes: with timestamps at their start and end, if the adapter supports them, which measure
 * GPU time only; or in wall-clock time from submission to completion, which includes the round trip to the GPU.
 */
import { CamLensError } from '../../errors.ts';
import type { DeviceErrors } from '../../pipeline/device/device-errors.ts';

/** One compute pass. */
export interface TimedPass {
  /** Records commands before the pass that are not timed. */
  readonly before?: (encoder: GPUCommandEncoder) => void;
  readonly encode: (pass: GPUComputePassEncoder) => void;
}

/** `timestamp-query`: GPU time only. `wall`: from submission until the work is done, including the round trip. */
export type ClockKind = 'timestamp-query' | 'wall';

export interface GpuClock {
  readonly kind: ClockKind;
  /** Resolution in milliseconds. */
  readonly quantumMs: number;
  /** Milliseconds measured for an empty pass. */
  readonly overheadMs: number;
  /**
   * Submits the passes, waits for them, and adds up their times.
   * @returns milliseconds of all passes together; 0 or less if the clock did not advance or stepped back
   * @throws CamLensError `device-lost`, `gpu-failed`, `out-of-memory`
   */
  time(passes: readonly TimedPass[]): Promise<number>;
  destroy(): void;
}

/** What a clock needs. */
export interface ClockedDevice {
  readonly device: GPUDevice;
  readonly errors: DeviceErrors;
}

/** @throws CamLensError `gpu-failed` if the clock gives no time above 0 */
export async function timeAboveZero(clock: GpuClock, passes: readonly TimedPass[]): Promise<number> {
  for (let tries = 0; tries < mostTries; tries++) {
    const timeMs = await clock.time(passes);
    if (timeMs > 0) return timeMs;
  }
  throw new CamLensError('gpu-failed', `The GPU's clock (${clock.kind}) gave no time above 0 in ${mostTries} tries.`);
}

/** The clocks of some GPUs occasionally step back between passes. */
const mostTries = 5;
