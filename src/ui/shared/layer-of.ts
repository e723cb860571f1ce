/** How explanations name their layers. */
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import { inputLayer } from '../../pipeline/recipe/methods/method.ts';

/** The layer named in explanations by this method. */
export function layerOf(method: Pick<MethodInfo, 'at'> | undefined, layer: string): string {
  return method?.at === 'input' ? inputLayer : layer;
}
