/** What a visitor can turn; everything but layer, class and a method not explained yet acts without the network. */
import type { LensInfo } from '../pipeline/lens.ts';
import type { ColourMap } from '../pipeline/types.ts';

export interface Settings {
  readonly method: string;
  readonly layer: string;
  readonly class: 'predicted' | number;
  /** 0…1, of the heatmap. */
  readonly threshold: number;
  /** 0 shows the picture, 1 the colours. */
  readonly opacity: number;
  readonly colourMap: ColourMap;
}

/** Method and layer are the model's own, known once it has loaded. */
export const initialSettings: Settings = {
  method: '',
  layer: '',
  class: 'predicted',
  threshold: 0.15,
  opacity: 0.5,
  colourMap: 'viridis',
};

/** Explained with every picture, so that they can be compared; the others are explained when they are chosen. */
const compared = ['cam', 'grad-cam'];

/** The method shown first. */
function firstMethod(available: readonly string[]): string {
  return ['grad-cam', ...compared, ...available].find((name) => available.includes(name)) ?? '';
}

/** The same settings as far as the model knows their method and layer. */
export function fitted(settings: Settings, { methods, layers, defaultLayer }: LensInfo): Settings {
  const names = methods.map(({ name }) => name);
  return {
    ...settings,
    method: names.includes(settings.method) ? settings.method : firstMethod(names),
    layer: [settings.layer, defaultLayer, ...layers].find((name) => layers.includes(name)) ?? defaultLayer,
  };
}

/** Every method to explain when `chosen` is shown, in the order of the model's list. */
export function methodsToExplain(available: readonly string[], chosen: string): readonly string[] {
  return available.filter((name) => name === chosen || compared.includes(name));
}
