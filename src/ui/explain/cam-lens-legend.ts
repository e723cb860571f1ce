import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { ColourMap } from '../../pipeline/types.ts';
import { colourGradient } from './colour-scales.ts';
import { html } from '../shared/html.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { rawValue } from '../shared/words.ts';

/** What the colours stand for: the smallest and largest raw value of the map, and where the threshold cuts. */
export class CamLensLegend extends LitElement {
  static override readonly styles = [
    tokens,
    css`
      :host {
        display: block;
        font-size: 0.75rem;
        color: var(--soft);
        margin-top: 3px;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 20px;
      }
      .ramp {
        position: relative;
        flex: 1;
        height: 10px;
        border-radius: 3px;
        /* Its colours are what it says. */
        forced-color-adjust: none;
      }
      .cut {
        position: absolute;
        top: -3px;
        bottom: -3px;
        width: 2px;
        margin-left: -1px;
        background: var(--ink);
        box-shadow: 0 0 0 1px var(--surface);
      }
    `,
  ];

  @property() colourMap: ColourMap = 'viridis';
  @property({ type: Number }) minimum: number | undefined;
  @property({ type: Number }) maximum: number | undefined;
  @property({ type: Number }) threshold = 0;

  protected override render(): TemplateResult {
    const { minimum, maximum, threshold } = this;
    if (minimum === undefined || maximum === undefined) return html`<div class="row"></div>`;
    const cut = minimum + threshold * (maximum - minimum);
    const words = `Colour scale from ${rawValue(minimum)} to ${rawValue(maximum)}, cut for the box at ${rawValue(cut)}`;
    return html`<div class="row" role="img" aria-label=${words} title=${words}>
      <span>${rawValue(minimum)}</span>
      <span class="ramp" .style=${`background: ${colourGradient(this.colourMap)}`}>
        <span class="cut" .style=${`left: ${100 * threshold}%`}></span>
      </span>
      <span>${rawValue(maximum)}</span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-legend': CamLensLegend;
  }
}
