/** The GPU engine with the fastest shapes that are known for the device. */
import type { Device } from '../device/device.ts';
import { createGpuEngine } from './gpu-engine.ts';
import { usualShapes, type KernelShapes } from './kernel-shapes.ts';
import { forgetShapes } from './kept-shapes.ts';
import type { StageEngine } from './stage-chain.ts';

/**
 * @param kept shapes kept for the device
 * @throws CamLensError as `createGpuEngine`
 */
export async function createTunedEngine(found: Device, kept: KernelShapes | undefined): Promise<StageEngine> {
  if (kept === undefined) return createGpuEngine(found);
  try {
    return await createGpuEngine(found, { shapes: { ...usualShapes(found), ...kept } });
  } catch {
    // A driver may have changed without its adapter saying so. If the usual shapes fail too, it is not for the kept ones.
    const engine = await createGpuEngine(found);
    await forgetShapes();
    return engine;
  }
}
