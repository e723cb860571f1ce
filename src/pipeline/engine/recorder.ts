/**
 * Appends stages and copies to one command buffer until `submit`. Small parameters are gathered too and written in one
 * go; buffers taken here go back to the pool at `destroy`.
 */
import { CamLensError } from '../../errors.ts';
import type { BufferPool } from './buffer-pool.ts';
import type { Extent, Kernel, Resources } from '../kernel.ts';
import type { StageTimer } from './stage-timer.ts';
import { stages, type Grid, type Stage, type StageName } from '../stages.ts';

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
  readonly #timer: StageTimer | undefined;
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
    timer: StageTimer | undefined,
  ) {
    this.device = device;
    this.#kernels = kernels;
    this.#pool = pool;
    this.#timer = timer;
  }

  get isTimed(): boolean {
    return this.#timer !== undefined;
  }

  /** A buffer of this recorder's own, content undefined. */
  buffer(sizeBytes: number): GPUBuffer {
    this.#assertAlive();
    if (sizeBytes > this.device.limits.maxStorageBufferBindingSize) {
      const [mebibytes, most] = [sizeBytes, this.device.limits.maxStorageBufferBindingSize].map((n) =>
        Math.round(n / 2 ** 20),
      );
      throw new CamLensError(
        'bad-option',
        `A batch needs ${mebibytes} MiB in one buffer, this GPU allows ${most}: use fewer or smaller pictures.`,
      );
    }
    const buffer = this.#pool.acquire(sizeBytes, storageUsage());
    this.#owned.add(buffer);
    return buffer;
  }

  /** The same buffer for the same name, as long as it is large enough: for what only the next pass reads. */
  scratch(name: string, sizeBytes: number): GPUBuffer {
    const known = this.#scratch.get(name);
    if (known !== undefined && known.size >= sizeBytes) return known;
    const buffer = this.buffer(sizeBytes);
    this.#scratch.set(name, buffer);
    return buffer;
  }

  /** A buffer with these values, written before anything recorded but not submitted runs. */
  upload(values: ArrayBufferView<ArrayBuffer> | ArrayBuffer): GPUBuffer {
    const buffer = this.buffer(values.byteLength);
    this.device.queue.writeBuffer(buffer, 0, values);
    return buffer;
  }

  kernel(name: StageName): Kernel {
    return this.#kernels[name];
  }

  /** The shader's uniform struct `Parameters`. */
  parameters(name: StageName, values: Readonly<Record<string, number>>): Span {
    const bytes = new Uint8Array(this.#kernels[name].packParameters(values));
    const alignment = this.device.limits.minUniformBufferOffsetAlignment;
    if (this.#parameters !== undefined && this.#parameters.used + bytes.length > parameterBytes)
      this.#writeParameters();
    this.#parameters ??= {
      buffer: this.#own(this.#pool.acquire(parameterBytes, usages.parameters())),
      bytes: new Uint8Array(parameterBytes),
      used: 0,
    };
    const { buffer, used: offset } = this.#parameters;
    this.#parameters.bytes.set(bytes, offset);
    this.#parameters.used = Math.ceil((offset + bytes.length) / alignment) * alignment;
    return { buffer, offset, size: bytes.length };
  }

  /** All passes of a stage, in order. */
  run(name: StageName, resources: Resources, grids: Readonly<Partial<Record<Grid, Extent>>>): void {
    const kernel = this.#kernels[name];
    const group = kernel.bind(resources);
    const pass = this.#beginPass(name);
    for (const [entryPoint, grid] of Object.entries((stages[name] as Stage).passes)) {
      const extent = grids[grid];
      if (extent === undefined) throw new CamLensError('internal', `Stage ${name} was not given the grid ${grid}.`);
      kernel.dispatch(pass, entryPoint, group, extent);
    }
    if (this.isTimed) this.#endPass();
  }

  copy(from: Span, to: GPUBuffer, offset: number): void {
    this.#endPass();
    this.#openEncoder().copyBufferToBuffer(from.buffer, from.offset, to, offset, from.size);
  }

  /** Rows of `bytesPerRow` bytes, a multiple of 256. */
  copyTexture(texture: GPUTexture, to: GPUBuffer, bytesPerRow: number): void {
    this.#endPass();
    this.#openEncoder().copyTextureToBuffer({ texture }, { buffer: to, bytesPerRow }, texture);
  }

  submit(): void {
    this.#assertAlive();
    this.#endPass();
    const encoder = this.#encoder;
    this.#writeParameters();
    if (encoder === undefined) return;
    this.#timer?.resolve(encoder);
    this.#encoder = undefined;
    this.device.queue.submit([encoder.finish()]);
    this.#timer?.submitted();
  }

  /** Submits, waits, and returns copies of the spans: one staging buffer, one wait. */
  async download(spans: readonly Span[]): Promise<ArrayBuffer[]> {
    this.#assertAlive();
    const size = spans.reduce((sum, span) => sum + span.size, 0);
    const staging = this.#pool.acquire(size, usages.staging());
    let offset = 0;
    for (const span of spans) {
      this.copy(span, staging, offset);
      offset += span.size;
    }
    this.submit();
    try {
      await staging.mapAsync(GPUMapMode.READ, 0, Math.max(4, size));
      const bytes = staging.getMappedRange(0, Math.max(4, size));
      offset = 0;
      return spans.map((span) => {
        offset += span.size;
        return bytes.slice(offset - span.size, offset);
      });
    } finally {
      staging.unmap();
      this.#pool.release(staging);
    }
  }

  /** Something failed on the GPU, perhaps for want of memory: its buffers are not to be handed to others. */
  spoil(): void {
    this.#isSpoilt = true;
  }

  /** Commands not submitted are dropped. */
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

  #own(buffer: GPUBuffer): GPUBuffer {
    this.#owned.add(buffer);
    return buffer;
  }

  #openEncoder(): GPUCommandEncoder {
    this.#assertAlive();
    this.#encoder ??= this.device.createCommandEncoder();
    return this.#encoder;
  }

  /** One pass for everything, or, where stages are timed, one for each. */
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
    this.device.queue.writeBuffer(buffer, 0, bytes, 0, Math.min(used, bytes.length));
    this.#parameters = undefined;
  }

  #assertAlive(): void {
    if (this.#isDead) throw new CamLensError('internal', 'This chain is destroyed; begin another.');
  }
}
