/** Measures the GPU time of each stage with timestamp queries at the start and end of its compute pass. */
import { bufferLabels } from '../device/buffer-labels.ts';
import type { StageName } from './stage-names.ts';

/** Maximum number of stage runs timed per submission. */
const capacity = 256;
const bytesPerRun = 16;

interface Pending {
  readonly stages: readonly StageName[];
  readonly staging: GPUBuffer;
  mapped?: Promise<undefined>;
}

export class StageTimer {
  readonly #device: GPUDevice;
  #queries: GPUQuerySet | undefined;
  #resolved: GPUBuffer | undefined;
  #stages: StageName[] = [];
  readonly #pending: Pending[] = [];
  readonly #sums = new Map<StageName, number>();

  /** Only for devices with `timestamp-query`. */
  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Whether no more runs can be timed before the next `resolve`. */
  get isFull(): boolean {
    return this.#stages.length === capacity;
  }

  /** The timestamp writes for the descriptor of the stage's compute pass. */
  timestampWrites(stage: StageName): GPUComputePassTimestampWrites {
    this.#queries ??= this.#device.createQuerySet({ type: 'timestamp', count: 2 * capacity });
    const run = this.#stages.push(stage) - 1;
    return { querySet: this.#queries, beginningOfPassWriteIndex: 2 * run, endOfPassWriteIndex: 2 * run + 1 };
  }

  /** Records the copy of the timestamps to memory, at the end of a command buffer. */
  resolve(encoder: GPUCommandEncoder): void {
    const runs = this.#stages.length;
    if (runs === 0 || this.#queries === undefined) return;
    const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
    const label = bufferLabels.timestamps;
    this.#resolved ??= this.#device.createBuffer({ label, size: capacity * bytesPerRun, usage });
    const staging = this.#device.createBuffer({
      label,
      size: runs * bytesPerRun,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    encoder.resolveQuerySet(this.#queries, 0, 2 * runs, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, staging, 0, runs * bytesPerRun);
    this.#pending.push({ stages: this.#stages, staging });
    this.#stages = [];
  }

  /** Call after submitting the resolved timestamps: starts to wait for them in parallel with the results. */
  submitted(): void {
    for (const pending of this.#pending) {
      pending.mapped ??= pending.staging.mapAsync(GPUMapMode.READ);
      // `read` reports the error, if it is called.
      pending.mapped.catch(() => undefined);
    }
  }

  /** Milliseconds by stage, of everything submitted so far. */
  async read(): Promise<Readonly<Record<string, number>>> {
    for (const { stages, staging, mapped } of this.#pending.splice(0)) {
      await mapped;
      const nanoseconds = new BigUint64Array(staging.getMappedRange());
      stages.forEach((stage, run) => {
        const spent = nanoseconds[2 * run + 1]! - nanoseconds[2 * run]!;
        // Clocks of some GPUs step back between passes.
        const timeMs = Math.max(0, Number(spent) / 1e6);
        this.#sums.set(stage, (this.#sums.get(stage) ?? 0) + timeMs);
      });
      staging.destroy();
    }
    return Object.fromEntries(this.#sums);
  }

  destroy(): void {
    this.#queries?.destroy();
    this.#resolved?.destroy();
    for (const { staging } of this.#pending.splice(0)) staging.destroy();
  }
}
