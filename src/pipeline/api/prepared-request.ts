import { ExplainableLayers } from '../network/explainable-layers.ts';
import { forwardOnly, requestsFor, type RunRequest } from '../network/run-request.ts';
import type { PreparedModel } from '../model/prepared-model.ts';
import { defaultMethods } from '../recipe/defaults.ts';
import { methodNamed } from '../recipe/methods/index.ts';
import { featuresFor } from '../recipe/refine/features-for.ts';
import type { RefinementName } from '../recipe/refine/refinements.ts';
import type { Size } from '../types.ts';

/** What an explainer is asked to prepare for. */
interface Prepared {
  /** By name; default: the model's default layer. */
  readonly layers?: readonly string[];
  /** By name; default: CAM and Grad-CAM. */
  readonly methods?: readonly string[];
  /** Default: none. */
  readonly refine?: RefinementName;
}

/**
 * The run of the network that an explainer prepares for at its start: what the model refuses is named when it is asked
 * for an explanation.
 * @param input of the network
 * @throws CamLensError `unknown-method`, `bad-option`, `method-needs`
 */
export function preparedRequest(
  { layers, methods = defaultMethods, refine = 'none' }: Prepared,
  model: PreparedModel,
  input: Size,
): RunRequest {
  const offered = new ExplainableLayers(model);
  const places = layers ?? [model.description.defaultLayer];
  const wanted = methods.map(methodNamed);
  const possible = wanted.filter((method) => places.every((layer) => offered.refusal(method, layer) === undefined));
  const features = refine === 'none' ? [] : featuresFor(offered, input, wanted, refine);
  const [first = forwardOnly] = requestsFor(possible, places, features);
  return first;
}
