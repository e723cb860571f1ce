/** The one place that asks for a GPU. The same device serves the stages and ONNX Runtime. */
import { CamLensError } from '../../errors.ts';

/** A GPU device and what is to be known of it. */
export interface Device {
  readonly device: GPUDevice;
  /** The adapter in its own words. */
  readonly adapterName: string;
  /** A CPU plays the GPU (SwiftShader, llvmpipe): networks run far faster in WebAssembly there. */
  readonly isSoftware: boolean;
}

export interface DeviceOptions {
  /** Exactly WebGPU's default limits and no optional feature: what every WebGPU device has. */
  readonly defaultLimits?: boolean;
}

/** ONNX Runtime makes use of these where they are; `timestamp-query` lets stages be timed. */
const wantedFeatures: readonly GPUFeatureName[] = ['timestamp-query', 'shader-f16', 'subgroups'];

const softwareNames = /swiftshader|llvmpipe|lavapipe|basic render|software/i;

/** A driver that hangs gives neither adapter nor device, and no error either. */
export const devicePatienceMs = 30_000;

/**
 * A device with all the adapter allows, or null where there is no WebGPU or no adapter.
 * @param patienceMs how long to wait for the adapter, and for its device
 * @throws CamLensError `gpu-failed` where there is no answer in that time, `device-lost` where the device comes lost
 */
export async function requestDevice(
  options: DeviceOptions = {},
  patienceMs = devicePatienceMs,
): Promise<Device | null> {
  // Absent in insecure contexts and in browsers without WebGPU, whatever the types say; Node may have no navigator at all.
  const gpu = (globalThis.navigator as Partial<Navigator> | undefined)?.gpu;
  const asked = gpu?.requestAdapter({ powerPreference: 'high-performance' });
  const adapter = (asked && (await answered(asked, 'adapter', patienceMs))) ?? null;
  if (adapter === null) return null;
  const { info } = adapter;
  const adapterName = [info.vendor, info.architecture, info.description || info.device].filter(Boolean).join(' ');
  const wanted = adapter.requestDevice(
    options.defaultLimits === true
      ? {}
      : {
          requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)),
          requiredLimits: limitsOf(adapter),
        },
  );
  const device = await answered(wanted, 'device', patienceMs);
  return {
    device,
    adapterName: adapterName === '' ? 'unnamed adapter' : adapterName,
    isSoftware: info.isFallbackAdapter || softwareNames.test(adapterName),
  };
}

async function answered<Answer>(asked: Promise<Answer>, what: string, patienceMs: number): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const seconds = patienceMs / 1000;
      reject(new CamLensError('gpu-failed', `The GPU gave no ${what} within ${seconds} seconds.`));
    }, patienceMs);
  });
  try {
    return await Promise.race([asked, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** `GPUSupportedLimits` has its limits as getters of its prototype. */
function limitsOf(adapter: GPUAdapter): Record<string, number> {
  const names = Object.keys(Object.getOwnPropertyDescriptors(GPUSupportedLimits.prototype));
  return Object.fromEntries(
    names.flatMap((name): [string, number][] => {
      const limit: unknown = Reflect.get(adapter.limits, name);
      return typeof limit === 'number' ? [[name, limit]] : [];
    }),
  );
}
