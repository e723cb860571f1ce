/** Reads a buffer of float32 values back. */
import { bufferLabels } from './buffer-labels.ts';
import { guardedWhile } from './error-scopes.ts';

/**
 * @param count of values, from the start of the buffer
 * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`
 */
export function downloadFloats(device: GPUDevice, buffer: GPUBuffer, count: number): Promise<Float32Array> {
  return guardedWhile(device, async () => {
    const size = 4 * count;
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = device.createBuffer({ label: bufferLabels.readBack, size, usage });
    try {
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      return new Float32Array(staging.getMappedRange().slice(0));
    } finally {
      staging.destroy();
    }
  });
}
