/** The one place that asks for a GPU. The same device serves the stages and ONNX Runtime. */

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

/** A device with all the adapter allows, or null where there is no WebGPU or no adapter. */
export async function requestDevice(options: DeviceOptions = {}): Promise<Device | null> {
  // Absent in insecure contexts and in browsers without WebGPU, whatever the types say.
  const gpu = (navigator as Partial<Navigator>).gpu;
  const adapter = (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  if (adapter === null) return null;
  const { info } = adapter;
  const adapterName = [info.vendor, info.architecture, info.description || info.device].filter(Boolean).join(' ');
  const device = await adapter.requestDevice(
    options.defaultLimits === true
      ? {}
      : {
          requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)),
          requiredLimits: limitsOf(adapter),
        },
  );
  return {
    device,
    adapterName: adapterName === '' ? 'unnamed adapter' : adapterName,
    isSoftware: info.isFallbackAdapter || softwareNames.test(adapterName),
  };
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
