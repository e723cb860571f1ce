/** A machine for the journey, whose memory is counted from the start and whose start is timed step by step. */
import { CamLensError } from '../../errors.ts';
import { openMachine, type Machine } from '../../pipeline/api/machine.ts';
import { preparedRequest } from '../../pipeline/api/prepared-request.ts';
import type { Engine } from '../../pipeline/chain/chain.ts';
import { chooseBackend } from '../../pipeline/device/backend.ts';
import type { LoadProgress, LoadStep } from '../../pipeline/load-progress.ts';
import { inputSide, modelInput } from '../../pipeline/model/input-side.ts';
import { loadModel, modelSource, type ModelSource } from '../../pipeline/model/model.ts';
import { defaultMethods, defaultThreshold } from '../../pipeline/recipe/defaults.ts';
import type { BatchChoice, Instruments } from '../../pipeline/recipe/explain.ts';
import { methodNamed } from '../../pipeline/recipe/methods/index.ts';
import type { BackendChoice, ModelInput } from '../../pipeline/types.ts';
import { MemoryLedger } from '../memory/memory-ledger.ts';
import { watchWebAssembly, type WebAssemblyWatch } from '../memory/web-assembly-memory.ts';
import { closeJourney } from './close-journey.ts';
import { Laps } from './laps.ts';

export interface JourneyOptions {
  /** URL of the model's description, or the model's place and description. */
  readonly model: string | ModelSource;
  readonly backend: BackendChoice;
  /**
   * When the start of this worker began, by the clock of the page: `performance.timeOrigin + performance.now()`. Default:
   * it is not timed.
   */
  readonly begunMs?: number | undefined;
  readonly onProgress?: (message: string) => void;
}

export interface JourneyMachine {
  readonly machine: Machine;
  readonly input: ModelInput;
  readonly choice: BatchChoice;
  /** With the steps of the start. */
  readonly laps: Laps;
  /** Null without a GPU. */
  readonly ledger: MemoryLedger | null;
  readonly webAssembly: WebAssemblyWatch;
  /** The network and the stages, with another engine if one is given. */
  readonly instruments: (engine?: Engine) => Instruments;
  /** Waits until the GPU has finished everything submitted; undefined without one. */
  readonly finished: (() => Promise<void>) | undefined;
  /**
   * Destroys everything; never rejects.
   * @returns see closeJourney
   */
  close(): Promise<number | null>;
}

/** Where the time before a step of loading goes: to what came before. */
const ending: Readonly<Record<LoadStep, string | undefined>> = {
  download: 'download',
  rewrite: 'read the model',
  session: 'rewrite the graph',
  shaders: 'create the session',
  ready: undefined,
};

/**
 * Call it first in a page or worker, which then has loaded nothing. Model files are not taken from the browser's store.
 * @throws CamLensError as createExplainer; `gpu-failed` if the device was replaced meanwhile, whose memory is not counted
 */
export async function openJourney({ model, backend, begunMs, onProgress }: JourneyOptions): Promise<JourneyMachine> {
  const webAssembly = watchWebAssembly();
  const laps = new Laps(undefined, begunMs === undefined ? undefined : begunMs - performance.timeOrigin);
  if (begunMs !== undefined) laps.end('start the worker');
  const chosen = await chooseBackend(backend);
  laps.end('request the device');
  const device = chosen.device?.device;
  const ledger = device === undefined ? null : new MemoryLedger(device);
  const follow = ({ step, message }: LoadProgress): void => {
    const ended = ending[step];
    if (ended !== undefined) laps.end(ended);
    if (ledger !== null) ledger.isLoading = step === 'session';
    onProgress?.(message);
  };
  const { machine, wish } = await openMachine(chosen, undefined, async () => {
    const source = typeof model === 'string' ? await modelSource(model) : model;
    const loaded = await loadModel({ ...source, keep: false }, follow);
    const size = modelInput(loaded.description, inputSide(loaded.description));
    const prepared = preparedRequest({}, loaded, size);
    return { choice: backend, model: loaded, prepared, size, onProgress: follow };
  });
  laps.end('wait for the shaders');
  const { network, engine } = machine;
  const used = machine.chosen.device?.device;
  if (used !== undefined && used !== device) {
    await network.abandon();
    engine.destroy();
    used.destroy();
    throw new CamLensError('gpu-failed', 'The GPU failed at the start and was replaced, so that nothing is measured.');
  }
  const { description } = wish.model;
  const layers = [description.defaultLayer];
  const possible = defaultMethods.filter((name) =>
    layers.every((layer) => network.layers.refusal(methodNamed(name), layer) === undefined),
  );
  const input = modelInput(description, inputSide(description));
  return {
    ...{ machine, input, laps, ledger: used === undefined ? null : ledger, webAssembly },
    choice: { methods: possible, layers, class: 'predicted', threshold: defaultThreshold },
    instruments: (other = engine) => ({ engine: other, network, input }),
    finished: used && (() => used.queue.onSubmittedWorkDone().then(() => undefined)),
    close: () => {
      webAssembly.stop();
      return closeJourney({ network, engine, device: used, ledger: used === undefined ? null : ledger });
    },
  };
}
