/** The only place that requests a GPU. Stages and ONNX Runtime share the device. */
import { CamLensError } from '../../errors.ts';

/** A GPU device and information about it. */
export interface Device {
  readonly device: GPUDevice;
  /** The adapter's own description. */
  readonly adapterName: string;
  /** The GPU is emulated on a CPU (SwiftShader, llvmpipe), where networks run far faster in WebAssembly. */
  readonly isSoftware: boolean;
}

export interface DeviceOptions {
  /** Exactly WebGPU's default limits and no optional feature: the minimum that every WebGPU device has. */
  readonly defaultLimits?: boolean;
}

/** ONNX Runtime uses these if available; `timestamp-query` allows timing stages. */
const wantedFeatures: readonly GPUFeatureName[] = ['timestamp-query', 'shader-f16', 'subgroups'];

const softwareNames = /swiftshader|llvmpipe|lavapipe|basic render|software/i;

/** A driver that hangs returns neither adapter nor device, and no error. */
export const devicePatienceMs = 30_000;

/**
 * A device with all the adapter supports, or null if there is no WebGPU or no adapter.
 * @param patienceMs how long to wait for the adapter, and for its device
 * @throws CamLensError `gpu-failed` if there is no answer in that time, `device-lost` if the device is lost on arrival
 */
export async function requestDevice(
  options: DeviceOptions = {},
  patienceMs = devicePatienceMs,
): Promise<Device | null> {
  const adapter = await requestAdapter(patienceMs);
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

/** Whether there is an adapter, hardware or software. A GPU that does not answer counts as none. */
export async function hasAdapter(patienceMs = devicePatienceMs): Promise<boolean> {
  try {
    return (await requestAdapter(patienceMs)) !== null;
  } catch {
    return false;
  }
}

async function requestAdapter(patienceMs: number): Promise<GPUAdapter | null> {
  // Absent in insecure contexts and in browsers without WebGPU, whatever the types say; Node may have no navigator at
  // all.
  const gpu = (globalThis.navigator as Partial<Navigator> | undefined)?.gpu;
  const asked = gpu?.requestAdapter({ powerPreference: 'high-performance' });
  return (asked && (await answered(asked, 'adapter', patienceMs))) ?? null;
}

async function answered<Answer>(asked: Promise<Answer>, what: string, patienceMs: number): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const seconds = patienceMs / 1000;
      reject(new CamLensError('gpu-failed', `The GPU provided no ${what} within ${seconds} seconds.`));
    }, patienceMs);
  });
  try {
    return await Promise.race([asked, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** `GPUSupportedLimits` has its limits as getters on its prototype. */
function limitsOf(adapter: GPUAdapter): Record<string, number> {
  const names = Object.keys(Object.getOwnPropertyDescriptors(GPUSupportedLimits.prototype));
  return Object.fromEntries(
    names.flatMap((name): [string, number][] => {
      const limit: unknown = Reflect.get(adapter.limits, name);
      return typeof limit === 'number' ? [[name, limit]] : [];
    }),
  );
}
