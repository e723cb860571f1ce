/** What must be explained so that everything shown is available. */
import type { LensInfo, MethodInfo } from '../../pipeline/api/lens.ts';
import { inputLayer } from '../../pipeline/recipe/methods/method.ts';
import type { RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { Settings } from './settings.ts';
import { own } from '../../own.ts';

/** One call of the Lens. */
export interface WantedStep {
  readonly methods: readonly string[];
  readonly layers: readonly string[];
  /** It runs the network many times, and can be stopped. */
  readonly isSlow: boolean;
  /** How the raw maps are refined. */
  readonly refine: RefinementName;
}

/** The layer named in explanations by this method. */
export function layerOf(method: Pick<MethodInfo, 'at'> | undefined, layer: string): string {
  return method?.at === 'input' ? inputLayer : layer;
}

/** Why a method cannot be compared at several layers, as a sentence; undefined if it can. */
export function noStripReason(method: MethodInfo, { strip }: LensInfo): string | undefined {
  if (method.at === 'input') return `${method.title} uses no layer, so there is nothing to compare.`;
  return strip.length < 2 ? 'The model has only one layer.' : undefined;
}

/**
 * Everything shown, in display order: the quick methods at the layer, then the strip, then slow methods, as far as
 * missing. Of the slow methods only the current one is run.
 */
export function missingSteps(settings: Settings, info: LensInfo, there: readonly Explanation[]): readonly WantedStep[] {
  const { method, methods, layer, compare } = settings;
  const refineOf = ({ refineRefusal }: MethodInfo): RefinementName =>
    refineRefusal === undefined ? settings.refine : 'none';
  const lacks = (name: string, at: string) => !there.some((one) => one.method === name && one.layer === at);
  const shown = info.methods.filter(
    ({ name, refusals }) => (name === method || methods.includes(name)) && own(refusals, layer) === undefined,
  );
  const absent = shown.filter((one) => lacks(one.name, layerOf(one, layer)));
  const quick = absent.filter(({ isSlow }) => !isSlow);
  const focus = info.methods.find(({ name }) => name === method);
  const steps = [...new Set([settings.refine, 'none' as const])].map((refine): WantedStep => {
    const alike = quick.filter((one) => refineOf(one) === refine);
    return { methods: alike.map(({ name }) => name), layers: [layer], isSlow: false, refine };
  });
  if (focus?.isSlow === true && absent.includes(focus)) {
    steps.push({ methods: [method], layers: [layer], isSlow: true, refine: refineOf(focus) });
  }
  if (compare && focus !== undefined && noStripReason(focus, info) === undefined) {
    const possible = info.strip.filter((at) => own(focus.refusals, at) === undefined && lacks(method, at));
    // An earlier step explains it at the chosen layer.
    const others = possible.filter((at) => at !== layer);
    steps.push({ methods: [method], layers: others, isSlow: focus.isSlow, refine: refineOf(focus) });
  }
  return steps.filter((step) => step.methods.length > 0 && step.layers.length > 0);
}
