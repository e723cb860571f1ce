import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { MethodInfo } from '../pipeline/lens.ts';
import { colourGradient, colourMaps } from './colour-scales.ts';
import { emit } from './events.ts';
import { initialSettings, type Settings } from './settings.ts';
import { card } from './styles/card.ts';
import { controlStyles } from './styles/controls.ts';
import { tokens } from './styles/tokens.ts';

/**
 * Method, layer (where there are several), threshold, opacity and colour map.
 *
 * @fires cam-lens-change - a control was turned; sliders fire while they move
 */
export class CamLensControls extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    controlStyles,
    css`
      .all {
        display: grid;
        gap: 16px;
      }
    `,
  ];

  @property({ attribute: false }) settings: Settings = initialSettings;
  @property({ attribute: false }) methods: readonly MethodInfo[] = [];
  @property({ attribute: false }) layers: readonly string[] = [];

  #change(change: Partial<Settings>): void {
    emit(this, 'cam-lens-change', change);
  }

  #slider(name: 'threshold' | 'opacity', label: string): TemplateResult {
    const value = this.settings[name];
    // Named with `for`: an output is labelable too, and the first such element would take the label.
    return html`<label class="slider" for=${name}>
      <span>${label}</span><output>${value.toFixed(2)}</output>
      <input
        type="range"
        id=${name}
        name=${name}
        min="0"
        max="1"
        step="0.01"
        .value=${String(value)}
        style="--fill: ${100 * value}%"
        @input=${(event: Event) => this.#change({ [name]: (event.target as HTMLInputElement).valueAsNumber })}
      />
    </label>`;
  }

  #methodChoice(): TemplateResult {
    return html`<fieldset class="chips" ?disabled=${this.methods.length === 0}>
      <legend>Method</legend>
      ${
        this.methods.length === 0
          ? html`<span class="chip waiting"></span><span class="chip waiting"></span>`
          : this.methods.map(
              ({ name, title }) =>
                html`<label class="chip">
                  <input
                    type="radio"
                    name="method"
                    .value=${name}
                    .checked=${name === this.settings.method}
                    @change=${() => this.#change({ method: name })}
                  />${title}
                </label>`,
            )
      }
    </fieldset>`;
  }

  #layerChoice(): TemplateResult | '' {
    if (this.layers.length < 2) return '';
    return html`<label class="select">
      <span>Layer</span>
      <select
        name="layer"
        @change=${(event: Event) => this.#change({ layer: (event.target as HTMLSelectElement).value })}
      >
        ${this.layers.map(
          (layer) => html`<option .value=${layer} ?selected=${layer === this.settings.layer}>${layer}</option>`,
        )}
      </select>
    </label>`;
  }

  #colourChoice(): TemplateResult {
    return html`<fieldset class="colours">
      <legend>Colours</legend>
      ${colourMaps.map(
        (name) =>
          html`<label>
            <input
              type="radio"
              name="colours"
              .value=${name}
              .checked=${name === this.settings.colourMap}
              @change=${() => this.#change({ colourMap: name })}
            />
            <span class="ramp" style="background: ${colourGradient(name)}" aria-hidden="true"></span>${name}
          </label>`,
      )}
    </fieldset>`;
  }

  protected override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">How it is explained and drawn</h2>
      <div class="all">
        ${this.#methodChoice()} ${this.#layerChoice()} ${this.#slider('threshold', 'Threshold of the box')}
        ${this.#slider('opacity', 'Opacity of the heatmap')} ${this.#colourChoice()}
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-controls': CamLensControls;
  }
}
