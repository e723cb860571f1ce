/** The library's front door: a model, a machine, and explanations of pictures. */
import type { Engine } from '../chain/chain.ts';
import { CamLensError, describeError } from '../../errors.ts';
import { chooseBackend } from '../device/backend.ts';
import { checkIsChoice, checkNames } from '../recipe/check-choice.ts';
import type { StageSplit } from '../engine/bisect/stage-split.ts';
import { isGpuFault } from '../device/gpu-errors.ts';
import { explainPictures, type BatchChoice, type Explaining, type Instruments } from '../recipe/explain.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import type { PictureResult } from '../recipe/results.ts';
import { defaultConventions, defaultMethods, defaultThreshold } from '../recipe/defaults.ts';
import { defaultModel } from '../model/built-in-model.ts';
import type { ModelOffer } from './lens.ts';
import type { LoadProgress } from '../load-progress.ts';
import { methodNamed } from '../recipe/methods/index.ts';
import { modelOffer } from './model-offer.ts';
import { inputSide, modelInput } from '../model/input-side.ts';
import { loadWanted } from '../model/load-wanted.ts';
import type { ModelFiles } from '../model/model-files.ts';
import type { ModelSource } from '../model/model.ts';
import type { LoadedModel } from '../model/loaded-model.ts';
import { prepareModel } from '../model/prepared-model.ts';
import type { Watch } from '../watch.ts';
import { chooseSplit } from './choose-split.ts';
import { openMachine, renewMachine, type Machine, type MachineWish } from './machine.ts';
import { RandomisedNetworks } from '../recipe/randomised-networks.ts';
import { Recovery } from './recovery.ts';
import { forwardOnly, requestsFor } from '../network/run-request.ts';
import { inputsTogether } from '../recipe/together.ts';
import type { Backend, BackendChoice, ModelDescription, ModelInput, Picture } from '../types.ts';

/** How an explainer begins. */
export interface ExplainerOptions {
  /** URL of the model's description (the files it names lie beside it), or of the model itself, or its files, or a model
   * in memory. */
  readonly model?: string | ModelSource | ModelFiles | LoadedModel;
  /** Where to run; `auto` unless said. */
  readonly backend?: BackendChoice;
  /** Where `auto` has the stages run if there is but a software adapter: in WGSL unless said, so that what is painted
   * stays in its memory; in TypeScript (`cpu`) boxes are found faster. */
  readonly onSoftware?: Backend['stages'];
  /** Layers prepared for at the start, by name; the model's default layer alone unless said. Every other can be explained
   * too: what that needs is prepared when it is first asked for, in a few seconds. */
  readonly layers?: readonly string[];
  /** Methods prepared for at the start, by name, as far as one run of the network serves them; CAM and Grad-CAM unless said. */
  readonly methods?: readonly string[];
  /** Width of the network's input in pixels, and its height unless the model has another of its own; the model's own unless
   * said. Larger gives finer maps. */
  readonly size?: number;
  /** For finding a wrong shader: stages on the GPU and in TypeScript, split or compared. It needs WebGPU; the network runs in
   * WebAssembly. */
  readonly debug?: StageSplit;
  /** Told of every step before the first explanation. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** What networks say whose weights are random from the logits down to a level. */
export interface RandomisedLevel {
  /** The stage of the model down to which weights are random, named as the model names it. */
  readonly level: string;
  /** One per picture, in order. */
  readonly results: readonly PictureResult[];
}

/**
 * The engine that an explainer has now; another takes its place where the GPU fails. Not for callers of the library: for
 * tests and benchmarks, which watch its memory.
 */
export let engineOf: (explainer: Explainer) => Engine;

/** A model on a machine, ready to explain pictures. Made by `createExplainer`. */
export class Explainer {
  /** What really runs. */
  readonly backend: Backend;
  /** For people: why something slower runs than a GPU. */
  readonly notice: string | undefined;
  /** What is known of the model. */
  readonly model: ModelDescription;
  /** Names by index. */
  readonly classes: readonly string[];
  /** Every layer that can be explained, in the order of depth. */
  readonly layers: readonly string[];
  /** What can be asked of it. */
  readonly offer: ModelOffer;
  readonly #wish: MachineWish;
  readonly #recovery: Recovery;
  readonly #input: ModelInput;
  #machine: Machine;
  /** A machine that has failed, while another takes its place. */
  #renewing: Promise<void> | undefined;
  #randomised: Promise<RandomisedNetworks> | undefined;
  #isDestroyed = false;

  private constructor(machine: Machine, wish: MachineWish, recovery: Recovery) {
    const { model, size } = wish;
    const { chosen, network } = machine;
    this.backend = chosen.backend;
    this.notice = chosen.notice;
    this.model = model.description;
    this.classes = model.classes;
    this.layers = network.layers.names;
    this.offer = modelOffer(network.layers, model.classes, size);
    this.#input = modelInput(model.description, size.width);
    this.#machine = machine;
    this.#wish = wish;
    this.#recovery = recovery;
  }

  static {
    engineOf = (explainer): Engine => explainer.#machine.engine;
  }

  get #network(): ExplainableNetwork {
    return this.#machine.network;
  }

  /**
   * As `createExplainer`.
   * @param recovery how often a failed GPU is taken anew
   */
  static async create(options: ExplainerOptions = {}, recovery = new Recovery()): Promise<Explainer> {
    const onProgress = options.onProgress ?? (() => undefined);
    const { model: wanted = defaultModel, backend = 'auto', size, debug } = options;
    const chosen =
      debug === undefined ? await chooseBackend(backend, options.onSoftware) : await chooseSplit(backend, debug);
    const { machine, wish } = await openMachine(chosen, debug, async () => {
      const model = prepareModel(await loadWanted(wanted, onProgress));
      const input = modelInput(model.description, inputSide(model.description, size));
      const layers = options.layers ?? [model.description.defaultLayer];
      const [prepared = forwardOnly] = requestsFor((options.methods ?? defaultMethods).map(methodNamed), layers);
      return { choice: backend, model, prepared, size: input, debug, onProgress };
    });
    onProgress({ step: 'ready', message: 'Ready' });
    return new Explainer(machine, wish, recovery);
  }

  /**
   * Explains pictures: one network run, and more for the slow methods. What is not chosen is: the model's default layer,
   * CAM where that is possible there and Grad-CAM, the class predicted, threshold 0.15. Where the GPU fails, they are
   * explained once more on a fresh device; what was explained before is dead then.
   * @param pictures one or more; they stay the caller's
   * @param watch progress of slow methods, and how to stop them
   * @throws CamLensError `unknown-method`, `unknown-layer`, `unknown-class`, `method-needs` (CAM without a linear head, for
   * example), `operator-unsupported`, `bad-option`, `limit-exceeded`, `stopped`; `not-finite` naming the picture;
   * `out-of-memory`, `gpu-failed`, `device-lost` where a second try on a fresh device failed too; `ended` once destroyed
   */
  async explain(
    pictures: readonly Picture[],
    choice: Partial<BatchChoice> = {},
    watch: Watch = {},
  ): Promise<Explaining> {
    this.#assertAlive();
    checkIsChoice(choice, 'explain');
    const layers = choice.layers ?? [this.model.defaultLayer];
    const usual = defaultMethods.map(methodNamed);
    checkNames(layers, 'layer');
    const possible = usual.filter((method) => layers.every((layer) => !this.#network.layers.refusal(method, layer)));
    const whole = {
      methods: choice.methods ?? possible.map((method) => method.name),
      layers,
      class: choice.class ?? 'predicted',
      threshold: choice.threshold ?? defaultThreshold,
      conventions: choice.conventions ?? defaultConventions,
      timed: choice.timed ?? false,
      boxless: choice.boxless ?? false,
      ...(choice.atEach === undefined ? {} : { atEach: choice.atEach }),
    };
    return this.recovering(() => explainPictures(this.#instruments, pictures, whole, watch));
  }

  /**
   * Does work on the GPU, and where the GPU fails once more from its beginning on a fresh device. What was made before is
   * dead then, `Explained.isDead` says so: work that goes on with it makes it anew.
   * @throws CamLensError what the second try throws; and the first where the GPU failed too often
   */
  async recovering<Result>(work: () => Promise<Result>): Promise<Result> {
    const machine = this.#machine;
    try {
      return await work();
    } catch (error) {
      // Whatever fails for want of what `destroy` took away says so.
      this.#assertAlive();
      // Work beside that which met the fault finds its engine taken away.
      const isTakenAway = machine.engine.isDead && describeError(error).code === 'ended';
      if (machine.chosen.device === null || !(isGpuFault(error) || isTakenAway)) throw error;
      if (this.#machine === machine) await this.#renew(error);
      return work();
    }
  }

  /**
   * Explains pictures by networks whose weights are random from the logits down: for each level from the top, one stage of the
   * model more (Adebayo et al. 2018). The weights are drawn when they are first needed and hold as much memory as the model
   * twice.
   * @returns by level, from the top
   * @throws CamLensError as `explain`
   */
  explainRandomised(
    pictures: readonly Picture[],
    choice: Omit<BatchChoice, 'threshold' | 'boxless' | 'timed'>,
  ): Promise<readonly RandomisedLevel[]> {
    return this.recovering(() => this.#explainRandomised(pictures, choice));
  }

  async #explainRandomised(
    pictures: readonly Picture[],
    choice: Omit<BatchChoice, 'threshold' | 'boxless' | 'timed'>,
  ): Promise<readonly RandomisedLevel[]> {
    this.#assertAlive();
    checkIsChoice(choice, 'explainRandomised');
    const { levels } = await (this.#randomised ??= RandomisedNetworks.create(this.#network, this.#machine.engine));
    const whole = { ...choice, threshold: defaultThreshold, timed: false, boxless: true };
    const explained: RandomisedLevel[] = [];
    for (const { level, network } of levels) {
      const instruments = { ...this.#instruments, network };
      const made = await explainPictures(instruments, pictures, whole);
      made.explained.destroy();
      explained.push({ level, results: made.results });
    }
    return explained;
  }

  /**
   * How many pictures are worth explaining at once by these methods at these layers, 1 or more.
   * @throws CamLensError `unknown-method`, `ended`
   */
  together(methods: readonly string[], layers: readonly string[]): number {
    this.#assertAlive();
    const isToInput = requestsFor(methods.map(methodNamed), layers).some(({ input }) => input);
    return inputsTogether(this.#network, isToInput, this.#input);
  }

  /**
   * Layer → why a method is not possible there, as a sentence, for the layers where it isn't.
   * @throws CamLensError `unknown-method`
   */
  refusals(method: string): Readonly<Record<string, string>> {
    return this.#network.layers.refusals(methodNamed(method));
  }

  /**
   * Whether these methods are possible at these layers, before any picture is there.
   * @throws CamLensError `unknown-method`, `unknown-layer`, `method-needs`
   */
  check(wanted: readonly string[], layers: readonly string[]): void {
    this.#assertAlive();
    this.#network.layers.check(wanted.map(methodNamed), layers);
  }

  /** Gives all memory back; explanations made are dead afterwards, and every call is `ended`. */
  async destroy(): Promise<void> {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    await this.#renewing?.catch(() => undefined);
    await this.#endRandomised();
    const { network, engine, chosen } = this.#machine;
    await (engine.isDead ? network.abandon() : network.destroy());
    engine.destroy();
    chosen.device?.device.destroy();
  }

  get #instruments(): Instruments {
    return { engine: this.#machine.engine, network: this.#network, input: this.#input };
  }

  /** Whoever meets the fault first begins; the others wait with it. */
  async #renew(fault: unknown): Promise<void> {
    this.#renewing ??= this.#renewNow(fault).finally(() => (this.#renewing = undefined));
    await this.#renewing;
  }

  async #renewNow(fault: unknown): Promise<void> {
    if (!this.#recovery.begin()) throw fault;
    await this.#endRandomised();
    this.#machine = await renewMachine(this.#machine, { ...this.#wish, onProgress: () => undefined });
  }

  async #endRandomised(): Promise<void> {
    const networks = this.#randomised;
    this.#randomised = undefined;
    await networks?.then(
      (made) => made.destroy(),
      () => undefined,
    );
  }

  #assertAlive(): void {
    if (this.#isDestroyed) throw new CamLensError('ended', 'The explainer was destroyed; create another.');
  }
}

/**
 * Loads a model and prepares the machine: `const explainer = await createExplainer()`.
 * @throws CamLensError `model-missing`, `model-damaged`, `model-unsupported`, `operator-unsupported`, `not-finite`,
 * `limit-exceeded`, `download-failed`, `runtime-damaged`, `bad-option`, `unknown-method`, `unknown-layer`, `method-needs`;
 * `no-webgpu` where WebGPU is demanded and there is none; `out-of-memory`, `gpu-failed`, `device-lost`
 */
export function createExplainer(options: ExplainerOptions = {}): Promise<Explainer> {
  return Explainer.create(options);
}
