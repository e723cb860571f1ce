/** Network and stages, prepared on one backend; with `auto`, on the best one that works. */
import { CamLensError, describeError, type ErrorCode } from '../../errors.ts';
import { stepDown, type ChosenBackend } from '../device/backend.ts';
import type { Engine } from '../chain/chain.ts';
import { createCpuEngine } from '../engine/cpu-engine.ts';
import { requestDevice } from '../device/device.ts';
import { gpuFaultCodes } from '../device/gpu-errors.ts';
import { ExplainableNetwork } from '../network/explainable-network.ts';
import type { StageSplit } from '../engine/bisect/stage-split.ts';
import type { KernelShapes } from '../engine/kernel-shapes.ts';
import { keptShapes } from '../engine/kept-shapes.ts';
import { createTunedEngine } from '../engine/tuned-engine.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { PreparedModel } from '../model/prepared-model.ts';
import type { RunRequest } from '../network/run-request.ts';
import type { BackendChoice, Size } from '../types.ts';

export interface Machine {
  readonly chosen: ChosenBackend;
  readonly network: ExplainableNetwork;
  readonly engine: Engine;
}

/** Requirements for a machine. */
export interface MachineWish {
  readonly choice: BackendChoice;
  readonly model: PreparedModel;
  /** What will be requested first: its session is created immediately. */
  readonly prepared: RunRequest;
  /** Of the network's input. */
  readonly size: Size;
  /** Which stages run where; default: all on the machine's own engine. */
  readonly debug?: StageSplit | undefined;
  readonly onProgress: (progress: LoadProgress) => void;
}

/** Errors that may be caused by the machine rather than by the model or the caller. */
const machineFaults: readonly ErrorCode[] = [...gpuFaultCodes, 'internal', 'model-unsupported', 'runtime-damaged'];

/**
 * Creates a machine; its shaders compile while the model loads.
 * @throws CamLensError errors of `load`, and as `prepareMachine`
 */
export async function openMachine(
  chosen: ChosenBackend,
  debug: StageSplit | undefined,
  load: () => Promise<MachineWish>,
): Promise<{ readonly machine: Machine; readonly wish: MachineWish }> {
  const { engine } = await beginEngine(chosen, debug);
  let wish: MachineWish;
  try {
    wish = await load();
  } catch (error) {
    await endEngine(engine);
    chosen.device?.device.destroy();
    throw error;
  }
  return { machine: await prepareMachine(chosen, wish, engine), wish };
}

/**
 * Creates a machine; if the GPU fails, tries once more on a fresh device and then, with `auto`, on the next lower
 * backend.
 * @param engine of that backend, started earlier
 * @throws CamLensError the last error
 */
async function prepareMachine(
  chosen: ChosenBackend,
  wish: MachineWish,
  engine: Promise<Engine>,
  isSecond = false,
): Promise<Machine> {
  try {
    return await prepareLevel(chosen, wish, engine);
  } catch (error) {
    const { code, message } = describeError(error);
    const another = async (next: ChosenBackend, isNextSecond: boolean): Promise<Machine> =>
      prepareMachine(next, wish, (await beginEngine(next, wish.debug)).engine, isNextSecond);
    const fresh = isSecond || !gpuFaultCodes.includes(code) ? null : await freshDevice(chosen);
    if (fresh !== null) return another(fresh, true);
    const lower = wish.choice === 'auto' && machineFaults.includes(code) ? stepDown(chosen, message) : null;
    if (lower?.device !== chosen.device) chosen.device?.device.destroy();
    if (lower === null) throw error;
    return another(lower, isSecond);
  }
}

/**
 * The same machine on a fresh device, replacing one whose GPU has failed; a network in WebAssembly is kept.
 * @throws CamLensError `device-lost` if no device is left, `out-of-memory`, `gpu-failed`
 */
export async function renewMachine({ chosen, network, engine }: Machine, wish: MachineWish): Promise<Machine> {
  const isOnGpu = chosen.backend.network === 'webgpu';
  // First, because there may not be enough memory for two.
  engine.destroy();
  if (isOnGpu) await network.abandon();
  const fresh = await freshDevice(chosen);
  if (fresh === null) throw new CamLensError('device-lost', 'The GPU device was lost, and there is no other.');
  const { engine: freshEngine } = await beginEngine(fresh, wish.debug);
  if (isOnGpu) return prepareLevel(fresh, wish, freshEngine);
  return { chosen: fresh, network, engine: await freshEngine };
}

/** A new device to replace one that has failed; null if there is none. */
async function freshDevice(chosen: ChosenBackend): Promise<ChosenBackend | null> {
  if (chosen.device === null) return null;
  chosen.device.device.destroy();
  const device = await requestDevice().catch(() => null);
  return device === null ? null : { ...chosen, device };
}

/** Network and engine; if one of them fails, the other is destroyed. */
async function prepareLevel(chosen: ChosenBackend, wish: MachineWish, engine: Promise<Engine>): Promise<Machine> {
  const { model, prepared, size, onProgress } = wish;
  const { name, title = name } = model.description;
  onProgress({ step: 'rewrite', message: `Adding gradients to ${title}` });
  const device = chosen.backend.network === 'webgpu' ? (chosen.device?.device ?? null) : null;
  const onSession = (): void => onProgress({ step: 'session', message: `Preparing ${title}` });
  let network: ExplainableNetwork;
  try {
    network = await ExplainableNetwork.create(model, prepared, device, onSession, size);
  } catch (error) {
    await endEngine(engine);
    throw error;
  }
  onProgress({ step: 'shaders', message: 'Compiling shaders' });
  try {
    return { chosen, network, engine: await engine };
  } catch (error) {
    await network.abandon();
    throw error;
  }
}

/** Destroys an engine once it is created; if creation fails there is nothing to destroy. */
function endEngine(engine: Promise<Engine>): Promise<void> {
  return engine.then(
    (made) => made.destroy(),
    () => undefined,
  );
}

/** An engine whose shaders compile once this resolves, which it always does. Failures show when the engine is awaited. */
async function beginEngine(
  chosen: ChosenBackend,
  debug: StageSplit | undefined,
): Promise<{ readonly engine: Promise<Engine> }> {
  const kept = chosen.device === null ? undefined : await keptShapes(chosen.device);
  const engine = createEngine(chosen, kept, debug);
  engine.catch(() => undefined);
  return { engine };
}

async function createEngine(
  { device }: ChosenBackend,
  kept: KernelShapes | undefined,
  debug: StageSplit | undefined,
): Promise<Engine> {
  if (device === null) return createCpuEngine();
  const engine = await createTunedEngine(device, kept);
  if (debug === undefined) return engine;
  // Loaded only by whoever looks for a wrong shader.
  const { createSplitEngine } = await import('../engine/bisect/split-engine.ts');
  return createSplitEngine(engine, debug);
}
