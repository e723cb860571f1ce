/** What can be requested from a run of the network, and which runs methods need. */
import type { ReluRule } from '../../autodiff/rules/index.ts';
import { needTable, type Needing } from './needs.ts';

/** What one run outputs besides the logits. */
export interface RunRequest {
  /** Activations, gradients and, where CAM applies, class weights of these. */
  readonly layers: readonly string[];
  /** Only the activations of these; default: none. */
  readonly features?: readonly string[];
  /** The gradient with respect to the input. */
  readonly input: boolean;
  /** How gradients pass back through ReLU. */
  readonly relu: ReluRule;
  /** The attention rollout; default: no. */
  readonly rollout?: boolean;
  /** The run starts at this layer, from given activations, and outputs only the logits. */
  readonly from?: string;
}

/** A run that outputs only the logits. */
export const forwardOnly: RunRequest = { layers: [], input: false, relu: 'standard' };

/** The same, starting from a layer's activations. */
export function forwardFrom(layer: string): RunRequest {
  return { ...forwardOnly, from: layer };
}

/** Only the gradient at the input. */
export const gradientAtInput: RunRequest = { layers: [], input: true, relu: 'standard' };

/**
 * Whether a run of one kind outputs everything another requests. Runs for logits only are frequent and must be fast, so
 * they are never combined with more.
 */
export function serves(made: RunRequest, wanted: RunRequest): boolean {
  if (isForward(wanted)) return isForward(made) && made.from === wanted.from;
  const hasLayers = wanted.layers.every((layer) => made.layers.includes(layer));
  const known = [...made.layers, ...(made.features ?? [])];
  const hasFeatures = (wanted.features ?? []).every((layer) => known.includes(layer));
  const hasRollout = made.rollout === true || wanted.rollout !== true;
  return made.relu === wanted.relu && hasLayers && hasFeatures && hasRollout && (made.input || !wanted.input);
}

function isForward({ layers, features = [], input, rollout = false }: RunRequest): boolean {
  return layers.length === 0 && features.length === 0 && !input && !rollout;
}

/**
 * The runs that provide what these methods need at these layers: one for everything that uses ReLU's own derivative,
 * one for each other rule.
 * @param features further layers whose activations are needed; default: none
 */
export function requestsFor(
  methods: readonly Pick<Needing, 'needs'>[],
  layers: readonly string[],
  features: readonly string[] = [],
): readonly RunRequest[] {
  const needs = [...new Set(methods.flatMap((method) => method.needs))].map((need) => needTable[need]);
  const rules = new Set(needs.flatMap((need) => (need.of === 'input' ? [need.relu] : [])));
  const standard: RunRequest = {
    layers: needs.some((need) => need.of === 'layer') ? layers : [],
    input: rules.delete('standard'),
    relu: 'standard',
    ...(features.length === 0 ? {} : { features }),
    ...(needs.some((need) => need.of === 'attention') ? { rollout: true } : {}),
  };
  const others = [...rules].map((relu): RunRequest => ({ layers: [], input: true, relu }));
  return isForward(standard) && others.length > 0 ? others : [standard, ...others];
}
