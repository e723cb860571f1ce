/** What must be explained so that all that is shown is there; nothing else ever is. */
import type { LensInfo, MethodInfo } from '../../pipeline/api/lens.ts';
import { inputLayer } from '../../pipeline/recipe/methods/method.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { Settings } from './settings.ts';
import { own } from '../../own.ts';

/** One call of the Lens. */
export interface Step {
  readonly methods: readonly string[];
  readonly layers: readonly string[];
  /** It runs the network many times, and can be stopped. */
  readonly isSlow: boolean;
}

/** The layer that explanations by this method say they are of. */
export function layerOf(method: Pick<MethodInfo, 'at'> | undefined, layer: string): string {
  return method?.at === 'input' ? inputLayer : layer;
}

/** Why a method cannot be compared at several layers, as a sentence; undefined where it can. */
export function noStripReason(method: MethodInfo, { strip }: LensInfo): string | undefined {
  if (method.at === 'input') return `${method.title} looks at no layer, so there is nothing to compare.`;
  return strip.length < 2 ? 'The model names one layer only.' : undefined;
}

/**
 * All that is shown, in the order of showing it: the quick methods at the layer, then the strip, then what is slow, as
 * far as it is not among what is there already. Of the slow methods only the one that is looked at is run.
 */
export function missingSteps(settings: Settings, info: LensInfo, there: readonly Explanation[]): readonly Step[] {
  const { method, methods, layer, compare } = settings;
  const lacks = (name: string, at: string) => !there.some((one) => one.method === name && one.layer === at);
  const shown = info.methods.filter(
    ({ name, refusals }) => (name === method || methods.includes(name)) && own(refusals, layer) === undefined,
  );
  const absent = shown.filter((one) => lacks(one.name, layerOf(one, layer)));
  const quick = absent.filter(({ isSlow }) => !isSlow).map(({ name }) => name);
  const focus = info.methods.find(({ name }) => name === method);
  const steps: Step[] = [{ methods: quick, layers: [layer], isSlow: false }];
  if (focus?.isSlow === true && absent.includes(focus)) {
    steps.push({ methods: [method], layers: [layer], isSlow: true });
  }
  if (compare && focus !== undefined && noStripReason(focus, info) === undefined) {
    const possible = info.strip.filter((at) => own(focus.refusals, at) === undefined && lacks(method, at));
    // The first step, or the second, explains it at the chosen layer.
    const others = possible.filter((at) => at !== layer);
    steps.push({ methods: [method], layers: others, isSlow: focus.isSlow });
  }
  return steps.filter((step) => step.methods.length > 0 && step.layers.length > 0);
}
