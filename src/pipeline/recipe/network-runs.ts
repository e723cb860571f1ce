/** The runs of the network for one batch, and their outputs as stage values. */
import type { Chain, Value } from '../chain/chain.ts';
import type { ExplainableNetwork, ExplainableOutputs } from '../network/explainable-network.ts';
import type { Method } from './methods/method.ts';
import { needTable, type MethodValues, type Need } from '../network/needs.ts';
import type { NetworkTensor } from '../network/network.ts';
import { valueOf } from './reruns.ts';
import type { RunRequest } from '../network/run-request.ts';
import type { RunValues } from './run-values.ts';
import { own } from '../../own.ts';
import { required } from '../invariants.ts';

/**
 * @param feeds [N, 3, height, width] each: the whole batch, or one after another as many as the network takes at a time
 * @param target [all N, classes]; a row of zeros selects the predicted class
 */
export async function runNetwork(
  chain: Chain,
  network: ExplainableNetwork,
  requests: readonly RunRequest[],
  methods: readonly Method[],
  feeds: readonly NetworkTensor[],
  target: Float32Array,
): Promise<RunValues> {
  const runs: (readonly [RunRequest, readonly ExplainableOutputs[]])[] = [];
  const release = (): void => runs.forEach(([, each]) => each.forEach((outputs) => outputs.release()));
  try {
    for (const request of requests) {
      const made: ExplainableOutputs[] = [];
      runs.push([request, made]);
      const rows = rowsOf(target, network.classes.length);
      for (const feed of feeds)
        made.push(await network.run(request, feed, rows(required(feed.dims[0], 'the number of input pictures'))));
    }
  } catch (error) {
    release();
    throw error;
  }
  const needs = [...new Set(methods.flatMap((method) => method.needs))];
  // Unused outputs are not copied, and what several methods need is copied once.
  const known = new Map<NetworkTensor, Value>();
  const value = (tensors: readonly NetworkTensor[] | undefined): Value | undefined => {
    const [first] = tensors ?? [];
    if (tensors === undefined || first === undefined) return undefined;
    const values = (): Value[] => tensors.map((tensor) => valueOf(chain, tensor));
    const made = known.get(first) ?? (tensors.length === 1 ? valueOf(chain, first) : chain.stack(values()));
    known.set(first, made);
    return made;
  };
  const tensorsOf = (need: Need, layer: string): readonly NetworkTensor[] | undefined => {
    const from = needTable[need];
    if (from.of === 'picture') return undefined;
    const tensorOf = (outputs: ExplainableOutputs): NetworkTensor | undefined => {
      if (from.of === 'layer') return own(outputs.layers, layer)?.[need];
      return from.of === 'input' ? outputs.inputGradients : outputs.rollout;
    };
    const [, each = []] =
      runs.find(([{ relu }, [first]]) => {
        const isRule = from.of !== 'input' || relu === from.relu;
        return isRule && first !== undefined && tensorOf(first) !== undefined;
      }) ?? [];
    const tensors = each.map(tensorOf);
    return tensors.filter((tensor) => tensor !== undefined);
  };
  return {
    logits: value(runs[0]?.[1].map(({ logits }) => logits)) as Value,
    values: (layer) =>
      Object.fromEntries(
        needs.map((need) => [need, value(tensorsOf(need, layer))] as const).filter(([, made]) => made !== undefined),
      ) as unknown as MethodValues,
    activations: (layer) => required(value(tensorsOf('activations', layer)), `the activations of ${layer}`),
    release,
  };
}

/** Takes this many rows at a time, from the first on. */
function rowsOf(rows: Float32Array, length: number): (count: number) => Float32Array {
  let taken = 0;
  return (count) => rows.subarray(taken * length, (taken += count) * length);
}
