/** A classifier rewritten so that one run gives logits, activations and gradients; with the names people use for them. */
import { addGradients } from '../autodiff/add-gradients.ts';
import { CamLensError } from '../errors.ts';
import { readModel } from '../onnx/read.ts';
import { writeModel } from '../onnx/write.ts';
import type { Method, Need } from './methods/method.ts';
import type { LoadedModel } from './model.ts';
import { createNetwork, type Network, type NetworkTensor } from './network.ts';

/** What a run gives at one layer; `classWeights` only where CAM applies. */
export type LayerOutputs = Readonly<Partial<Record<Need, NetworkTensor>>>;

export interface ExplainableOutputs {
  /** [N, classes] */
  readonly logits: NetworkTensor;
  readonly layers: Readonly<Record<string, LayerOutputs>>;
  /** Gives the tensors' GPU memory back. */
  readonly release: () => void;
}

/** Output names of one layer, and why a need cannot be met there. */
interface LayerPlan {
  readonly outputs: Readonly<Partial<Record<Need, string>>>;
  readonly missing: Readonly<Partial<Record<Need, string>>>;
}

export class ExplainableNetwork {
  readonly classes: readonly string[];
  readonly layers: readonly string[];
  readonly #network: Network;
  readonly #names: { readonly image: string; readonly target: string; readonly logits: string };
  readonly #plans: Readonly<Record<string, LayerPlan>>;

  private constructor(
    model: LoadedModel,
    network: Network,
    names: { image: string; target: string; logits: string },
    plans: Readonly<Record<string, LayerPlan>>,
  ) {
    this.classes = model.classes;
    this.layers = Object.keys(plans);
    this.#network = network;
    this.#names = names;
    this.#plans = plans;
  }

  /**
   * Rewrites the model and creates its session.
   * @param layers the layers to export, by the names of the model's description
   * @param device where to run; null runs WebAssembly
   */
  static async create(
    model: LoadedModel,
    layers: readonly string[],
    device: GPUDevice | null,
    onSession: () => void = () => undefined,
  ): Promise<ExplainableNetwork> {
    const { description } = model;
    const rewritten = addGradients(readModel(model.bytes, description.file), {
      layers: Object.fromEntries(layers.map((layer) => [layer, valueOf(layer, description.layers)])),
      logits: description.logits,
    });
    const plans = Object.fromEntries(
      Object.entries(rewritten.layers).map(
        ([layer, { activations, gradients, weights, reason }]): [string, LayerPlan] => [
          layer,
          {
            outputs: { activations, gradients, ...(weights === undefined ? {} : { classWeights: weights }) },
            missing: reason === undefined ? {} : { classWeights: reason },
          },
        ],
      ),
    );
    const outputs = Object.values(plans).flatMap((plan) => Object.values(plan.outputs));
    onSession();
    const network = await createNetwork({
      bytes: writeModel(rewritten.model),
      device,
      outputs: [rewritten.logits, ...outputs],
    });
    const names = { image: description.input.name, target: rewritten.target, logits: rewritten.logits };
    return new ExplainableNetwork(model, network, names, plans);
  }

  get provider(): 'webgpu' | 'wasm' {
    return this.#network.provider;
  }

  /** @throws CamLensError `unknown-layer`, `method-needs` */
  check(methods: readonly Method[], layers: readonly string[]): void {
    for (const layer of layers) {
      const plan = this.#plans[layer];
      if (plan === undefined) throw unknownLayer(layer, this.layers);
      for (const method of methods) {
        const reason = this.refusal(method, layer);
        if (reason === undefined) continue;
        throw new CamLensError('method-needs', `${method.title} is not possible at ${layer}: ${reason}`);
      }
    }
  }

  /** Why a method is not possible at a layer, as a sentence; undefined where it is. */
  refusal(method: Method, layer: string): string | undefined {
    const plan = this.#plans[layer];
    const need = method.needs.find((wanted) => plan?.outputs[wanted] === undefined);
    return need === undefined ? undefined : (plan?.missing[need] ?? `the network has no ${need} there.`);
  }

  /**
   * @param image [N, 3, height, width]
   * @param target [N, classes]; a row of zeros asks for the class the network predicts
   */
  async run(image: NetworkTensor, target: Float32Array): Promise<ExplainableOutputs> {
    const { image: imageName, target: targetName, logits } = this.#names;
    const { tensors, release } = await this.#network.run({
      [imageName]: image,
      [targetName]: { dims: [image.dims[0] ?? 1, this.classes.length], values: target },
    });
    const tensor = (name: string): NetworkTensor => {
      const found = tensors[name];
      if (found === undefined) throw new CamLensError('internal', `The network gave no output ${name}.`);
      return found;
    };
    return {
      logits: tensor(logits),
      layers: Object.fromEntries(
        Object.entries(this.#plans).map(([layer, { outputs }]) => [
          layer,
          Object.fromEntries(Object.entries(outputs).map(([need, name]) => [need, tensor(name)])),
        ]),
      ),
      release,
    };
  }

  /** Waits until the device has done all that was asked of it; at once on WebAssembly. */
  settled(): Promise<void> {
    return this.#network.settled();
  }

  destroy(): Promise<void> {
    return this.#network.destroy();
  }
}

function valueOf(layer: string, layers: Readonly<Record<string, string>>): string {
  const value = layers[layer];
  if (value === undefined) throw unknownLayer(layer, Object.keys(layers));
  return value;
}

function unknownLayer(layer: string, layers: readonly string[]): CamLensError {
  return new CamLensError('unknown-layer', `There is no layer "${layer}"; the layers are ${layers.join(', ')}.`);
}
