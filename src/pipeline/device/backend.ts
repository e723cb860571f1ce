/** Which backend runs (GPU, software adapter, or no WebGPU at all), and how it is described to users. */
import { CamLensError, describeError } from '../../errors.ts';
import { requestDevice, type Device } from './device.ts';
import { backendChoices, type Backend, type BackendChoice } from '../types.ts';

export interface ChosenBackend {
  /** Runs the stages; null leaves them to the CPU engine. */
  readonly device: Device | null;
  readonly backend: Backend;
  /** For users: why something slower than a GPU runs. */
  readonly notice?: string;
}

const onCpu: Backend = { network: 'wasm', stages: 'cpu', adapter: 'none' };

/**
 * auto: everything on the GPU; on a software adapter the network runs in WebAssembly (many times faster there) and the
 * stages in WGSL; without WebGPU the network runs in WebAssembly and the stages in TypeScript. The other choices are
 * demands.
 * @param onSoftware where `auto` runs the stages on a software adapter; default: WGSL
 * @throws CamLensError `no-webgpu` if `webgpu` is demanded and there is no adapter, `bad-option`
 */
export async function chooseBackend(
  choice: BackendChoice,
  onSoftware: Backend['stages'] = 'webgpu',
): Promise<ChosenBackend> {
  if (!backendChoices.includes(choice)) {
    throw new CamLensError(
      'bad-option',
      `There is no backend "${choice}"; the backends are ${backendChoices.join(', ')}.`,
    );
  }
  if (choice === 'cpu') return { device: null, backend: onCpu };
  const { device, reason } = await deviceFor(choice);
  if (device === null) {
    if (choice === 'webgpu') {
      throw new CamLensError('no-webgpu', 'WebGPU was demanded, but this browser offers no adapter.');
    }
    return { device, backend: onCpu, notice: `${reason}, so everything runs on the CPU.` };
  }
  if (device.isSoftware && choice === 'auto' && onSoftware === 'cpu') {
    device.device.destroy();
    const notice =
      'No GPU was found, and TypeScript is faster than shaders on a software adapter ' +
      `(${device.adapterName}), so everything runs on the CPU.`;
    return { device: null, backend: onCpu, notice };
  }
  const onGpu = choice === 'webgpu' || (choice === 'auto' && !device.isSoftware);
  const backend: Backend = { network: onGpu ? 'webgpu' : 'wasm', stages: 'webgpu', adapter: device.adapterName };
  if (!device.isSoftware) return { device, backend };
  return {
    device,
    backend,
    notice: `No GPU was found: shaders run on a software adapter${onGpu ? '' : ', the network in WebAssembly'}.`,
  };
}

type Found = { readonly device: Device; readonly reason?: never } | { readonly device: null; readonly reason: string };

/** A GPU that refuses to create a device, or never answers, counts as missing, unless it was demanded. */
async function deviceFor(choice: BackendChoice): Promise<Found> {
  try {
    const device = await requestDevice();
    return device === null ? { device, reason: 'This browser has no WebGPU support' } : { device };
  } catch (cause) {
    const { message } = describeError(cause);
    if (choice !== 'webgpu') return { device: null, reason: `The GPU provides no device (${message})` };
    throw new CamLensError('no-webgpu', `WebGPU was demanded, but the adapter provides no device: ${message}`, {
      cause,
    });
  }
}

/** The next lower backend after one that failed; null after the last. */
export function stepDown({ device, backend }: ChosenBackend, reason: string): ChosenBackend | null {
  if (backend.network === 'webgpu') {
    const notice = `The network does not run on this GPU (${reason}), so it runs in WebAssembly.`;
    return { device, backend: { ...backend, network: 'wasm' }, notice };
  }
  if (backend.stages === 'webgpu') {
    const notice = `The shaders do not run on this GPU (${reason}), so everything runs on the CPU.`;
    return { device: null, backend: onCpu, notice };
  }
  return null;
}
