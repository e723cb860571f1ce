import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { LensInfo } from '../../pipeline/api/lens.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { layerOptions } from '../shared/layer-options.ts';
import { initialSettings, type Settings } from '../shared/settings.ts';
import { button } from '../shared/styles/button.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { noStripReason } from '../shared/strips.ts';

/**
 * Chooses the layer, grouped by the size of its maps, in order of depth; and switches to showing several layers side by
 * side.
 *
 * @fires cam-lens-change - another `layer`, or layers to `compare`
 */
export class CamLensLayers extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    controlStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 10px;
        align-items: center;
      }
      .select {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      /* As wide before the layers are known as after: nothing jumps. */
      select {
        width: 220px;
      }
    `,
  ];

  @property({ attribute: false }) settings: Settings = initialSettings;
  @property({ attribute: false }) info: LensInfo | undefined;

  protected override render(): TemplateResult {
    const { info, settings } = this;
    const method = info?.methods.find(({ name }) => name === settings.method);
    const reason = method === undefined || info === undefined ? 'Nothing yet' : noStripReason(method, info);
    return html`<label class="select">
        <span>Layer</span>
        <select
          name="layer"
          ?disabled=${info === undefined || method?.at === 'input'}
          title=${method?.at === 'input' ? `${method.title} uses no layer.` : ''}
          @change=${(event: Event) =>
            emit(this, 'cam-lens-change', { layer: (event.target as HTMLSelectElement).value })}
        >
          ${info === undefined ? '' : layerOptions(info, settings.layer)}
        </select>
      </label>
      <button
        type="button"
        class="button"
        aria-pressed=${settings.compare === 'layers' && reason === undefined}
        ?disabled=${reason !== undefined}
        title=${reason ?? 'The same method at several layers, side by side'}
        @click=${() => emit(this, 'cam-lens-change', { compare: settings.compare === 'layers' ? 'nothing' : 'layers' })}
      >
        Compare layers
      </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-layers': CamLensLayers;
  }
}
