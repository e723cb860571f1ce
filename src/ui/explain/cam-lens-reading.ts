import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { Size } from '../../pipeline/types.ts';
import { emit } from '../shared/events.ts';
import { heatmapValueAt, pixelAt } from '../shared/heatmap-value.ts';
import { html } from '../shared/html.ts';
import { cellAt } from '../shared/point.ts';
import { button } from '../shared/styles/button.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { rawValue } from '../shared/words.ts';
import { largestScale, uninspected, wholePicture, zoomedBy, zoomStep, type Inspected } from '../shared/zoom.ts';
import { middleOf } from './inspection.ts';

/**
 * Reads out the point that is marked in the pictures: its place, the heatmap's value and the raw map's; and buttons to
 * zoom.
 *
 * @fires cam-lens-inspect - another part of the picture is to be shown
 */
export class CamLensReading extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 14px;
        align-items: center;
        min-height: 44px;
        font-size: var(--small);
      }
      p {
        flex: 1 1 240px;
        margin: 0;
        color: var(--soft);
      }
      strong {
        color: var(--ink);
      }
      .zoom {
        display: flex;
        gap: 6px;
      }
      .button {
        min-width: 36px;
        justify-content: center;
      }
      .whole {
        min-width: 64px;
      }
    `,
  ];

  @property({ attribute: false }) inspected: Inspected = uninspected;
  /** Size of the picture, in its own pixels. */
  @property({ attribute: false }) picture: Size | undefined;
  /** The explanation that the heatmap shows. */
  @property({ attribute: false }) explanation: Explanation | undefined;

  #words(): TemplateResult | string {
    const { picture, explanation } = this;
    const { point } = this.inspected;
    const pixel = picture === undefined || point === undefined ? undefined : pixelAt(picture, point);
    if (picture === undefined || point === undefined || pixel === undefined) return '';
    const place = `x ${pixel[0]}, y ${pixel[1]}`;
    if (explanation === undefined) return place;
    const raw = cellAt(explanation.map, point) ?? Number.NaN;
    const value = `heatmap ${heatmapValueAt(explanation, picture, pixel).toFixed(2)}`;
    const map = explanation.refined === undefined ? 'raw map' : 'refined map';
    return html`${place}: <strong>${value}</strong>${`, ${map} ${rawValue(raw)}`}`;
  }

  #zoom(factor: number): void {
    const { point, zoom } = this.inspected;
    emit(this, 'cam-lens-inspect', { point, zoom: zoomedBy(factor, zoom, point ?? middleOf(zoom)) });
  }

  protected override render(): TemplateResult {
    const { picture, inspected } = this;
    const { scale } = inspected.zoom;
    const words = this.#words();
    return html`<p>
        <span role="status">${words}</span>
        ${words === '' ? 'Point at a picture, or press arrow keys in it, to read values. Ctrl and wheel, pinch, + and − zoom.' : ''}
      </p>
      <div class="zoom" role="group" aria-label="Zoom">
        <button
          type="button"
          class="button"
          aria-label="Zoom out"
          ?disabled=${picture === undefined || scale <= 1}
          @click=${() => this.#zoom(1 / zoomStep)}
        >
          −
        </button>
        <button
          type="button"
          class="button whole"
          title="Show the whole picture"
          ?disabled=${picture === undefined || scale <= 1}
          @click=${() => emit(this, 'cam-lens-inspect', { ...inspected, zoom: wholePicture })}
        >
          ${Math.round(100 * scale)} %
        </button>
        <button
          type="button"
          class="button"
          aria-label="Zoom in"
          ?disabled=${picture === undefined || scale >= largestScale}
          @click=${() => this.#zoom(zoomStep)}
        >
          +
        </button>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-reading': CamLensReading;
  }
}
