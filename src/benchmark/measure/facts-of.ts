/** What a benchmark says about the device it ran on. */
import type { Device } from '../../pipeline/device/device.ts';
import type { DeviceFacts } from '../result/benchmark-result.ts';
import type { GpuClock } from './gpu-clock.ts';

const toldLimits = [
  ...(['maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize'] as const),
  ...(['maxComputeInvocationsPerWorkgroup', 'maxComputeWorkgroupsPerDimension', 'maxTextureDimension2D'] as const),
];

export function factsOf({ device, adapterName, isSoftware }: Device, clock: GpuClock): DeviceFacts {
  const { kind, quantumMs, overheadMs } = clock;
  return {
    ...{ adapter: adapterName, isSoftware, features: [...device.features].sort() },
    limits: Object.fromEntries(toldLimits.map((name) => [name, device.limits[name]])),
    ...{ browser: navigator.userAgent, cores: navigator.hardwareConcurrency },
    clock: { kind, quantumMs, overheadMs },
  };
}
