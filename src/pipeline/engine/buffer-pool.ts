/** Reuses buffers between chains, so that memory does not grow. */
import { bufferLabels } from '../device/buffer-labels.ts';
import { guarded, type ErrorScopes } from '../device/error-scopes.ts';

/** Free buffers are kept up to this many bytes; beyond that, those that have been free longest are destroyed. */
const keptBytes = 256 * 1024 * 1024;

/** Sizes are rounded up to an eighth of their power of two, so that pictures of similar sizes share buffers. */
export function roundedSize(sizeBytes: number): number {
  const step = Math.max(256, 2 ** (Math.floor(Math.log2(Math.max(sizeBytes, 1))) - 3));
  return Math.ceil(Math.max(sizeBytes, 1) / step) * step;
}

export class BufferPool {
  readonly #device: GPUDevice;
  /** In the order in which they became free. */
  readonly #free = new Set<GPUBuffer>();
  readonly #all = new Set<GPUBuffer>();
  /** For buffers whose allocation has not been confirmed yet. */
  readonly #proofs = new Map<GPUBuffer, Promise<void>>();
  #freeBytes = 0;
  #bytes = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Live buffers, including free ones. */
  get alive(): { readonly buffers: number; readonly bytes: number } {
    return { buffers: this.#all.size, bytes: this.#bytes };
  }

  /**
   * A buffer of at least this size; its content is undefined.
   * @param scopes error scopes of the work, which fails if the GPU has no memory for the buffer
   */
  acquire(sizeBytes: number, usage: GPUBufferUsageFlags, scopes: ErrorScopes): GPUBuffer {
    const size = Math.min(roundedSize(sizeBytes), Math.max(sizeBytes, this.#device.limits.maxStorageBufferBindingSize));
    for (const buffer of this.#free) {
      if (buffer.size !== size || buffer.usage !== usage) continue;
      this.#free.delete(buffer);
      this.#freeBytes -= size;
      const pending = this.#proofs.get(buffer);
      if (pending !== undefined) scopes.expect(pending);
      return buffer;
    }
    const descriptor = { label: labelOf(usage), size, usage };
    const { result: buffer, proof } = guarded(this.#device, () => this.#device.createBuffer(descriptor));
    this.#all.add(buffer);
    this.#bytes += size;
    this.#proofs.set(buffer, proof);
    scopes.expect(proof);
    void proof.then(
      () => this.#proofs.delete(buffer),
      () => this.discard(buffer),
    );
    return buffer;
  }

  /** Commands that use the buffer must have been submitted. */
  release(buffer: GPUBuffer): void {
    if (!this.#all.has(buffer)) return;
    this.#free.add(buffer);
    this.#freeBytes += buffer.size;
    for (const oldest of this.#free) {
      if (this.#freeBytes <= keptBytes) break;
      this.#free.delete(oldest);
      this.#freeBytes -= oldest.size;
      this.#forget(oldest);
    }
  }

  /** Destroys a buffer whose allocation failed, or that may still be in use. */
  discard(buffer: GPUBuffer): void {
    if (this.#free.delete(buffer)) this.#freeBytes -= buffer.size;
    if (this.#all.has(buffer)) this.#forget(buffer);
  }

  destroy(): void {
    for (const buffer of this.#all) buffer.destroy();
    this.#all.clear();
    this.#proofs.clear();
    this.#free.clear();
    this.#freeBytes = 0;
    this.#bytes = 0;
  }

  #forget(buffer: GPUBuffer): void {
    this.#all.delete(buffer);
    this.#proofs.delete(buffer);
    this.#bytes -= buffer.size;
    buffer.destroy();
  }
}

function labelOf(usage: GPUBufferUsageFlags): string {
  if ((usage & GPUBufferUsage.MAP_READ) !== 0) return bufferLabels.readBack;
  return (usage & GPUBufferUsage.UNIFORM) !== 0 ? bufferLabels.parameters : bufferLabels.stages;
}
