/**
 * Keeps the fastest shapes of the shaders in the browser, by adapter, browser and version of cam-lens: where one of them
 * changes, they are not used any more. Without a secure context nothing is kept, which is not an error.
 */
import { version } from '../../../package.json';
import { own } from '../../own.ts';
import type { Device } from '../device/device.ts';
import type { KernelShapes } from './kernel-shapes.ts';
import { stageNames, stages } from './stages.ts';
import { workgroupOf, type KernelShape } from './wgsl-layout.ts';

const cacheName = 'cam-lens-kernel-shapes';

/** @returns undefined if none are kept for this device, or what is kept is damaged */
export async function keptShapes(found: Device): Promise<KernelShapes | undefined> {
  try {
    const response = await (await caches.open(cacheName)).match(keyOf(found.adapterName));
    const kept: unknown = await response?.json();
    return kept === undefined ? undefined : readShapes(kept, found.device.limits);
  } catch {
    return undefined;
  }
}

/**
 * Replaces all that were kept.
 * @param adapter as it describes itself
 * @returns whether they are kept
 */
export async function keepShapes(adapter: string, shapes: KernelShapes): Promise<boolean> {
  try {
    await caches.delete(cacheName);
    await (await caches.open(cacheName)).put(keyOf(adapter), Response.json(shapes));
    return true;
  } catch {
    return false;
  }
}

/** Whether some are kept, for whatever device. */
export async function areShapesKept(): Promise<boolean> {
  try {
    return await caches.has(cacheName);
  } catch {
    return false;
  }
}

export async function forgetShapes(): Promise<void> {
  try {
    await caches.delete(cacheName);
  } catch {
    // Without a cache, none are kept.
  }
}

/** No one answers at this address: it is only a key. */
function keyOf(adapter: string): string {
  const words = new URLSearchParams({ adapter, browser: navigator.userAgent, version });
  return `https://cam-lens.invalid/kernel-shapes?${words.toString()}`;
}

/** Others may write to the same cache. @returns undefined if it has anything but shapes that the device allows */
export function readShapes(
  kept: unknown,
  limits: Pick<GPUSupportedLimits, 'maxComputeInvocationsPerWorkgroup'>,
): KernelShapes | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const read: { -readonly [Name in keyof KernelShapes]: KernelShape } = {};
  for (const [name, shape] of Object.entries(kept)) {
    const stage = stageNames.find((each) => each === name);
    if (stage === undefined || !isShape(shape)) return undefined;
    const { wgsl } = stages[stage];
    const { overrides, workgroups } = wgsl.layout;
    if (Object.keys(shape).some((each) => !overrides.has(each))) return undefined;
    const sizes = [...workgroups.keys()].map((entryPoint) => workgroupOf(wgsl, entryPoint, shape));
    if (sizes.some(([x, y, z]) => x * y * z > limits.maxComputeInvocationsPerWorkgroup)) return undefined;
    read[stage] = shape;
  }
  return read;
}

/** More rows than any picture has mean nothing. */
const most = 65_536;

function isShape(value: unknown): value is KernelShape {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).every((name) => {
      const count: unknown = own(value as Record<string, unknown>, name);
      return Number.isInteger(count) && (count as number) > 0 && (count as number) <= most;
    })
  );
}
