import { CamLensError } from '../../../errors.ts';
import type { ExplainableLayers } from '../../network/explainable-layers.ts';
import type { Size } from '../../types.ts';
import type { Method } from '../methods/method.ts';
import { refinementNamed, refinementRefusal } from './refinements.ts';

/**
 * The layers whose features a refinement needs, the finer one first; empty if it needs none.
 * @param input of the network
 * @throws CamLensError `bad-option` if there is no such refinement; `method-needs` naming the method whose maps are not
 *   refined, or what the model lacks
 */
export function featuresFor(
  layers: ExplainableLayers,
  input: Size,
  methods: readonly Method[],
  refine: string,
): string[] {
  if (!refinementNamed(refine).byFeatures) return [];
  const refusal = methods.map(refinementRefusal).find((reason) => reason !== undefined);
  if (refusal !== undefined) throw new CamLensError('method-needs', refusal);
  const { width, height } = input;
  const { fine, coarse } = layers.featureLayers({ width, height });
  return [fine.name, coarse.name];
}
