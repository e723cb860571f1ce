import { methodNamed } from '../../pipeline/recipe/methods/index.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';

/** A raw map as it is shown: without its negative values if the method rectifies. */
export function shownMap(method: string, { values }: Explanation['map']): readonly number[] {
  return methodNamed(method).rectify ? values.map((value) => Math.max(0, value)) : values;
}
