/** What can be asked of a run of the network, and which runs methods need. */
import type { ReluRule } from '../../autodiff/rules/index.ts';
import { needTable, type Needing } from './needs.ts';

/** What one run is to give besides the logits. */
export interface RunRequest {
  /** Activations, gradients and, where CAM applies, class weights of these. */
  readonly layers: readonly string[];
  /** The gradient with respect to the input. */
  readonly input: boolean;
  /** How gradients go back through ReLU. */
  readonly relu: ReluRule;
  /** The run begins at this layer, from activations that are given, and gives the logits alone. */
  readonly from?: string;
}

/** A run that gives the logits alone. */
export const forwardOnly: RunRequest = { layers: [], input: false, relu: 'standard' };

/** The same from a layer's activations on. */
export function forwardFrom(layer: string): RunRequest {
  return { ...forwardOnly, from: layer };
}

/** The gradient at the input alone. */
export const gradientAtInput: RunRequest = { layers: [], input: true, relu: 'standard' };

/** Whether a run of one kind gives what another is to give. Logits alone are wanted often and quickly: never with more. */
export function serves(made: RunRequest, wanted: RunRequest): boolean {
  if (isForward(wanted)) return isForward(made) && made.from === wanted.from;
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
export function requestsFor(
  methods: readonly Pick<Needing, 'needs'>[],
  layers: readonly string[],
): readonly RunRequest[] {
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
