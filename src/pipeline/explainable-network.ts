/**
 * A classifier that can be asked for logits, activations and gradients, by the names people use for its layers. What is
 * asked decides how the graph is rewritten; each rewriting is a session, made when it is first needed and kept.
 */
import { addGradients } from '../autodiff/add-gradients.ts';
import { findCamRefusals } from '../autodiff/cam-head.ts';
import type { ReluRule } from '../autodiff/rules/index.ts';
import { CamLensError } from '../errors.ts';
import { readModel, type Model } from '../onnx/read.ts';
import { writeModel } from '../onnx/write.ts';
import { needTable, type Method, type Need } from './methods/method.ts';
import type { LoadedModel } from './model.ts';
import { createNetwork, type Network, type NetworkTensor } from './network.ts';
import type { ModelDescription } from './types.ts';

/** What one run is to give besides the logits. */
export interface RunRequest {
  /** Activations, gradients and, where CAM applies, class weights of these. */
  readonly layers: readonly string[];
  /** The gradient with respect to the input. */
  readonly input: boolean;
  /** How gradients go back through ReLU. */
  readonly relu: ReluRule;
}

/** A run that gives the logits alone. */
export const forwardOnly: RunRequest = { layers: [], input: false, relu: 'standard' };

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

interface Session {
  readonly request: RunRequest;
  readonly network: Network;
  readonly logits: string;
  /** Absent where no gradient was asked for: there is no input of that name then. */
  readonly target?: string;
  readonly layers: Readonly<Record<string, Readonly<Partial<Record<Need, string>>>>>;
  readonly inputGradients?: string;
}

/** More rewritings than this are not kept: each holds the weights once more. */
const mostSessions = 4;

export class ExplainableNetwork {
  readonly classes: readonly string[];
  /** Every layer that can be explained, in the order of depth. */
  readonly layers: readonly string[];
  readonly provider: 'webgpu' | 'wasm';
  readonly #description: ModelDescription;
  readonly #model: Model;
  readonly #device: GPUDevice | null;
  /** Layer → why CAM is not possible there. */
  readonly #camRefusals: Readonly<Record<string, string>>;
  /** The one used last comes last. */
  readonly #sessions: Session[] = [];
  /** Sessions are made one after another, never side by side. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor({ bytes, classes, description, files }: LoadedModel, device: GPUDevice | null) {
    this.classes = classes;
    this.layers = Object.keys(description.layers);
    this.provider = device === null ? 'wasm' : 'webgpu';
    this.#description = description;
    this.#model = readModel(bytes, description.file, files);
    this.#device = device;
    this.#camRefusals = findCamRefusals(this.#model, description.layers, description.logits);
  }

  /**
   * @param prepared what will be asked for first: its session is made at once
   * @param device where to run; null runs WebAssembly
   */
  static async create(
    model: LoadedModel,
    prepared: RunRequest,
    device: GPUDevice | null,
    onSession: () => void = () => undefined,
  ): Promise<ExplainableNetwork> {
    const network = new ExplainableNetwork(model, device);
    await network.prepare([prepared], onSession);
    return network;
  }

  /** @throws CamLensError `unknown-layer`, `method-needs` */
  check(methods: readonly Method[], layers: readonly string[]): void {
    for (const layer of layers) {
      this.#valueOf(layer);
      for (const method of methods) {
        const reason = this.refusal(method, layer);
        if (reason === undefined) continue;
        throw new CamLensError('method-needs', `${method.title} is not possible at ${layer}: ${reason}`);
      }
    }
  }

  /** Why a method is not possible at a layer, as a sentence; undefined where it is. */
  refusal(method: Method, layer: string): string | undefined {
    return method.needs.includes('classWeights') ? this.#camRefusals[layer] : undefined;
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
    await this.prepare([request]);
    const session = this.#find(request) as Session;
    this.#sessions.push(...this.#sessions.splice(this.#sessions.indexOf(session), 1));
    const { tensors, release } = await session.network.run({
      [this.#description.input.name]: image,
      ...(session.target === undefined
        ? {}
        : { [session.target]: { dims: [image.dims[0] ?? 1, this.classes.length], values: target } }),
    });
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
        const idle = this.#sessions.find((candidate) => !inUse.has(candidate));
        if (this.#sessions.length >= mostSessions && idle !== undefined) await this.#end(idle);
        session = await this.#open(request, onSession);
        this.#sessions.push(session);
      }
      inUse.add(session);
    }
  }

  /** The session that gives what is asked, and least besides. */
  #find(request: RunRequest): Session | undefined {
    const size = (session: Session): number => session.request.layers.length + Number(session.request.input);
    return this.#sessions.filter((session) => serves(session.request, request)).sort((a, b) => size(a) - size(b))[0];
  }

  async #open(request: RunRequest, onSession: () => void): Promise<Session> {
    const { logits, input } = this.#description;
    const rewritten = addGradients(this.#model, {
      layers: Object.fromEntries(request.layers.map((layer) => [layer, this.#valueOf(layer)])),
      logits,
      input: request.input,
      relu: request.relu,
    });
    const layers = Object.fromEntries(
      Object.entries(rewritten.layers).map(([layer, { activations, gradients, weights }]) => [
        layer,
        { activations, gradients, ...(weights === undefined ? {} : { classWeights: weights }) },
      ]),
    );
    const inputGradients = rewritten.inputGradients === undefined ? [] : [rewritten.inputGradients];
    const outputs = Object.values(layers).flatMap((names) => Object.values(names));
    onSession();
    const network = await createNetwork({
      bytes: writeModel(rewritten.model),
      device: this.#device,
      outputs: [rewritten.logits, ...outputs, ...inputGradients],
    });
    const target = rewritten.model.graph.input.find(({ name }) => name === rewritten.target && name !== input.name);
    return {
      ...{ request, network, layers, logits: rewritten.logits },
      ...(target === undefined ? {} : { target: target.name }),
      ...(rewritten.inputGradients === undefined ? {} : { inputGradients: rewritten.inputGradients }),
    };
  }

  async #end(session: Session): Promise<void> {
    this.#sessions.splice(this.#sessions.indexOf(session), 1);
    await session.network.destroy();
  }

  #valueOf(layer: string): string {
    const value = this.#description.layers[layer];
    if (value !== undefined) return value;
    throw new CamLensError('unknown-layer', `There is no layer "${layer}"; the layers are ${this.layers.join(', ')}.`);
  }
}

/** Whether a run of one kind gives what another is to give. Logits alone are wanted often and quickly: never with more. */
function serves(made: RunRequest, wanted: RunRequest): boolean {
  if (isForward(wanted)) return isForward(made);
  const hasLayers = wanted.layers.every((layer) => made.layers.includes(layer));
  return made.relu === wanted.relu && hasLayers && (made.input || !wanted.input);
}

function isForward({ layers, input }: RunRequest): boolean {
  return layers.length === 0 && !input;
}

/**
 * The runs that give what these methods need at these layers: one for all that follows ReLU's own derivative, one for
 * each other rule.
 */
export function requestsFor(methods: readonly Method[], layers: readonly string[]): readonly RunRequest[] {
  const needs = [...new Set(methods.flatMap((method) => method.needs))].map((need) => needTable[need]);
  const rules = new Set(needs.flatMap((need) => (need.of === 'input' ? [need.relu] : [])));
  const standard: RunRequest = {
    layers: needs.some((need) => need.of === 'layer') ? layers : [],
    input: rules.delete('standard'),
    relu: 'standard',
  };
  const others = [...rules].map((relu): RunRequest => ({ layers: [], input: true, relu }));
  return isForward(standard) && others.length > 0 ? others : [standard, ...others];
}
