/** The layers of a model as options of a <select>: grouped by the size of their maps, in order of depth. */
import type { TemplateResult } from 'lit';
import type { ModelOffer } from '../../pipeline/api/lens.ts';
import { html } from './html.ts';
import { sizeInWords } from './words.ts';
import { own } from '../../own.ts';

export interface LayerWords {
  readonly recommended: string;
  readonly sizeNotKnown: string;
}

/** @param chosen the layer that is shown as chosen */
export function layerOptions(
  { layers, mapSizes, defaultLayer }: Pick<ModelOffer, 'layers' | 'mapSizes' | 'defaultLayer'>,
  chosen: string,
  { recommended, sizeNotKnown }: LayerWords = { recommended: 'recommended', sizeNotKnown: 'Size not known' },
): readonly TemplateResult[] {
  const option = (layer: string): TemplateResult =>
    html`<option .value=${layer} .selected=${layer === chosen}>
      ${layer}${layer === defaultLayer ? ` (${recommended})` : ''}
    </option>`;
  const groups = new Map<string, string[]>();
  for (const layer of layers) {
    const size = own(mapSizes, layer);
    const title = size === undefined ? sizeNotKnown : sizeInWords(size);
    groups.set(title, [...(groups.get(title) ?? []), layer]);
  }
  // A single group needs no heading.
  if (groups.size < 2) return layers.map(option);
  return [...groups].map(([title, held]) => html`<optgroup label=${title}>${held.map(option)}</optgroup>`);
}
