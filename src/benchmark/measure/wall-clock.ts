/** Wall-clock time from submission until the work is done. */
import { ErrorScopes } from '../../pipeline/device/error-scopes.ts';
import { median } from '../statistics/resampled-medians.ts';
import type { ClockedDevice, GpuClock, TimedPass } from './gpu-clock.ts';

const overheadSubmits = 20;
const clockSteps = 20;

export class WallClock implements GpuClock {
  readonly kind = 'wall';
  readonly quantumMs: number;
  readonly #given: ClockedDevice;
  #overheadMs = 0;

  private constructor(given: ClockedDevice) {
    this.#given = given;
    this.quantumMs = smallestStepMs();
  }

  /**
   * @param nothing a nearly empty pass
   * @throws CamLensError as `time`
   */
  static async create(given: ClockedDevice, nothing: TimedPass): Promise<WallClock> {
    const clock = new WallClock(given);
    const spentMs: number[] = [];
    for (let i = 0; i < overheadSubmits; i++) spentMs.push(await clock.time([nothing]));
    clock.#overheadMs = median(spentMs);
    return clock;
  }

  get overheadMs(): number {
    return this.#overheadMs;
  }

  async time(passes: readonly TimedPass[]): Promise<number> {
    let spentMs = 0;
    for (const { before, encode } of passes) {
      if (before !== undefined) await this.#submit(before);
      spentMs += await this.#submit((encoder) => {
        const pass = encoder.beginComputePass();
        encode(pass);
        pass.end();
      });
    }
    return spentMs;
  }

  destroy(): void {
    // It holds nothing.
  }

  async #submit(record: (encoder: GPUCommandEncoder) => void): Promise<number> {
    const { device, errors } = this.#given;
    const scopes = new ErrorScopes(device);
    const { begunMs, done } = scopes.guard(() => {
      const encoder = device.createCommandEncoder();
      record(encoder);
      const commands = encoder.finish();
      const now = performance.now();
      device.queue.submit([commands]);
      return { begunMs: now, done: device.queue.onSubmittedWorkDone() };
    });
    return errors.during(
      scopes,
      done.then(() => performance.now() - begunMs),
    );
  }
}

/** Browsers round this clock, to 5 µs if the page is cross-origin isolated, otherwise to 100 µs. */
function smallestStepMs(): number {
  let smallest = Infinity;
  for (let steps = 0; steps < clockSteps; steps++) {
    const before = performance.now();
    let after = before;
    while (after === before) after = performance.now();
    smallest = Math.min(smallest, after - before);
  }
  return smallest;
}
