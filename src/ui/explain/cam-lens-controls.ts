import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { conventions } from '../../pipeline/recipe/conventions.ts';
import { refinements, type Refinement } from '../../pipeline/recipe/refine/refinements.ts';
import { colourGradient, colourMaps } from './colour-scales.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { initialSettings, type Settings } from '../shared/settings.ts';
import { card } from '../shared/styles/card.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { tokens } from '../shared/styles/tokens.ts';

/**
 * Threshold, opacity, colour map, convention, and refinement.
 *
 * @fires cam-lens-change - a setting changed; sliders fire while they move
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
      .all .quiet {
        margin-top: 6px;
      }
    `,
  ];

  @property({ attribute: false }) settings: Settings = initialSettings;

  #change(change: Partial<Settings>): void {
    emit(this, 'cam-lens-change', change);
  }

  #slider(name: 'threshold' | 'opacity', label: string): TemplateResult {
    const value = this.settings[name];
    // Associated with `for`: an output is labelable too, and the first such element would take the label.
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
        .style=${`--fill: ${100 * value}%`}
        @input=${(event: Event) => this.#change({ [name]: (event.target as HTMLInputElement).valueAsNumber })}
      />
    </label>`;
  }

  #select(
    setting: 'convention' | 'refine',
    label: string,
    offered: Readonly<Record<string, { readonly title: string }>>,
    says: string,
  ): TemplateResult {
    const options = Object.entries(offered);
    return html`<div>
      <label class="select">
        <span>${label}</span>
        <select
          name=${setting}
          @change=${(event: Event) => {
            const chosen = options[(event.target as HTMLSelectElement).selectedIndex];
            if (chosen !== undefined) this.#change({ [setting]: chosen[0] });
          }}
        >
          ${options.map(
            ([name, { title }]) =>
              html`<option .value=${name} ?selected=${name === this.settings[setting]}>${title}</option>`,
          )}
        </select>
      </label>
      <p class="quiet">${says}</p>
    </div>`;
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
            <span class="ramp" .style=${`background: ${colourGradient(name)}`} aria-hidden="true"></span>${name}
          </label>`,
      )}
    </fieldset>`;
  }

  protected override render(): TemplateResult {
    const { convention, refine } = this.settings;
    const { says, caution = '' }: Refinement = refinements[refine];
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">How it is drawn</h2>
      <div class="all">
        ${this.#slider('threshold', 'Threshold of the box')} ${this.#slider('opacity', 'Opacity of the heatmap')}
        ${this.#colourChoice()}
        ${this.#select('convention', 'From map to heatmap as', conventions, conventions[convention].says)}
        ${this.#select('refine', 'Maps refined by', refinements, `${says} ${caution}`.trim())}
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-controls': CamLensControls;
  }
}
