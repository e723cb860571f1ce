/** What a visitor can turn. Threshold, opacity and colours act without the network. */
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import { defaultConventions, defaultMethods, defaultThreshold } from '../../pipeline/recipe/defaults.ts';
import type { LensInfo } from '../../pipeline/api/lens.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import type { ColourMap } from '../../pipeline/types.ts';
import { own } from '../../own.ts';

export interface Settings {
  /** Explained side by side: a box each. */
  readonly methods: readonly string[];
  /** The one of them whose heatmap is shown. */
  readonly method: string;
  readonly layer: string;
  /** The method's blends at the layers of the strip are shown too. */
  readonly compare: boolean;
  readonly class: Target;
  /** How raw maps become heatmaps. */
  readonly convention: ConventionName;
  /** 0…1, of the heatmap. */
  readonly threshold: number;
  /** 0 shows the picture, 1 the colours. */
  readonly opacity: number;
  readonly colourMap: ColourMap;
}

/** Methods and layer are the model's own, known once it has loaded. */
export const initialSettings: Settings = {
  methods: defaultMethods,
  method: '',
  layer: '',
  compare: false,
  class: 'predicted',
  convention: defaultConventions[0],
  threshold: defaultThreshold,
  opacity: 0.5,
  colourMap: 'viridis',
};

/** Looked at where the method wished for is not possible; then whatever is, the quick ones first. */
const preferred = ['grad-cam', 'cam'];

/** The same settings as far as the model knows them: a layer it has, and a method that is possible there. */
export function fitted(settings: Settings, { methods, layers, defaultLayer }: LensInfo): Settings {
  const layer = [settings.layer, defaultLayer, ...layers].find((name) => layers.includes(name)) ?? defaultLayer;
  const possible = [...methods]
    .sort((a, b) => Number(a.isSlow) - Number(b.isSlow))
    .flatMap(({ name, refusals }) => (own(refusals, layer) === undefined ? [name] : []));
  const among = [...preferred.filter((name) => settings.methods.includes(name)), ...settings.methods];
  const method = [settings.method, ...among, ...preferred, ...possible].find((name) => possible.includes(name)) ?? '';
  const shown = methods.filter(({ name }) => name === method || settings.methods.includes(name));
  return { ...settings, layer, method, methods: shown.map(({ name }) => name) };
}

/**
 * The settings after a change. What would make a slow method run at many layers again is not done unasked: the strip
 * closes.
 */
export function afterChange(before: Settings, change: Partial<Settings>, info: LensInfo | undefined): Settings {
  const wanted = { ...before, ...change };
  const after = info === undefined ? wanted : fitted(wanted, info);
  const isSlow = info?.methods.find(({ name }) => name === after.method)?.isSlow === true;
  const moved = after.method !== before.method || after.class !== before.class;
  return isSlow && moved ? { ...after, compare: false } : after;
}
