/** Devices and engines for tests in the browser. Without an adapter a test fails. */
import { expect, test } from 'vitest';
import { requestDevice, type Device, type DeviceOptions } from '../../src/pipeline/device/device.ts';
import { createGpuEngine } from '../../src/pipeline/engine/gpu-engine.ts';
import type { StageChain, StageEngine } from '../../src/pipeline/engine/stage-chain.ts';
import type { Picture, Size } from '../../src/pipeline/types.ts';

/** A new device. */
export async function deviceForTests(options: DeviceOptions = {}): Promise<Device> {
  const device = await requestDevice(options);
  if (device === null) throw new Error('This browser gives no WebGPU adapter; these tests need one.');
  return device;
}

let strict: Promise<{ device: Device; engine: StageEngine }> | undefined;

async function createStrict(): Promise<{ device: Device; engine: StageEngine }> {
  const device = await deviceForTests({ defaultLimits: true });
  // Small tiles, so that pictures of a test's size come in several.
  const engine = await createGpuEngine(device, { tile: { width: 256, height: 128 }, presents: 'canvas' });
  return { device, engine };
}

/**
 * A test of stages on a device with exactly WebGPU's default limits and no optional feature. Fails on any error the GPU
 * tells of, and destroys the chain.
 */
export function gpuTest(name: string, body: (chain: StageChain, engine: StageEngine) => Promise<void>): void {
  test(name, async () => {
    strict ??= createStrict();
    const { device, engine } = await strict;
    for (const filter of errorFilters) device.device.pushErrorScope(filter);
    const chain = engine.begin();
    try {
      await body(chain, engine);
    } finally {
      chain.destroy();
      for (const filter of errorFilters) {
        const error = await device.device.popErrorScope();
        expect(error?.message, filter).toBeUndefined();
      }
    }
  });
}

const errorFilters: readonly GPUErrorFilter[] = ['validation', 'out-of-memory', 'internal'];

/** A picture with these RGBA bytes. */
export async function pictureOf(rgba: ArrayLike<number>, { width, height }: Size): Promise<Picture> {
  const bitmap = await createImageBitmap(new ImageData(Uint8ClampedArray.from(rgba), width, height));
  return { name: 'test picture', bitmap, width, height };
}

/** The bytes a 2D canvas has for a picture. */
export function bytesOf({ bitmap, width, height }: Picture): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('This browser gives no 2D canvas.');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, width, height).data;
}
