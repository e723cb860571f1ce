/** The library's front door: a model, a machine, and explanations of pictures. */
import type { Engine } from './chain.ts';
import { chooseBackend, type ChosenBackend } from './backend.ts';
import { createCpuEngine } from './cpu-engine.ts';
import { explainPictures, type Explaining } from './explain.ts';
import { ExplainableNetwork } from './explainable-network.ts';
import { defaultModel, defaultThreshold } from './explainer-defaults.ts';
import { createGpuEngine } from './gpu-engine.ts';
import type { ExplainChoice, LoadProgress } from './lens.ts';
import { methodNamed, methods } from './methods/index.ts';
import { loadModel, type LoadedModel } from './model.ts';
import type { Backend, BackendChoice, ModelDescription, ModelInput, Picture } from './types.ts';

export interface ExplainerOptions {
  /** URL of the model's description (the files it names lie beside it), or a model in memory. */
  readonly model?: string | LoadedModel;
  readonly backend?: BackendChoice;
  /** Layers that can be explained, by name; the model's default layer alone unless said. More layers make the network's
   * backward pass longer. */
  readonly layers?: readonly string[];
  /** Width and height of the network's input in pixels; the model's own unless said. Larger gives finer maps. */
  readonly size?: number;
  readonly onProgress?: (progress: LoadProgress) => void;
}

export class Explainer {
  readonly backend: Backend;
  /** For people: why something slower runs than a GPU. */
  readonly notice: string | undefined;
  readonly model: ModelDescription;
  readonly classes: readonly string[];
  readonly layers: readonly string[];
  readonly engine: Engine;
  readonly #network: ExplainableNetwork;
  readonly #input: ModelInput;

  private constructor(
    chosen: ChosenBackend,
    model: LoadedModel,
    engine: Engine,
    network: ExplainableNetwork,
    size: number,
  ) {
    this.backend = chosen.backend;
    this.notice = chosen.notice;
    this.model = model.description;
    this.classes = model.classes;
    this.layers = network.layers;
    this.engine = engine;
    this.#network = network;
    this.#input = { width: size, height: size, normalization: model.description.input.normalization };
  }

  static async create(options: ExplainerOptions = {}): Promise<Explainer> {
    const onProgress = options.onProgress ?? (() => undefined);
    const chosen = await chooseBackend(options.backend ?? 'auto');
    const { model: wanted = defaultModel } = options;
    const model = typeof wanted === 'string' ? await loadModel(wanted, onProgress) : wanted;
    const { name, defaultLayer, input } = model.description;
    onProgress({ step: 'rewrite', message: `Adding gradients to ${name}` });
    const network = await ExplainableNetwork.create(
      model,
      options.layers ?? [defaultLayer],
      chosen.backend.network === 'webgpu' ? (chosen.device?.device ?? null) : null,
      () => onProgress({ step: 'session', message: `Preparing ${name}` }),
    );
    onProgress({ step: 'shaders', message: 'Compiling shaders' });
    const engine = chosen.device === null ? createCpuEngine() : await createGpuEngine(chosen.device);
    onProgress({ step: 'ready', message: 'Ready' });
    return new Explainer(chosen, model, engine, network, options.size ?? input.size);
  }

  /**
   * Explains pictures in one network run. What is not chosen is: every method, the model's default layer, the class
   * predicted, threshold 0.15.
   * @throws CamLensError `unknown-method`, `unknown-layer`, `method-needs`
   */
  explain(pictures: readonly Picture[], choice: Partial<ExplainChoice> = {}): Promise<Explaining> {
    return explainPictures(this.engine, this.#network, this.#input, pictures, {
      methods: choice.methods ?? methods.map((method) => method.name),
      layers: choice.layers ?? this.layers.slice(-1),
      class: choice.class ?? 'predicted',
      threshold: choice.threshold ?? defaultThreshold,
      timed: choice.timed ?? false,
    });
  }

  /**
   * Whether these methods are possible at these layers, before any picture is there.
   * @throws CamLensError `unknown-method`, `unknown-layer`, `method-needs`
   */
  check(wanted: readonly string[], layers: readonly string[]): void {
    this.#network.check(wanted.map(methodNamed), layers);
  }

  /** Gives all memory back; explanations made are dead afterwards. */
  async destroy(): Promise<void> {
    await this.#network.destroy();
    this.engine.destroy();
  }
}

/**
 * Loads a model and prepares the machine: `const explainer = await createExplainer()`.
 * @throws CamLensError `model-missing`, `model-damaged`, `model-unsupported`, `no-webgpu`, `bad-option`
 */
export function createExplainer(options: ExplainerOptions = {}): Promise<Explainer> {
  return Explainer.create(options);
}
