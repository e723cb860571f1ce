/** What an element asks of the Lens, as written in the page, and the answer. */
import { CamLensError } from '../../errors.ts';
import type { ExplainedPicture, Lens, LensInfo } from '../../pipeline/api/lens.ts';
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import { readTarget } from '../../pipeline/recipe/read-target.ts';
import type { RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import type { Watch } from '../../pipeline/watch.ts';
import { layerOf } from '../shared/layer-of.ts';

export interface Asked {
  readonly method: string;
  /** Empty: the model's default layer. */
  readonly layer: string;
  /** In the syntax of `readTarget`. */
  readonly target: string;
  readonly threshold: number;
  readonly convention: ConventionName;
  readonly refine: RefinementName;
}

/** The result. */
export interface EmbeddedResult {
  readonly info: LensInfo;
  readonly explained: ExplainedPicture;
  /** The one requested. */
  readonly explanation: Explanation;
  /** Of its method, such as "Grad-CAM". */
  readonly methodTitle: string;
}

/**
 * @param id of a picture that is open in the Lens
 * @throws CamLensError as `readTarget` and `Lens.explain`
 */
export async function explainAsked(lens: Lens, id: number, asked: Asked, watch: Watch): Promise<EmbeddedResult> {
  const { info } = lens;
  const layer = asked.layer === '' ? info.defaultLayer : asked.layer;
  const { method, threshold, convention, refine } = asked;
  const choice = { methods: [method], layers: [layer], threshold, conventions: [convention], refine };
  const explained = await lens.explain(id, { ...choice, class: readTarget(asked.target, info.classes) }, watch);
  const listed = info.methods.find(({ name }) => name === method);
  const explanation = pick(explained.explanations, method, layerOf(listed, layer));
  return { info, explained, explanation, methodTitle: listed?.title ?? method };
}

/** @throws CamLensError `internal` if there is none */
export function pick(explanations: readonly Explanation[], method: string, layer: string): Explanation {
  const found = explanations.find((one) => one.method === method && one.layer === layer);
  if (found === undefined) throw new CamLensError('internal', `There is no explanation by ${method} at ${layer}.`);
  return found;
}
