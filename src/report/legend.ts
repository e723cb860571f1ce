/** Which line of a chart belongs to which explanation. */
import { dashesOf } from './chart.ts';
import type { KeyGroup } from './chosen-keys.ts';
import { markup, nameMarkup, type Markup } from './markup.ts';
import { colourOf, titleOf, type Report } from './report.ts';

/** @param group whose keys are a chart's lines, in their order */
export function legend(report: Report, { layer, keys }: Pick<KeyGroup, 'layer' | 'keys'>): Markup {
  return markup`<ul class="legend">${keys.map(({ method, layer: own }, i) => {
    const sample = markup`<svg viewBox="0 0 30 4" aria-hidden="true"><path class="curve" d="M0 2H30" stroke="${colourOf(report, method)}" stroke-dasharray="${dashesOf(i)}"/></svg>`;
    return markup`<li>${sample}${titleOf(report, method)}${own === layer ? null : markup` at ${nameMarkup(own)}`}</li>`;
  })}</ul>`;
}
