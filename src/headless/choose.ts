/** What the word `all` stands for. */
import type { MethodInfo } from '../pipeline/api/lens.ts';
import type { ModelDescription } from '../pipeline/types.ts';
import { own } from '../own.ts';

/** `all` layers are those that the model's description shows side by side. */
export function chooseLayers(
  wanted: readonly string[] | 'all' | undefined,
  { strip, defaultLayer }: Pick<ModelDescription, 'strip' | 'defaultLayer'>,
): readonly string[] {
  return wanted === 'all' ? strip : (wanted ?? [defaultLayer]);
}

export interface MethodChoice {
  readonly methods: readonly string[];
  /** What `all` did not take, and why: sentences for people. */
  readonly leftOut: readonly string[];
}

/** `all` methods are the quick ones that are possible at every one of the layers. */
export function chooseMethods(
  wanted: readonly string[] | 'all',
  known: readonly MethodInfo[],
  layers: readonly string[],
): MethodChoice {
  if (wanted !== 'all') return { methods: wanted, leftOut: [] };
  const leftOut: string[] = [];
  const chosen = known.filter(({ title, isSlow, refusals }) => {
    const refusing = layers.find((layer) => Object.hasOwn(refusals, layer));
    if (refusing !== undefined) leftOut.push(`${title} is left out at ${refusing}: ${own(refusals, refusing) ?? ''}`);
    return refusing === undefined && !isSlow;
  });
  const slow = known.filter(({ isSlow }) => isSlow).map(({ name }) => name);
  if (slow.length > 0) leftOut.push(`Left out, as they take long: ${slow.join(', ')}. Name them to have them.`);
  return { methods: chosen.map(({ name }) => name), leftOut };
}
