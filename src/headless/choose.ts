/** What the word `all` stands for. */
import type { MethodInfo } from '../pipeline/api/lens.ts';
import { methodNamed } from '../pipeline/recipe/methods/index.ts';
import { refinementRefusal, type RefinementName } from '../pipeline/recipe/refine/refinements.ts';
import type { ModelDescription } from '../pipeline/types.ts';
import { own } from '../own.ts';

/** `all` are the layers that the model's description shows side by side. */
export function chooseLayers(
  wanted: readonly string[] | 'all' | undefined,
  { strip, defaultLayer }: Pick<ModelDescription, 'strip' | 'defaultLayer'>,
): readonly string[] {
  return wanted === 'all' ? strip : (wanted ?? [defaultLayer]);
}

export interface MethodChoice {
  readonly methods: readonly string[];
  /** What `all` left out, and why: sentences for users. */
  readonly leftOut: readonly string[];
}

/**
 * `all` are the quick methods that are possible at all of the layers and, if maps are to be refined, whose maps can be.
 */
export function chooseMethods(
  wanted: readonly string[] | 'all',
  known: readonly MethodInfo[],
  layers: readonly string[],
  refine: RefinementName = 'none',
): MethodChoice {
  if (wanted !== 'all') return { methods: wanted, leftOut: [] };
  const leftOut: string[] = [];
  const chosen = known.filter(({ name, title, at, isSlow, refusals }) => {
    const plain = refine === 'none' || isSlow ? undefined : refinementRefusal(methodNamed(name));
    if (plain !== undefined) {
      leftOut.push(`Left out: ${plain}`);
      return false;
    }
    const refusing = layers.find((layer) => Object.hasOwn(refusals, layer));
    if (refusing !== undefined) {
      const place = at === 'layer' ? ` at ${refusing}` : '';
      leftOut.push(`${title} is left out${place}: ${own(refusals, refusing) ?? ''}`);
    }
    return refusing === undefined && !isSlow;
  });
  const slow = known.filter(({ isSlow }) => isSlow).map(({ name }) => name);
  if (slow.length > 0) leftOut.push(`Left out because they are slow: ${slow.join(', ')}. Name them to include them.`);
  return { methods: chosen.map(({ name }) => name), leftOut };
}
