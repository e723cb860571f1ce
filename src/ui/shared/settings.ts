/** A visitor's settings. Threshold, opacity and colours take effect without the network. */
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import { defaultConventions, defaultMethods, defaultThreshold } from '../../pipeline/recipe/defaults.ts';
import type { LensInfo } from '../../pipeline/api/lens.ts';
import { refinementNamed, type RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import { classesOf, type Target } from '../../pipeline/recipe/target.ts';
import type { ColourMap } from '../../pipeline/types.ts';
import { own } from '../../own.ts';

export const comparisons = ['nothing', 'layers', 'methods'] as const;
export type Comparison = (typeof comparisons)[number];

export interface Settings {
  /** Explained side by side, with a box each. */
  readonly methods: readonly string[];
  /** The one whose heatmap is shown. */
  readonly method: string;
  readonly layer: string;
  /** What is shown side by side too: the method at several layers, or all methods at the layer. */
  readonly compare: Comparison;
  readonly class: Target;
  /** How raw maps become heatmaps. */
  readonly convention: ConventionName;
  /** How raw maps are refined first, if the method's maps can be. */
  readonly refine: RefinementName;
  /** Of the boxes, 0…1. */
  readonly threshold: number;
  /** 0 shows only the picture, 1 only the colours. */
  readonly opacity: number;
  readonly colourMap: ColourMap;
}

/** Methods and layer depend on the model, and are known once it has loaded. */
export const initialSettings: Settings = {
  methods: defaultMethods,
  method: '',
  layer: '',
  compare: 'nothing',
  class: 'predicted',
  convention: defaultConventions[0],
  refine: 'none',
  threshold: defaultThreshold,
  opacity: 0.5,
  colourMap: 'viridis',
};

/** Used if the chosen method is not possible; then any other, quick ones first. */
const preferred = ['grad-cam', 'cam'];

/** The same settings as far as the model supports them: a layer and classes it has, a method that is possible there. */
export function fitted(settings: Settings, { methods, layers, defaultLayer, classes }: LensInfo): Settings {
  const layer = [settings.layer, defaultLayer, ...layers].find((name) => layers.includes(name)) ?? defaultLayer;
  const possible = [...methods]
    .sort((a, b) => Number(a.isSlow) - Number(b.isSlow))
    .flatMap(({ name, refusals }) => (own(refusals, layer) === undefined ? [name] : []));
  const among = [...preferred.filter((name) => settings.methods.includes(name)), ...settings.methods];
  const method = [settings.method, ...among, ...preferred, ...possible].find((name) => possible.includes(name)) ?? '';
  const shown = methods.filter(({ name }) => name === method || settings.methods.includes(name));
  const target = hasClasses(settings.class, classes.length) ? settings.class : 'predicted';
  return { ...settings, layer, method, methods: shown.map(({ name }) => name), class: target };
}

/** Whether the model has all classes of a target. */
export function hasClasses(target: Target, classes: number): boolean {
  return classesOf(target, 0).every(({ index }) => index < classes);
}

/**
 * The settings after a change. A slow method must not run at many layers without being asked to: they are closed. A
 * threshold that is the default stays the default.
 */
export function afterChange(before: Settings, change: Partial<Settings>, info: LensInfo | undefined): Settings {
  const isDefault = before.threshold === refinementNamed(before.refine).threshold;
  const threshold = isDefault ? refinementNamed(change.refine ?? before.refine).threshold : before.threshold;
  const wanted = { ...before, threshold, ...change };
  const after = info === undefined ? wanted : fitted(wanted, info);
  const isSlow = info?.methods.find(({ name }) => name === after.method)?.isSlow === true;
  const moved = after.method !== before.method || after.class !== before.class;
  return isSlow && moved && after.compare === 'layers' ? { ...after, compare: 'nothing' } : after;
}
