/** The runs of the network that one batch needs, and what they give as the stages' values. */
import type { Chain, Value } from './chain.ts';
import type { ExplainableNetwork, ExplainableOutputs } from './explainable-network.ts';
import { needTable, type Method, type MethodValues, type Need } from './methods/method.ts';
import type { NetworkTensor } from './network.ts';
import { valueOf } from './passes.ts';
import type { RunRequest } from './run-request.ts';

export interface RunValues {
  /** [N, classes] */
  readonly logits: Value;
  /** What the methods need at a layer, gradients at the input included. */
  values(layer: string): MethodValues;
  /** Gives the network's tensors back. */
  release(): void;
}

/**
 * @param image [N, 3, height, width]
 * @param target [N, classes]; a row of zeros asks for the class predicted
 */
export async function runNetwork(
  chain: Chain,
  network: ExplainableNetwork,
  requests: readonly RunRequest[],
  methods: readonly Method[],
  image: NetworkTensor,
  target: Float32Array,
): Promise<RunValues> {
  const runs: (readonly [RunRequest, ExplainableOutputs])[] = [];
  const release = (): void => runs.forEach(([, outputs]) => outputs.release());
  try {
    for (const request of requests) runs.push([request, await network.run(request, image, target)]);
  } catch (error) {
    release();
    throw error;
  }
  const needs = [...new Set(methods.flatMap((method) => method.needs))];
  // What is not needed is not copied, and what several methods need is copied once.
  const known = new Map<NetworkTensor, Value>();
  const value = (tensor: NetworkTensor | undefined): Value | undefined => {
    if (tensor === undefined) return undefined;
    const made = known.get(tensor) ?? valueOf(chain, tensor);
    known.set(tensor, made);
    return made;
  };
  const tensorOf = (need: Need, layer: string): NetworkTensor | undefined => {
    const from = needTable[need];
    if (from.of === 'picture') return undefined;
    if (from.of === 'layer') return runs.find(([, { layers }]) => layer in layers)?.[1].layers[layer]?.[need];
    return runs.find(([request]) => request.input && request.relu === from.relu)?.[1].inputGradients;
  };
  return {
    logits: value(runs[0]?.[1].logits) as Value,
    values: (layer) =>
      Object.fromEntries(
        needs.map((need) => [need, value(tensorOf(need, layer))] as const).filter(([, made]) => made !== undefined),
      ) as unknown as MethodValues,
    release,
  };
}
