/**
 * Counts every buffer and texture of a device from its creation until it is destroyed, by owner. Stages and ONNX Runtime
 * share the device, so both are counted. The calls of the device are replaced on the object itself: nothing else pays.
 */
import { memoryOwners, ownerOfBuffer, type MemoryOwner } from './memory-owner.ts';
import { textureBytes } from './texture-bytes.ts';

/** GPU memory at one moment. */
export interface GpuMemory {
  /** Those that hold memory or did since the peaks were restarted. */
  readonly owners: readonly OwnedMemory[];
  /** Live buffers and textures. */
  readonly count: number;
  readonly bytes: number;
  /** Of all together: at most the sum of the owners' peaks, which may be at different times. */
  readonly peakBytes: number;
}

export interface OwnedMemory {
  readonly owner: MemoryOwner;
  /** Live buffers and textures. */
  readonly count: number;
  readonly bytes: number;
  readonly peakBytes: number;
}

interface Held {
  readonly owner: MemoryOwner;
  readonly bytes: number;
}

class Sum {
  count = 0;
  bytes = 0;
  peakBytes = 0;

  add(count: 1 | -1, bytes: number): void {
    this.count += count;
    this.bytes += count * bytes;
    this.peakBytes = Math.max(this.peakBytes, this.bytes);
  }
}

export class MemoryLedger {
  /** Set it while a session of ONNX Runtime is created: what it stores meanwhile counts as weights. */
  isLoading = false;
  readonly #live = new Set<Held>();
  readonly #total = new Sum();
  readonly #sums = new Map(memoryOwners.map((owner) => [owner, new Sum()] as const));
  readonly #stop: () => void;

  /** @param device counted from now on; what it has created before is not */
  constructor(device: GPUDevice) {
    const replaced = ['createBuffer', 'createTexture', 'destroy'] as const;
    const createBuffer = device.createBuffer.bind(device);
    const createTexture = device.createTexture.bind(device);
    const destroy = device.destroy.bind(device);
    device.createBuffer = (descriptor) => {
      const made = createBuffer(descriptor);
      return this.#hold(made, { owner: ownerOfBuffer(descriptor, this.isLoading), bytes: made.size });
    };
    device.createTexture = (descriptor) => {
      const made = createTexture(descriptor);
      return this.#hold(made, { owner: 'textures', bytes: textureBytes(descriptor) });
    };
    device.destroy = (): undefined => {
      this.#freeAll();
      destroy();
    };
    void device.lost.then(() => this.#freeAll());
    this.#stop = () => replaced.forEach((name) => Reflect.deleteProperty(device, name));
  }

  get now(): GpuMemory {
    const owners = [...this.#sums].filter(([, { peakBytes }]) => peakBytes > 0);
    return {
      owners: owners.map(([owner, { count, bytes, peakBytes }]) => ({ owner, count, bytes, peakBytes })),
      ...{ count: this.#total.count, bytes: this.#total.bytes, peakBytes: this.#total.peakBytes },
    };
  }

  /** From now on, peaks are those of what follows. */
  restartPeaks(): void {
    for (const sum of [this.#total, ...this.#sums.values()]) sum.peakBytes = sum.bytes;
  }

  /** Counts nothing that is created from now on; what is destroyed is still counted. */
  stop(): void {
    this.#stop();
  }

  #hold<Made extends GPUBuffer | GPUTexture>(made: Made, held: Held): Made {
    this.#live.add(held);
    this.#count(1, held);
    const destroy = made.destroy.bind(made);
    made.destroy = (): undefined => {
      this.#free(held);
      destroy();
    };
    return made;
  }

  /** Destroying twice is allowed. */
  #free(held: Held): void {
    if (this.#live.delete(held)) this.#count(-1, held);
  }

  /** A device that is destroyed or lost has no memory. */
  #freeAll(): void {
    for (const held of this.#live) this.#free(held);
  }

  #count(count: 1 | -1, { owner, bytes }: Held): void {
    this.#total.add(count, bytes);
    this.#sums.get(owner)?.add(count, bytes);
  }
}
