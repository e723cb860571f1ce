/** What must be explained so that everything shown is available. */
import type { LensInfo, MethodInfo } from '../../pipeline/api/lens.ts';
import type { RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { Settings } from './settings.ts';
import { layerOf } from './layer-of.ts';
import { stripOf } from './strips.ts';
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

/**
 * Everything shown, in display order: the quick methods at the layer, then the strip, then slow methods, as far as
 * missing. Of the slow methods only the current one is run.
 */
export function missingSteps(settings: Settings, info: LensInfo, there: readonly Explanation[]): readonly WantedStep[] {
  const { method, methods, layer, compare } = settings;
  const refineOf = ({ refineRefusal }: MethodInfo): RefinementName =>
    refineRefusal === undefined ? settings.refine : 'none';
  const byRefinement = (chosen: readonly MethodInfo[], layers: readonly string[]): WantedStep[] =>
    [...new Set([settings.refine, 'none' as const])].map((refine) => {
      const alike = chosen.filter((one) => refineOf(one) === refine);
      return { methods: alike.map(({ name }) => name), layers, isSlow: false, refine };
    });
  const lacks = (name: string, at: string) => !there.some((one) => one.method === name && one.layer === at);
  const shown = info.methods.filter(
    ({ name, refusals }) => (name === method || methods.includes(name)) && own(refusals, layer) === undefined,
  );
  const absent = shown.filter((one) => lacks(one.name, layerOf(one, layer)));
  const quick = absent.filter(({ isSlow }) => !isSlow);
  const focus = info.methods.find(({ name }) => name === method);
  // The chosen ones first.
  const steps = byRefinement(quick, [layer]);
  if (focus?.isSlow === true && absent.includes(focus)) {
    steps.push({ methods: [method], layers: [layer], isSlow: true, refine: refineOf(focus) });
  }
  const missing = stripOf(settings, info)?.cells.filter(
    (cell) => cell.refusal === undefined && lacks(cell.method, cell.layer),
  );
  if (compare === 'layers' && focus !== undefined) {
    // An earlier step explains it at the chosen layer.
    const others = (missing ?? []).flatMap((cell) => (cell.layer === layer ? [] : [cell.layer]));
    steps.push({ methods: [method], layers: others, isSlow: focus.isSlow, refine: refineOf(focus) });
  } else if (compare === 'methods') {
    const others = info.methods.filter(
      (one) => !quick.includes(one) && missing?.some((cell) => cell.method === one.name && !cell.waits) === true,
    );
    steps.push(...byRefinement(others, [layer]));
  }
  return steps.filter((step) => step.methods.length > 0 && step.layers.length > 0);
}
