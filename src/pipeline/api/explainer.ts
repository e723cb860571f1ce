/** The library's main entry point: a model, a machine, and explanations of pictures. */
import type { Engine } from '../chain/chain.ts';
import { CamLensError, describeError } from '../../errors.ts';
import { chooseBackend } from '../device/backend.ts';
import { checkIsChoice, checkNames } from '../recipe/check-choice.ts';
import { isGpuFault } from '../device/gpu-errors.ts';
import { explainPictures, type BatchChoice, type Explaining, type Instruments } from '../recipe/explain.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import { defaultConventions, defaultMethods, defaultThreshold } from '../recipe/defaults.ts';
import { defaultModel } from '../model/built-in-model.ts';
import type { ExplainerOptions } from './explainer-options.ts';
import { inspectPicture, type InspectChoice, type InspectedPicture } from '../recipe/inspect.ts';
import type { ModelOffer } from './lens.ts';
import { methodNamed } from '../recipe/methods/index.ts';
import { modelOffer } from './model-offer.ts';
import { inputSide, modelInput } from '../model/input-side.ts';
import { loadWanted } from '../model/load-wanted.ts';
import { prepareModel, withStride } from '../model/prepared-model.ts';
import type { Watch } from '../watch.ts';
import { preparedRequest } from './prepared-request.ts';
import { openMachine, renewMachine, type Machine, type MachineWish } from './machine.ts';
import { refinementNamed } from '../recipe/refine/refinements.ts';
import { RandomisedNetworks, type RandomisedLevel } from '../recipe/randomised-networks.ts';
import { Recovery } from './recovery.ts';
import { requestsFor } from '../network/run-request.ts';
import { inputsTogether } from '../recipe/together.ts';
import type { Backend, ModelDescription, ModelInput, Picture } from '../types.ts';

/**
 * An explainer's current engine, which is replaced if the GPU fails. Not for users of the library: tests and benchmarks
 * watch its memory.
 */
export let engineOf: (explainer: Explainer) => Engine;

/** A model on a machine, ready to explain pictures. Created by `createExplainer`. */
export class Explainer {
  /** The backend actually used. */
  readonly backend: Backend;
  /** For users: why something slower than a GPU runs. */
  readonly notice: string | undefined;
  /** Description of the model. */
  readonly model: ModelDescription;
  /** Names by index. */
  readonly classes: readonly string[];
  /** Every layer that can be explained, in order of depth. */
  readonly layers: readonly string[];
  /** What it supports. */
  readonly offer: ModelOffer;
  readonly #wish: MachineWish;
  readonly #recovery: Recovery;
  readonly #input: ModelInput;
  #machine: Machine;
  /** Replaces a machine that has failed. */
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
   * @param recovery how often a failed GPU is replaced
   */
  static async create(options: ExplainerOptions = {}, recovery = new Recovery()): Promise<Explainer> {
    const onProgress = options.onProgress ?? (() => undefined);
    const { model: wanted = defaultModel, backend = 'auto', size, stride, debug } = options;
    const chosen =
      debug === undefined
        ? await chooseBackend(backend, options.onSoftware)
        : await (await import('./choose-split.ts')).chooseSplit(backend, debug);
    const { machine, wish } = await openMachine(chosen, debug, async () => {
      const model = prepareModel(withStride(await loadWanted(wanted, onProgress), stride));
      const input = modelInput(model.description, inputSide(model.description, size));
      const prepared = preparedRequest(options, model, input);
      return { choice: backend, model, prepared, size: input, debug, onProgress };
    });
    onProgress({ step: 'ready', message: 'Ready' });
    return new Explainer(machine, wish, recovery);
  }

  /**
   * Explains pictures: one run of the network, and more for slow methods. Defaults: the model's default layer, Grad-CAM
   * and, where possible, CAM, the predicted class, no refinement, threshold 0.15 (0.65 for refined maps). If the GPU
   * fails, the pictures are explained once more on a fresh device, and earlier explanations become unusable.
   * @param pictures one or more; they remain the caller's
   * @param watch progress of slow methods, and how to stop them
   * @throws CamLensError `unknown-method`, `unknown-layer`, `unknown-class`, `method-needs` (for example, CAM without a
   *   linear head), `operator-unsupported`, `bad-option`, `limit-exceeded`, `stopped`; `not-finite` naming the picture;
   *   `out-of-memory`, `gpu-failed`, `device-lost` if the second try on a fresh device failed too; `ended` after
   *   `destroy`
   */
  async explain(
    pictures: readonly Picture[],
    choice: Partial<BatchChoice> = {},
    watch: Watch = {},
  ): Promise<Explaining> {
    this.#assertAlive();
    checkIsChoice(choice, 'explain');
    const layers = choice.layers ?? [this.model.defaultLayer];
    const { refine = 'none' } = choice;
    const usual = defaultMethods.map(methodNamed);
    checkNames(layers, 'layer');
    const possible = usual.filter((method) => layers.every((layer) => !this.#network.layers.refusal(method, layer)));
    const whole = {
      methods: choice.methods ?? possible.map((method) => method.name),
      layers,
      class: choice.class ?? 'predicted',
      threshold: choice.threshold ?? refinementNamed(refine).threshold,
      conventions: choice.conventions ?? defaultConventions,
      refine,
      timed: choice.timed ?? false,
      boxless: choice.boxless ?? false,
      ...(choice.atEach === undefined ? {} : { atEach: choice.atEach }),
      ...(choice.jitter === undefined ? {} : { jitter: choice.jitter }),
    };
    return this.recovering(() => explainPictures(this.#instruments, pictures, whole, watch));
  }

  /**
   * Runs work on the GPU and, if the GPU fails, repeats it from the start on a fresh device. Earlier explanations then
   * become unusable (`Explained.isDead`): work that uses them must recreate them.
   * @throws CamLensError errors of the second try; or of the first, if the GPU failed too often
   */
  async recovering<Result>(work: () => Promise<Result>): Promise<Result> {
    const machine = this.#machine;
    try {
      return await work();
    } catch (error) {
      // Errors caused by `destroy` are reported as `ended`.
      this.#assertAlive();
      // Other work finds its engine taken away by the work that met the fault.
      const isTakenAway = machine.engine.isDead && describeError(error).code === 'ended';
      if (machine.chosen.device === null || !(isGpuFault(error) || isTakenAway)) throw error;
      if (this.#machine === machine) await this.#renew(error);
      return work();
    }
  }

  /**
   * Explains pictures with networks whose weights are randomised from the logits down: for each level, one more stage
   * of the model (Adebayo et al. 2018). The weights are drawn when first needed, and take twice the model's memory.
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
   * Reads the activations of layers, and the gradients of a class's logit there, into memory: one run of the network, and
   * no heatmaps. If the GPU fails, it is tried once more on a fresh device.
   * @param picture remains the caller's
   * @throws CamLensError `unknown-layer`, `unknown-class`, `bad-option`, `operator-unsupported`; `limit-exceeded` if the
   *   values take more than 128 MiB; `not-finite` naming the picture; `out-of-memory`, `gpu-failed`, `device-lost`,
   *   `ended`
   */
  inspect(picture: Picture, choice: InspectChoice = {}): Promise<InspectedPicture> {
    return this.recovering(async () => {
      this.#assertAlive();
      checkIsChoice(choice, 'inspect');
      const { layers = [this.model.defaultLayer], class: target = 'predicted' } = choice;
      return inspectPicture(this.#instruments, picture, { ...choice, layers, class: target });
    });
  }

  /**
   * How many pictures to explain at once with these methods at these layers, 1 or more.
   * @throws CamLensError `unknown-method`, `ended`
   */
  together(methods: readonly string[], layers: readonly string[]): number {
    this.#assertAlive();
    const isToInput = requestsFor(methods.map(methodNamed), layers).some(({ input }) => input);
    return inputsTogether(this.#network, isToInput, this.#input);
  }

  /**
   * Layer → why a method is not possible there, as a sentence, for the layers where it is not.
   * @throws CamLensError `unknown-method`
   */
  refusals(method: string): Readonly<Record<string, string>> {
    return this.#network.layers.refusals(methodNamed(method));
  }

  /**
   * Checks whether these methods are possible at these layers, before there is a picture.
   * @throws CamLensError `unknown-method`, `unknown-layer`, `method-needs`
   */
  check(wanted: readonly string[], layers: readonly string[]): void {
    this.#assertAlive();
    this.#network.layers.check(wanted.map(methodNamed), layers);
  }

  /** Frees all memory; explanations become unusable, and every later call throws `ended`. */
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

  /** The first to meet the fault starts this; the others wait for it. */
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
 *   `limit-exceeded`, `download-failed`, `runtime-damaged`, `bad-option`, `unknown-method`, `unknown-layer`,
 *   `method-needs`; `no-webgpu` if WebGPU is demanded and not available; `out-of-memory`, `gpu-failed`, `device-lost`
 */
export function createExplainer(options: ExplainerOptions = {}): Promise<Explainer> {
  return Explainer.create(options);
}
