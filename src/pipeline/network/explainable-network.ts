/** A classifier that can be asked for logits, activations and gradients, with layers named as users know them. */
import { weightLevels } from '../../autodiff/weight-levels.ts';
import { CamLensError } from '../../errors.ts';
import { required } from '../invariants.ts';
import type { Need } from './needs.ts';
import { ExplainableLayers } from './explainable-layers.ts';
import type { LoadedModel } from '../model/loaded-model.ts';
import type { NetworkTensor } from './network.ts';
import { forwardFrom, type RunRequest } from './run-request.ts';
import { Sessions, type Session } from './sessions.ts';
import { own } from '../../own.ts';
import type { Size } from '../types.ts';

/** The results of a run at one layer; `classWeights` only where CAM applies. */
export type LayerTensors = Readonly<Partial<Record<Need, NetworkTensor>>>;

export interface ExplainableOutputs {
  /** [N, classes] */
  readonly logits: NetworkTensor;
  readonly layers: Readonly<Record<string, LayerTensors>>;
  /** ∂score/∂input, [N, 3, height, width], if requested. */
  readonly inputGradients?: NetworkTensor;
  /** Attention rollout, [N, h, w], if requested. */
  readonly rollout?: NetworkTensor;
  /** Frees the tensors' GPU memory. */
  readonly release: () => void;
}

type Feeds = Readonly<Record<string, NetworkTensor>>;

/** Weights by name, where the network runs. */
export type Weights = ReadonlyMap<string, NetworkTensor>;

export class ExplainableNetwork {
  readonly classes: readonly string[];
  /** Every layer that can be explained. */
  readonly layers: ExplainableLayers;
  readonly provider: 'webgpu' | 'wasm';
  /** It takes one picture per run, whatever the batch. */
  readonly takesOne: boolean;
  /** The name of a weight that contains NaN: the network's outputs are then meaningless. */
  readonly nanWeight: string | undefined;
  readonly #sessions: Sessions;
  readonly #weights: Weights;

  private constructor(
    classes: readonly string[],
    sessions: Sessions,
    { weights = new Map(), nanWeight }: { readonly weights?: Weights; readonly nanWeight?: string | undefined },
  ) {
    this.classes = classes;
    this.layers = sessions.layers;
    this.takesOne = sessions.layers.takesOne;
    this.provider = sessions.device === null ? 'wasm' : 'webgpu';
    this.nanWeight = nanWeight;
    this.#sessions = sessions;
    this.#weights = weights;
  }

  /**
   * @param prepared what will be requested first: its session is created immediately
   * @param device where to run; null runs WebAssembly
   * @param size of all pictures; needed only for models whose padding depends on it
   */
  static async create(
    model: LoadedModel,
    prepared: RunRequest,
    device: GPUDevice | null,
    onSession: () => void = () => undefined,
    size?: Size,
  ): Promise<ExplainableNetwork> {
    const sessions = new Sessions(ExplainableLayers.of(model), device, size);
    const network = new ExplainableNetwork(model.classes, sessions, { nanWeight: sessions.layers.findNaNWeight() });
    await network.prepare([prepared], onSession);
    return network;
  }

  /** Its weights by depth below the logits, divided into the stages that are shown side by side. */
  weightLevels(): ReturnType<typeof weightLevels> {
    const { classifier, description } = this.layers;
    const stages = description.strip.map((name) => [name, this.layers.valueOf(name)] as const);
    return weightLevels(classifier, Object.fromEntries(stages));
  }

  /**
   * Networks on the same device that differ only in some weights. They share their sessions, which hold none of these
   * weights: every run is supplied with those of its network.
   * @param names of the weights
   * @returns a function from weights, all of them, to the network that has these
   */
  withFedWeights(names: ReadonlySet<string>): (weights: Weights) => ExplainableNetwork {
    const { device, size, layers } = this.#sessions;
    const sessions = new Sessions(layers, device, size, names);
    return (weights) => new ExplainableNetwork(this.classes, sessions, { weights, nanWeight: this.nanWeight });
  }

  /**
   * Creates the sessions that these runs need and that do not exist yet, one after another.
   * @param onSession called before each creation, which takes seconds
   */
  prepare(requests: readonly RunRequest[], onSession?: () => void): Promise<void> {
    return this.#sessions.prepare(requests, onSession);
  }

  /**
   * @param request of a kind that was prepared
   * @param image [N, 3, height, width]
   * @param target [N, classes]; a row of zeros selects the predicted class
   */
  async run(request: RunRequest, image: NetworkTensor, target: Float32Array): Promise<ExplainableOutputs> {
    const rows = { dims: [required(image.dims[0], 'the number of images'), this.classes.length], values: target };
    return this.#run(request, async (session) => ({
      ...(session.image === undefined ? {} : { [session.image]: image }),
      ...(session.target === undefined ? {} : { [session.target]: rows }),
    }));
  }

  /**
   * The logits computed from activations of a layer: a run of the part after it.
   * @param activations [N, C, H, W]
   * @param image the input they were computed from, [N, 3, height, width]; called only if the logits also depend on the
   *   picture other than through the layer
   */
  async runFrom(
    layer: string,
    activations: NetworkTensor,
    image: () => Promise<NetworkTensor>,
  ): Promise<ExplainableOutputs> {
    return this.#run(forwardFrom(layer), async (session) => ({
      ...(session.activations === undefined ? {} : { [session.activations]: activations }),
      ...(session.image === undefined ? {} : { [session.image]: await image() }),
    }));
  }

  /** Waits until the device has finished everything; resolves immediately with WebAssembly. */
  settled(): Promise<void> {
    return this.#sessions.settled();
  }

  /** Ends its sessions, for all networks that share them. */
  destroy(): Promise<void> {
    return this.#sessions.destroy();
  }

  /**
   * As `destroy`, on a machine that has failed: leaves what cannot be freed, and never waits long.
   * @returns whether it ended in time
   */
  abandon(): Promise<boolean> {
    return this.#sessions.abandon();
  }

  async #run(request: RunRequest, feed: (session: Session) => Promise<Feeds>): Promise<ExplainableOutputs> {
    const fed = async (session: Session): Promise<Feeds> => ({
      ...(await feed(session)),
      ...Object.fromEntries(session.weights.map((name) => [name, this.#weightNamed(name)])),
    });
    const { session, tensors, release } = await this.#sessions.run(request, fed);
    return namedOutputs(session, tensors, release);
  }

  #weightNamed(name: string): NetworkTensor {
    const weight = this.#weights.get(name);
    if (weight === undefined) throw new CamLensError('internal', `The network was not given the weight ${name}.`);
    return weight;
  }
}

function namedOutputs(
  session: Session,
  tensors: Readonly<Record<string, NetworkTensor>>,
  release: () => void,
): ExplainableOutputs {
  const tensor = (name: string): NetworkTensor => {
    const found = own(tensors, name);
    if (found === undefined) throw new CamLensError('internal', `The network returned no output ${name}.`);
    return found;
  };
  return {
    logits: tensor(session.logits),
    layers: Object.fromEntries(
      Object.entries(session.layers).map(([layer, outputs]) => [
        layer,
        Object.fromEntries(Object.entries(outputs).map(([need, name]) => [need, tensor(name)])),
      ]),
    ),
    ...(session.inputGradients === undefined ? {} : { inputGradients: tensor(session.inputGradients) }),
    ...(session.rollout === undefined ? {} : { rollout: tensor(session.rollout) }),
    release,
  };
}
