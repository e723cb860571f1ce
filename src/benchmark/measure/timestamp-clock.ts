/** GPU time from timestamp queries at the start and end of compute passes. */
import { ErrorScopes } from '../../pipeline/device/error-scopes.ts';
import { median } from '../statistics/resampled-medians.ts';
import type { ClockedDevice, GpuClock, TimedPass } from './gpu-clock.ts';

/** Some adapters support no larger query sets. */
export const mostTimestamps = 32;
const timestampBytes = 8;
const bufferBytes = mostTimestamps * timestampBytes;

/** Number of distinct times wanted to determine the quantum, and maximum number of submissions. */
const [wantedTimes, mostSubmits] = [24, 60];

export class TimestampClock implements GpuClock {
  readonly kind = 'timestamp-query';
  readonly #given: ClockedDevice;
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #staging: GPUBuffer;
  #quantumMs = 0;
  #overheadMs = 0;

  private constructor(given: ClockedDevice) {
    const { device } = given;
    this.#given = given;
    this.#queries = device.createQuerySet({ type: 'timestamp', count: mostTimestamps });
    this.#resolved = device.createBuffer({
      size: bufferBytes,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    this.#staging = device.createBuffer({
      size: bufferBytes,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
  }

  /**
   * @param given a device with the feature `timestamp-query`
   * @param nothing a nearly empty pass
   * @returns null if the timestamps never advance
   * @throws CamLensError as `time`
   */
  static async create(given: ClockedDevice, nothing: TimedPass): Promise<TimestampClock | null> {
    const clock = new TimestampClock(given);
    const times = new Set<bigint>();
    const spentMs: number[] = [];
    for (let submits = 0; submits < mostSubmits && times.size < wantedTimes; submits++) {
      const read = await clock.#timestamps([nothing, nothing]);
      for (const time of read) times.add(time);
      spentMs.push(spentOf(read) / 2);
    }
    const [first = 0n, ...others] = times;
    const quantum = others.reduce((divisor, time) => greatestDivisor(divisor, distance(time, first)), 0n);
    if (quantum === 0n) {
      clock.destroy();
      return null;
    }
    clock.#quantumMs = Number(quantum) / 1e6;
    clock.#overheadMs = Math.max(0, median(spentMs));
    return clock;
  }

  /** The greatest common divisor of all observed times. */
  get quantumMs(): number {
    return this.#quantumMs;
  }

  get overheadMs(): number {
    return this.#overheadMs;
  }

  async time(passes: readonly TimedPass[]): Promise<number> {
    let spentMs = 0;
    for (let first = 0; first < passes.length; first += mostTimestamps / 2) {
      spentMs += spentOf(await this.#timestamps(passes.slice(first, first + mostTimestamps / 2)));
    }
    return spentMs;
  }

  destroy(): void {
    this.#queries.destroy();
    this.#resolved.destroy();
    this.#staging.destroy();
  }

  /** Start and end of each pass, in nanoseconds. */
  async #timestamps(passes: readonly TimedPass[]): Promise<BigUint64Array> {
    const { device, errors } = this.#given;
    const scopes = new ErrorScopes(device);
    const sizeBytes = 2 * passes.length * timestampBytes;
    const mapped = scopes.guard(() => {
      const encoder = device.createCommandEncoder();
      passes.forEach(({ before, encode }, i) => {
        before?.(encoder);
        const pass = encoder.beginComputePass({
          timestampWrites: {
            querySet: this.#queries,
            beginningOfPassWriteIndex: 2 * i,
            endOfPassWriteIndex: 2 * i + 1,
          },
        });
        encode(pass);
        pass.end();
      });
      encoder.resolveQuerySet(this.#queries, 0, 2 * passes.length, this.#resolved, 0);
      encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, sizeBytes);
      device.queue.submit([encoder.finish()]);
      return this.#staging.mapAsync(GPUMapMode.READ, 0, sizeBytes);
    });
    await errors.during(scopes, mapped);
    const times = new BigUint64Array(this.#staging.getMappedRange(0, sizeBytes).slice(0));
    this.#staging.unmap();
    return times;
  }
}

/** Milliseconds between start and end, for all passes together. */
function spentOf(times: BigUint64Array): number {
  let spent = 0n;
  for (let i = 0; i + 1 < times.length; i += 2) spent += times[i + 1]! - times[i]!;
  return Number(spent) / 1e6;
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}
