/** Network and stages made ready on one level of machine; with `auto`, on the best one that works. */
import { describeError, type ErrorCode } from '../errors.ts';
import { stepDown, type ChosenBackend } from './backend.ts';
import type { Engine } from './chain.ts';
import { createCpuEngine } from './engine/cpu-engine.ts';
import { ExplainableNetwork } from './explainable-network.ts';
import { createGpuEngine } from './engine/gpu-engine.ts';
import type { LoadProgress } from './lens.ts';
import type { LoadedModel } from './model.ts';
import type { RunRequest } from './run-request.ts';
import type { BackendChoice } from './types.ts';

export interface Machine {
  readonly chosen: ChosenBackend;
  readonly network: ExplainableNetwork;
  readonly engine: Engine;
}

/** What may be the machine's fault rather than the model's or the caller's. */
const machineFaults: readonly ErrorCode[] = ['internal', 'device-lost', 'model-unsupported'];

/** @param side width and height of the network's input, in pixels */
export async function prepareMachine(
  chosen: ChosenBackend,
  choice: BackendChoice,
  model: LoadedModel,
  prepared: RunRequest,
  side: number,
  onProgress: (progress: LoadProgress) => void,
): Promise<Machine> {
  try {
    return await prepareLevel(chosen, model, prepared, side, onProgress);
  } catch (error) {
    const { code, message } = describeError(error);
    const lower = choice === 'auto' && machineFaults.includes(code) ? stepDown(chosen, message) : null;
    if (lower?.device !== chosen.device) chosen.device?.device.destroy();
    if (lower === null) throw error;
    return prepareMachine(lower, choice, model, prepared, side, onProgress);
  }
}

async function prepareLevel(
  chosen: ChosenBackend,
  model: LoadedModel,
  prepared: RunRequest,
  side: number,
  onProgress: (progress: LoadProgress) => void,
): Promise<Machine> {
  const { name, title = name } = model.description;
  onProgress({ step: 'rewrite', message: `Adding gradients to ${title}` });
  const device = chosen.backend.network === 'webgpu' ? (chosen.device?.device ?? null) : null;
  const onSession = (): void => onProgress({ step: 'session', message: `Preparing ${title}` });
  const network = await ExplainableNetwork.create(model, prepared, device, onSession, side);
  onProgress({ step: 'shaders', message: 'Compiling shaders' });
  try {
    return { chosen, network, engine: await createEngine(chosen) };
  } catch (error) {
    await network.destroy();
    throw error;
  }
}

async function createEngine({ device }: ChosenBackend): Promise<Engine> {
  return device === null ? createCpuEngine() : createGpuEngine(device);
}
