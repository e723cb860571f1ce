/**
 * The sessions of one graph: a run's request determines how the graph is rewritten; each rewritten graph is a session,
 * created when first needed and kept.
 */
import type { Classifier } from '../../autodiff/classifier.ts';
import { watchNaN } from '../../autodiff/nan-watch.ts';
import { describeError } from '../../errors.ts';
import { settlesWithin } from '../settles-within.ts';
import { Turns } from '../../turns.ts';
import { withFedWeights } from '../../onnx/fed-weights.ts';
import { writeModel } from '../../onnx/write.ts';
import type { ExplainableLayers } from './explainable-layers.ts';
import { createNetwork, type Network, type NetworkOutputs, type NetworkTensor } from './network.ts';
import { rewrite, type Rewritten } from './rewrite.ts';
import { serves, type RunRequest } from './run-request.ts';
import type { Size } from '../types.ts';

/** The names of a session's inputs and outputs. */
export interface Session extends Omit<Rewritten, 'model'> {
  readonly request: RunRequest;
  /** Weights that must be supplied. */
  readonly weights: readonly string[];
}

interface OpenSession extends Session {
  readonly network: Network;
  /** Runs whose tensors are not released yet: they may be in the session's own memory. */
  live: number;
  isEnded: boolean;
}

/** At most this many are kept unless they are in use: each holds its own copy of the weights. */
const mostSessions = 4;

/** A session of a lost device may never answer. */
const abandonMs = 5000;

const none: ReadonlySet<string> = new Set();

export class Sessions {
  readonly layers: ExplainableLayers;
  readonly device: GPUDevice | null;
  /** Width and height of all pictures, in pixels. */
  readonly size: Size | undefined;
  readonly #fed: ReadonlySet<string>;
  /** Most recently used last. */
  readonly #open: OpenSession[] = [];
  /** Sessions are created one after another. */
  readonly #turns = new Turns();

  /**
   * @param device where to run; null runs WebAssembly
   * @param size of all pictures; needed only for models whose padding depends on it
   * @param fed weights supplied with every run, by name
   */
  constructor(layers: ExplainableLayers, device: GPUDevice | null, size?: Size, fed = none) {
    this.layers = layers;
    this.device = device;
    this.size = size;
    this.#fed = fed;
  }

  /** See `ExplainableNetwork.prepare`. */
  prepare(requests: readonly RunRequest[], onSession: () => void = () => undefined): Promise<void> {
    return this.#turns.take(() => this.#prepareNow(requests, onSession));
  }

  /** @param feed the session's inputs, by name */
  async run(
    request: RunRequest,
    feed: (session: Session) => Promise<Readonly<Record<string, NetworkTensor>>>,
  ): Promise<NetworkOutputs & { readonly session: Session }> {
    await this.prepare([request]);
    const session = this.#find(request) as OpenSession;
    this.#open.push(...this.#open.splice(this.#open.indexOf(session), 1));
    session.live++;
    try {
      const fed = await feed(session);
      const { tensors, release } = await session.network.run(fed).catch((error: unknown) => {
        this.#giveUp(session);
        throw error;
      });
      return {
        ...{ session, tensors },
        release: () => {
          release();
          void this.#letGo(session);
        },
      };
    } catch (error) {
      await this.#letGo(session);
      throw error;
    }
  }

  /** Waits until the device has finished everything; resolves immediately with WebAssembly. */
  async settled(): Promise<void> {
    await this.#open.at(-1)?.network.settled();
  }

  async destroy(): Promise<void> {
    for (const session of [...this.#open]) await this.#end(session);
  }

  /** See `ExplainableNetwork.abandon`. */
  abandon(): Promise<boolean> {
    return settlesWithin(this.destroy(), abandonMs);
  }

  async #prepareNow(requests: readonly RunRequest[], onSession: () => void): Promise<void> {
    const inUse = new Set<OpenSession>();
    for (const request of requests) {
      let session = this.#find(request);
      if (session === undefined) {
        await this.#makeRoom(inUse);
        session = await this.#make(request, onSession);
        this.#open.push(session);
      }
      inUse.add(session);
    }
  }

  async #makeRoom(inUse: ReadonlySet<OpenSession>): Promise<void> {
    const idle = this.#open.filter((session) => session.live === 0 && !inUse.has(session));
    const tooMany = this.#open.length + 1 - mostSessions;
    for (const session of idle.slice(0, Math.max(0, tooMany))) await this.#end(session);
  }

  /** The session that provides what is requested, with the least extra work. */
  #find(request: RunRequest): OpenSession | undefined {
    const size = ({ request: { layers, features = [], input, rollout = false } }: Session): number =>
      layers.length + features.length + Number(input) + Number(rollout);
    return this.#open.filter((session) => serves(session.request, request)).sort((a, b) => size(a) - size(b))[0];
  }

  async #make(request: RunRequest, onSession: () => void): Promise<OpenSession> {
    const { model: rewritten, ...names } = this.#watched(this.#rewrite(request));
    const outputs = [names.logits, ...Object.values(names.layers).flatMap((layer) => Object.values(layer))];
    outputs.push(...[names.inputGradients, names.rollout].filter((name) => name !== undefined));
    onSession();
    const model = withFedWeights(rewritten, this.#fed);
    const weights = model.graph.input.map(({ name }) => name).filter((name) => this.#fed.has(name));
    const network = await createNetwork({ bytes: writeModel(model), device: this.device, outputs });
    return { ...{ request, weights, network, live: 0, isEnded: false }, ...names };
  }

  /** On a GPU, NaN may be lost inside the network. */
  #watched(rewritten: Rewritten): Rewritten {
    if (this.device === null) return rewritten;
    return { ...rewritten, ...watchNaN(rewritten.model, rewritten.logits) };
  }

  /** Free sizes stay free, unless the gradient of an operator depends on the picture's size. */
  #rewrite(request: RunRequest): Rewritten {
    const { classifier, description } = this.layers;
    const rewriteFrom = (from: Classifier): Rewritten =>
      rewrite(from, description, request, (layer) => this.layers.valueOf(layer));
    try {
      return rewriteFrom(classifier);
    } catch (error) {
      const { size } = this;
      if (size === undefined || describeError(error).code !== 'operator-unsupported') throw error;
      return rewriteFrom(classifier.at(size));
    }
  }

  /** After a failed run, a session may fail forever with the same message: the next run gets a new one. */
  #giveUp(session: OpenSession): void {
    const place = this.#open.indexOf(session);
    if (place >= 0) this.#open.splice(place, 1);
  }

  /** One run less; a session that was given up ends with its last run. */
  async #letGo(session: OpenSession): Promise<void> {
    session.live--;
    if (session.live === 0 && !this.#open.includes(session)) await this.#end(session).catch(() => undefined);
  }

  async #end(session: OpenSession): Promise<void> {
    this.#giveUp(session);
    if (session.isEnded) return;
    session.isEnded = true;
    await session.network.destroy();
  }
}
