/**
 * A classifier that can be asked for logits, activations and gradients, by the names people use for its layers. What is
 * asked decides how the graph is rewritten; each rewriting is a session, made when it is first needed and kept.
 */
import { withPictureSize } from '../autodiff/picture-size.ts';
import { weightLevels } from '../autodiff/weight-levels.ts';
import { CamLensError, describeError } from '../errors.ts';
import type { Model } from '../onnx/read.ts';
import { writeModel } from '../onnx/write.ts';
import type { Need } from './methods/method.ts';
import { ExplainableLayers } from './model/explainable-layers.ts';
import type { LoadedModel } from './model.ts';
import { createNetwork, type Network, type NetworkTensor } from './network.ts';
import { rewrite, type Rewritten } from './rewrite.ts';
import { forwardFrom, serves, type RunRequest } from './run-request.ts';

/** What a run gives at one layer; `classWeights` only where CAM applies. */
export type LayerOutputs = Readonly<Partial<Record<Need, NetworkTensor>>>;

export interface ExplainableOutputs {
  /** [N, classes] */
  readonly logits: NetworkTensor;
  readonly layers: Readonly<Record<string, LayerOutputs>>;
  /** ∂score/∂input, [N, 3, height, width], where it was asked for. */
  readonly inputGradients?: NetworkTensor;
  /** Gives the tensors' GPU memory back. */
  readonly release: () => void;
}

interface Session extends Omit<Rewritten, 'model'> {
  readonly request: RunRequest;
  readonly network: Network;
  /** Runs whose tensors are not given back yet: they may lie in the session's own memory. */
  live: number;
}

/** More rewritings than this are not kept unless they are in use: each holds the weights once more. */
const mostSessions = 4;

export class ExplainableNetwork {
  readonly classes: readonly string[];
  /** Every layer that can be explained. */
  readonly layers: ExplainableLayers;
  readonly provider: 'webgpu' | 'wasm';
  readonly #device: GPUDevice | null;
  readonly #side: number | undefined;
  /** The one used last comes last. */
  readonly #sessions: Session[] = [];
  /** Sessions are made one after another, never side by side. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(classes: readonly string[], layers: ExplainableLayers, device: GPUDevice | null, side?: number) {
    this.classes = classes;
    this.layers = layers;
    this.provider = device === null ? 'wasm' : 'webgpu';
    this.#side = side;
    this.#device = device;
  }

  /**
   * @param prepared what will be asked for first: its session is made at once
   * @param device where to run; null runs WebAssembly
   * @param side width and height of all pictures it will be fed, in pixels; needed only by models whose padding follows from it
   */
  static async create(
    model: LoadedModel,
    prepared: RunRequest,
    device: GPUDevice | null,
    onSession: () => void = () => undefined,
    side?: number,
  ): Promise<ExplainableNetwork> {
    const network = new ExplainableNetwork(model.classes, ExplainableLayers.of(model), device, side);
    await network.prepare([prepared], onSession);
    return network;
  }

  /** Its weights by how far behind the logits they lie, in the stages that are shown side by side. */
  weightLevels(): ReturnType<typeof weightLevels> {
    const { model, description } = this.layers;
    const stages = description.strip.map((name) => [name, this.layers.valueOf(name)] as const);
    return weightLevels(model, Object.fromEntries(stages), description.logits);
  }

  /** The same network with another model of the same graph: on the same device, with sessions of its own. */
  withModel(model: Model): ExplainableNetwork {
    const layers = new ExplainableLayers(this.layers.description, model);
    return new ExplainableNetwork(this.classes, layers, this.#device, this.#side);
  }

  /**
   * Makes the sessions that these runs need and that are not there yet, one after another.
   * @param onSession told before each that must be made: it takes seconds
   */
  prepare(requests: readonly RunRequest[], onSession: () => void = () => undefined): Promise<void> {
    const turn = this.#last.then(() => this.#prepareNow(requests, onSession));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * @param request of a kind that was prepared
   * @param image [N, 3, height, width]
   * @param target [N, classes]; a row of zeros asks for the class the network predicts
   */
  async run(request: RunRequest, image: NetworkTensor, target: Float32Array): Promise<ExplainableOutputs> {
    const rows = { dims: [image.dims[0] ?? 1, this.classes.length], values: target };
    return this.#run(request, async (session) => ({
      ...(session.image === undefined ? {} : { [session.image]: image }),
      ...(session.target === undefined ? {} : { [session.target]: rows }),
    }));
  }

  /**
   * The logits that follow from activations of a layer: a run of what stands behind it.
   * @param activations [N, C, H, W]
   * @param image what they were made of, [N, 3, height, width]; asked for only where the logits depend on the picture by
   * another way than the layer too
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

  async #run(
    request: RunRequest,
    feed: (session: Session) => Promise<Readonly<Record<string, NetworkTensor>>>,
  ): Promise<ExplainableOutputs> {
    await this.prepare([request]);
    const session = this.#find(request) as Session;
    this.#sessions.push(...this.#sessions.splice(this.#sessions.indexOf(session), 1));
    session.live++;
    try {
      const { tensors, release } = await session.network.run(await feed(session));
      return namedOutputs(session, tensors, () => {
        release();
        session.live--;
      });
    } catch (error) {
      session.live--;
      throw error;
    }
  }

  /** Waits until the device has done all that was asked of it; at once on WebAssembly. */
  async settled(): Promise<void> {
    await this.#sessions.at(-1)?.network.settled();
  }

  async destroy(): Promise<void> {
    for (const session of [...this.#sessions]) await this.#end(session);
  }

  async #prepareNow(requests: readonly RunRequest[], onSession: () => void): Promise<void> {
    const inUse = new Set<Session>();
    for (const request of requests) {
      let session = this.#find(request);
      if (session === undefined) {
        await this.#makeRoom(inUse);
        session = await this.#open(request, onSession);
        this.#sessions.push(session);
      }
      inUse.add(session);
    }
  }

  async #makeRoom(inUse: ReadonlySet<Session>): Promise<void> {
    const idle = this.#sessions.filter((session) => session.live === 0 && !inUse.has(session));
    const tooMany = this.#sessions.length + 1 - mostSessions;
    for (const session of idle.slice(0, Math.max(0, tooMany))) await this.#end(session);
  }

  /** The session that gives what is asked, and least besides. */
  #find(request: RunRequest): Session | undefined {
    const size = (session: Session): number => session.request.layers.length + Number(session.request.input);
    return this.#sessions.filter((session) => serves(session.request, request)).sort((a, b) => size(a) - size(b))[0];
  }

  async #open(request: RunRequest, onSession: () => void): Promise<Session> {
    const { model, ...names } = this.#rewrite(request);
    const outputs = [names.logits, ...Object.values(names.layers).flatMap((layer) => Object.values(layer))];
    if (names.inputGradients !== undefined) outputs.push(names.inputGradients);
    onSession();
    const network = await createNetwork({ bytes: writeModel(model), device: this.#device, outputs });
    return { request, network, live: 0, ...names };
  }

  /** Sizes stay as free as they are, unless the gradient of an operator follows from the size of the picture. */
  #rewrite(request: RunRequest): Rewritten {
    const { model, description } = this.layers;
    const rewriteFrom = (from: Model): Rewritten =>
      rewrite(from, description, request, (layer) => this.layers.valueOf(layer));
    try {
      return rewriteFrom(model);
    } catch (error) {
      const side = this.#side;
      if (side === undefined || describeError(error).code !== 'operator-unsupported') throw error;
      return rewriteFrom(withPictureSize(model, { width: side, height: side }, description.logits));
    }
  }

  async #end(session: Session): Promise<void> {
    this.#sessions.splice(this.#sessions.indexOf(session), 1);
    await session.network.destroy();
  }
}

function namedOutputs(
  session: Session,
  tensors: Readonly<Record<string, NetworkTensor>>,
  release: () => void,
): ExplainableOutputs {
  const tensor = (name: string): NetworkTensor => {
    const found = tensors[name];
    if (found === undefined) throw new CamLensError('internal', `The network gave no output ${name}.`);
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
    release,
  };
}
