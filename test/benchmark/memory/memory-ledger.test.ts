/** The ledger of memory, by hand-made buffers and textures of a device that only remembers. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryLedger } from '../../../src/benchmark/memory/memory-ledger.ts';
import { textureBytes } from '../../../src/benchmark/memory/texture-bytes.ts';
import { watchWebAssembly } from '../../../src/benchmark/memory/web-assembly-memory.ts';
import { bufferLabels } from '../../../src/pipeline/device/buffer-labels.ts';

// The numbers of the specification.
const usages = { MAP_READ: 1, MAP_WRITE: 2, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128 } as const;
beforeAll(() => void vi.stubGlobal('GPUBufferUsage', usages));
afterAll(() => vi.unstubAllGlobals());

class FakeDevice {
  lose: () => void = () => undefined;
  readonly lost = new Promise<void>((resolve) => (this.lose = resolve));
  createBuffer({ size }: GPUBufferDescriptor) {
    return { size, destroy: () => undefined };
  }
  createTexture() {
    return { destroy: () => undefined };
  }
  destroy() {
    this.lose();
  }
}

let device: GPUDevice;
let ledger: MemoryLedger;
beforeEach(() => {
  device = new FakeDevice() as unknown as GPUDevice;
  ledger = new MemoryLedger(device);
});

const make = (size: number, usage: number, label?: string) =>
  device.createBuffer({ size, usage, ...(label === undefined ? {} : { label }) });

it('counts what is alive and its peak, by owner', () => {
  const first = make(100, usages.STORAGE, bufferLabels.stages);
  const second = make(50, usages.STORAGE, bufferLabels.stages);
  first.destroy();
  first.destroy();
  make(20, usages.MAP_READ, bufferLabels.readBack);
  expect(ledger.now).toEqual({
    owners: [
      { owner: 'stages', count: 1, bytes: 50, peakBytes: 150 },
      { owner: 'read-back', count: 1, bytes: 20, peakBytes: 20 },
    ],
    ...{ count: 2, bytes: 70, peakBytes: 150 },
  });
  ledger.restartPeaks();
  second.destroy();
  expect(ledger.now).toMatchObject({ count: 1, bytes: 20, peakBytes: 70 });
  expect(ledger.now.owners[0]).toEqual({ owner: 'stages', count: 0, bytes: 0, peakBytes: 50 });
});

it("tells ONNX Runtime's weights from what it creates later, and its transfers from both", () => {
  ledger.isLoading = true;
  make(1000, usages.STORAGE | usages.COPY_DST);
  make(400, usages.MAP_WRITE | usages.COPY_SRC);
  ledger.isLoading = false;
  make(10, usages.STORAGE);
  make(16, usages.UNIFORM | usages.COPY_DST);
  make(8, usages.MAP_READ | usages.COPY_DST);
  expect(ledger.now.owners.map(({ owner, bytes }) => [owner, bytes])).toEqual([
    ['weights', 1000],
    ['activations', 10],
    ['network parameters', 16],
    ['network transfers', 408],
  ]);
});

it('a buffer that nobody destroys stays', () => {
  const begun = ledger.now.bytes;
  make(64, usages.STORAGE).destroy();
  expect(ledger.now.bytes).toBe(begun);
  make(64, usages.STORAGE);
  expect(ledger.now.bytes).toBe(begun + 64);
});

it('a device that is destroyed or lost holds nothing', async () => {
  make(64, usages.STORAGE);
  device.destroy();
  expect(ledger.now).toMatchObject({ count: 0, bytes: 0, peakBytes: 64 });
  const other = new FakeDevice();
  const lost = new MemoryLedger(other as unknown as GPUDevice);
  other.createBuffer({ size: 32, usage: usages.STORAGE });
  expect(lost.now.bytes).toBe(32);
  other.lose();
  await other.lost;
  expect(lost.now.bytes).toBe(0);
});

it('counts nothing after it stopped, except what is freed', () => {
  const buffer = make(64, usages.STORAGE);
  ledger.stop();
  make(32, usages.STORAGE);
  expect(ledger.now.bytes).toBe(64);
  buffer.destroy();
  expect(ledger.now.bytes).toBe(0);
});

describe('a texture', () => {
  const rows: readonly (readonly [string, Omit<GPUTextureDescriptor, 'usage'>, number])[] = [
    ['of four bytes per texel', { size: [3, 5], format: 'rgba8unorm' }, 60],
    ['of one side', { size: { width: 7 }, format: 'r16float', dimension: '1d' }, 14],
    ['of layers and samples', { size: [2, 2, 3], format: 'rg32float', sampleCount: 4 }, 384],
    // 4 × 4 + 2 × 2 + 1 × 1 texels of each of two layers.
    ['of mip levels', { size: [4, 4, 2], format: 'r8unorm', mipLevelCount: 3 }, 42],
    // 4 × 4 × 2 + 2 × 2 × 1.
    ['of depth that shrinks', { size: [4, 4, 2], format: 'r8unorm', dimension: '3d', mipLevelCount: 2 }, 36],
    ['of a packed format', { size: [2, 1], format: 'rg11b10ufloat' }, 8],
  ];
  it.each(rows)('%s', (_, descriptor, bytes) => {
    expect(textureBytes({ ...descriptor, usage: 16 })).toBe(bytes);
    device.createTexture({ ...descriptor, usage: 16 });
    expect(ledger.now.owners).toEqual([{ owner: 'textures', count: 1, bytes, peakBytes: bytes }]);
  });

  it('of a format whose size is not known is an error', () => {
    const format = 'bc1-rgba-unorm';
    expect(() => textureBytes({ size: [4, 4], format, usage: 16 })).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });
});

it('counts memories of WebAssembly as they grow', () => {
  const watch = watchWebAssembly();
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 8 });
  expect(memory).toBeInstanceOf(WebAssembly.Memory);
  expect(watch.bytes).toBe(2 * 65_536);
  memory.grow(3);
  expect(watch.bytes).toBe(5 * 65_536);
  watch.stop();
  new WebAssembly.Memory({ initial: 1 });
  expect(watch.bytes).toBe(5 * 65_536);
  expect(memory.buffer.byteLength).toBe(5 * 65_536);
});
