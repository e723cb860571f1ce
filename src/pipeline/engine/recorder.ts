/**
 * Appends stages and copies to one command buffer until `submit`. Small parameters are collected and written together;
 * buffers acquired here return to the pool at `destroy`. Every call of the device is made inside error scopes, and
 * results are used only after these confirm that the GPU has accepted everything so far.
 */
import { CamLensError } from '../../errors.ts';
import type { BufferPool } from './buffer-pool.ts';
import type { DeviceErrors } from '../device/device-errors.ts';
import { ErrorScopes } from '../device/error-scopes.ts';
import { errorOfCall } from '../device/gpu-errors.ts';
import type { Extent, Kernel, Resources } from './kernel.ts';
import { recordedRun, type RecordedRun } from './recorded-run.ts';
import type { ParametersOf } from './stage-parameters.ts';
import type { StageTimer } from './stage-timer.ts';
import type { StageName } from './stage-names.ts';
import { dispatchesOf, type Grid } from './stages.ts';

/** A function, because a browser without WebGPU has no `GPUBufferUsage` when this module is loaded. */
export function storageUsage(): GPUBufferUsageFlags {
  return GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
}

const usages = {
  parameters: () => GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  staging: () => GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
};

const parameterBytes = 16 * 1024;

export interface Span {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

export class Recorder {
  readonly device: GPUDevice;
  readonly #kernels: Readonly<Record<StageName, Kernel>>;
  readonly #pool: BufferPool;
  readonly #errors: DeviceErrors;
  readonly #timer: StageTimer | undefined;
  readonly #onSpoilt: () => void;
  readonly #onRun: ((run: RecordedRun) => void) | undefined;
  readonly #scopes: ErrorScopes;
  readonly #owned = new Set<GPUBuffer>();
  readonly #scratch = new Map<string, GPUBuffer>();
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;
  #parameters: { readonly buffer: GPUBuffer; readonly bytes: Uint8Array<ArrayBuffer>; used: number } | undefined;
  #isDead = false;
  #isSpoilt = false;

  constructor(
    device: GPUDevice,
    kernels: Readonly<Record<StageName, Kernel>>,
    pool: BufferPool,
    errors: DeviceErrors,
    timer: StageTimer | undefined,
    onSpoilt: () => void,
    onRun?: (run: RecordedRun) => void,
  ) {
    this.device = device;
    this.#kernels = kernels;
    this.#pool = pool;
    this.#errors = errors;
    this.#timer = timer;
    this.#onSpoilt = onSpoilt;
    this.#onRun = onRun;
    this.#scopes = new ErrorScopes(device);
  }

  get isTimed(): boolean {
    return this.#timer !== undefined;
  }

  /** For other calls of the device, or several calls of this recorder, in one pair of scopes. */
  guard<Result>(work: () => Result): Result {
    return this.#scopes.guard(work);
  }

  /**
   * Waits until the GPU has accepted every call so far, but not for the work.
   * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`
   */
  settled(): Promise<void> {
    return this.during(Promise.resolve());
  }

  /** Awaits `wait`, then `settled`. After an error the buffers are not reused. */
  async during<Result>(wait: Promise<Result>): Promise<Result> {
    try {
      return await this.#errors.during(this.#scopes, wait);
    } catch (error) {
      this.#spoil();
      throw error;
    }
  }

  /** A buffer that the caller keeps, allocated as part of this recorder's work. */
  acquire(sizeBytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    return this.#pool.acquire(sizeBytes, usage, this.#scopes);
  }

  /** A buffer that belongs to this recorder; its content is undefined. */
  buffer(sizeBytes: number): GPUBuffer {
    this.#assertAlive();
    if (sizeBytes > this.device.limits.maxStorageBufferBindingSize) {
      const [mebibytes, most] = [sizeBytes, this.device.limits.maxStorageBufferBindingSize].map((n) =>
        Math.round(n / 2 ** 20),
      );
      throw new CamLensError(
        'bad-option',
        `A batch needs ${mebibytes} MiB in one buffer; this GPU allows ${most}: use fewer or smaller pictures.`,
      );
    }
    return this.#own(this.acquire(sizeBytes, storageUsage()));
  }

  /** A buffer for data that only the next pass reads. The same name gives the same buffer if it is large enough. */
  scratch(name: string, sizeBytes: number): GPUBuffer {
    const known = this.#scratch.get(name);
    if (known !== undefined && known.size >= sizeBytes) return known;
    const buffer = this.buffer(sizeBytes);
    this.#scratch.set(name, buffer);
    return buffer;
  }

  /** A buffer with these values, which are written before any recorded but not yet submitted command runs. */
  upload(values: ArrayBufferView<ArrayBuffer> | ArrayBuffer): GPUBuffer {
    const buffer = this.buffer(values.byteLength);
    this.write(buffer, values);
    return buffer;
  }

  /** Writes to the start of a buffer, before any recorded but not yet submitted command runs. */
  write(buffer: GPUBuffer, values: ArrayBufferView<ArrayBuffer> | ArrayBuffer): void {
    this.guard(() => this.device.queue.writeBuffer(buffer, 0, values));
  }

  kernel(name: StageName): Kernel {
    return this.#kernels[name];
  }

  /** The shader's uniform struct `Parameters`. */
  parameters<Name extends StageName>(name: Name, values: ParametersOf<Name>): Span {
    const bytes = new Uint8Array(this.#kernels[name].packParameters(values));
    const alignment = this.device.limits.minUniformBufferOffsetAlignment;
    if (this.#parameters !== undefined && this.#parameters.used + bytes.length > parameterBytes)
      this.#writeParameters();
    this.#parameters ??= {
      buffer: this.#own(this.acquire(parameterBytes, usages.parameters())),
      bytes: new Uint8Array(parameterBytes),
      used: 0,
    };
    const { buffer, used: offset } = this.#parameters;
    this.#parameters.bytes.set(bytes, offset);
    this.#parameters.used = Math.ceil((offset + bytes.length) / alignment) * alignment;
    return { buffer, offset, size: bytes.length };
  }

  /** Records all dispatches of a stage, in order. */
  run(name: StageName, resources: Resources, grids: Readonly<Partial<Record<Grid, Extent>>>): void {
    this.guard(() => {
      const run = recordedRun(name, this.#kernels[name], dispatchesOf(name, grids), resources);
      this.#onRun?.(run);
      const encode = run.replay();
      encode(this.#beginPass(name));
      if (this.isTimed) this.#endPass();
    });
  }

  copy(from: Span, to: GPUBuffer, offset: number): void {
    this.guard(() => {
      this.#endPass();
      this.#openEncoder().copyBufferToBuffer(from.buffer, from.offset, to, offset, from.size);
    });
  }

  /** Records a copy to a whole texture, from rows of `bytesPerRow` bytes, a multiple of 256. */
  copyToTexture({ buffer, offset }: Span, bytesPerRow: number, texture: GPUTexture): void {
    this.guard(() => {
      this.#endPass();
      this.#openEncoder().copyBufferToTexture({ buffer, offset, bytesPerRow }, { texture }, texture);
    });
  }

  submit(): void {
    this.#assertAlive();
    this.guard(() => {
      this.#endPass();
      const encoder = this.#encoder;
      this.#writeParameters();
      if (encoder === undefined) return;
      this.#timer?.resolve(encoder);
      this.#encoder = undefined;
      this.device.queue.submit([encoder.finish()]);
      this.#timer?.submitted();
    });
  }

  /**
   * Submits, waits, and returns copies of the spans: one staging buffer, one wait.
   * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost` if anything recorded so far was not accepted
   */
  async download(spans: readonly Span[]): Promise<ArrayBuffer[]> {
    this.#assertAlive();
    this.#errors.throwPending();
    const size = spans.reduce((sum, span) => sum + span.size, 0);
    const mapped = Math.max(4, size);
    const staging = this.acquire(size, usages.staging());
    let isRead = false;
    try {
      const mapping = this.guard(() => {
        let offset = 0;
        for (const span of spans) {
          this.copy(span, staging, offset);
          offset += span.size;
        }
        this.submit();
        return staging.mapAsync(GPUMapMode.READ, 0, mapped);
      });
      await this.during(mapping);
      const bytes = staging.getMappedRange(0, mapped);
      let offset = 0;
      const read = spans.map((span) => bytes.slice(offset, (offset += span.size)));
      isRead = true;
      return read;
    } catch (cause) {
      this.#spoil();
      throw errorOfCall(cause);
    } finally {
      if (isRead) {
        staging.unmap();
        this.#pool.release(staging);
      } else this.#pool.discard(staging);
    }
  }

  /** Discards commands that are not submitted, and returns the buffers. */
  destroy(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#pass?.end();
    this.#pass = undefined;
    this.#encoder = undefined;
    for (const buffer of this.#owned) {
      if (this.#isSpoilt) this.#pool.discard(buffer);
      else this.#pool.release(buffer);
    }
    this.#owned.clear();
    this.#timer?.destroy();
  }

  /** Marks its buffers as undefined, so that they are not reused. */
  #spoil(): void {
    if (this.#isSpoilt) return;
    this.#isSpoilt = true;
    this.#onSpoilt();
  }

  #own(buffer: GPUBuffer): GPUBuffer {
    this.#owned.add(buffer);
    return buffer;
  }

  #openEncoder(): GPUCommandEncoder {
    this.#assertAlive();
    this.#encoder ??= this.device.createCommandEncoder();
    return this.#encoder;
  }

  /** One pass for everything or, if stages are timed, one per stage. */
  #beginPass(name: StageName): GPUComputePassEncoder {
    if (this.#timer === undefined) {
      this.#pass ??= this.#openEncoder().beginComputePass();
      return this.#pass;
    }
    if (this.#timer.isFull) this.submit();
    this.#endPass();
    const timestampWrites = this.#timer.timestampWrites(name);
    this.#pass = this.#openEncoder().beginComputePass({ label: name, timestampWrites });
    return this.#pass;
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = undefined;
  }

  #writeParameters(): void {
    if (this.#parameters === undefined) return;
    const { buffer, bytes, used } = this.#parameters;
    this.guard(() => this.device.queue.writeBuffer(buffer, 0, bytes, 0, Math.min(used, bytes.length)));
    this.#parameters = undefined;
  }

  #assertAlive(): void {
    if (this.#isDead) throw new CamLensError('ended', 'This chain is destroyed; begin another.');
  }
}
