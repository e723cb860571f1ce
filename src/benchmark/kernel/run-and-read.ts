/** Runs GPU work once and reads what it wrote. */
import type { ErrorScopes } from '../../pipeline/device/error-scopes.ts';
import type { Span } from '../../pipeline/engine/recorder.ts';
import type { ClockedDevice } from '../measure/gpu-clock.ts';
import type { TimedWork } from '../measure/measure-by-turns.ts';

/**
 * @returns the bytes of each span after the run
 * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`
 */
export async function runAndRead(
  { device, errors }: ClockedDevice,
  scopes: ErrorScopes,
  encode: TimedWork['encode'],
  written: readonly Span[],
): Promise<ArrayBuffer[]> {
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const staging = scopes.guard(() => written.map(({ size }) => device.createBuffer({ size, usage })));
  try {
    const mapped = scopes.guard(() => {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      encode(pass);
      pass.end();
      written.forEach(({ buffer, offset, size }, i) =>
        encoder.copyBufferToBuffer(buffer, offset, staging[i]!, 0, size),
      );
      device.queue.submit([encoder.finish()]);
      return Promise.all(staging.map((buffer) => buffer.mapAsync(GPUMapMode.READ)));
    });
    await errors.during(scopes, mapped);
    return staging.map((buffer) => buffer.getMappedRange().slice(0));
  } finally {
    for (const buffer of staging) buffer.destroy();
  }
}
