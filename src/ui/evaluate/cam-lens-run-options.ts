import { controls, isControl } from '../../pipeline/recipe/controls/index.ts';
import { css, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { conventionNames, conventions, type ConventionName } from '../../pipeline/recipe/conventions.ts';
import { defaultConventions } from '../../pipeline/recipe/defaults.ts';
import { capitalized } from '../../report/capitalized.ts';
import { refinementNames, refinements, type RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import type { ModelOffer } from '../../pipeline/api/lens.ts';
import type { RunSettings } from '../../runs/kept-run.ts';
import { measureNames } from '../../runs/run-choice.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { own } from '../../own.ts';
import { SpokenStrings } from '../shared/spoken-strings.ts';
import { layerOptions } from '../shared/layer-options.ts';
import { controlRefusal, keptControls, methodRefusal } from './run-refusals.ts';
import { runHints } from './run-hints.ts';
import { defaultRunSettings, inputSizes, titledMeasures } from './run-settings.ts';
import { runStrings } from './spoken-run.ts';
import { card } from '../shared/styles/card.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { tokens } from '../shared/styles/tokens.ts';

/**
 * The options of a run: methods, measures, conventions, refinement, layer, class source, the network's input size,
 * number of pictures.
 *
 * @fires cam-lens-run-change - an option was changed
 */
export class CamLensRunOptions extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    controlStyles,
    css`
      .all {
        display: grid;
        gap: 16px;
        border: 0;
        margin: 0;
        padding: 0;
      }
      .row {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 200px), 1fr));
        gap: 14px;
      }
      .hints {
        display: grid;
        gap: 4px;
      }
      .hints:empty {
        display: none;
      }
      .chip:has(:disabled) {
        opacity: 0.55;
      }
    `,
  ];

  @property({ attribute: false }) settings: RunSettings = defaultRunSettings;
  @property({ attribute: false }) info: ModelOffer | undefined;
  /** True once a run has begun: then its options cannot be changed. */
  @property({ type: Boolean }) fixed = false;

  readonly #spoken = new SpokenStrings(this, runStrings);

  #change(change: Partial<RunSettings>): void {
    emit(this, 'cam-lens-run-change', change);
  }

  /** Adds or removes a method; at least one stays chosen, in the model's order. */
  #toggle(input: HTMLInputElement): void {
    const chosen = new Set(this.settings.methods);
    if (input.checked) chosen.add(input.value);
    else chosen.delete(input.value);
    const offered = [...(this.info?.methods ?? []), ...controls].map(({ name }) => name);
    const methods = offered.filter((name) => chosen.has(name));
    if (methods.every(isControl)) input.checked = true;
    else this.#change({ methods });
  }

  #toggleMeasure(input: HTMLInputElement): void {
    const chosen = new Set<string>(this.settings.measures);
    if (input.checked) chosen.add(input.value);
    else chosen.delete(input.value);
    this.#change({ measures: measureNames.filter((name) => chosen.has(name)) });
  }

  /** Adds or removes a convention; at least one stays chosen. */
  #toggleConvention(input: HTMLInputElement): void {
    const chosen = new Set<string>(this.#conventions);
    if (input.checked) chosen.add(input.value);
    else chosen.delete(input.value);
    const names = conventionNames.filter((name) => chosen.has(name));
    if (names.length === 0) input.checked = true;
    else this.#change({ conventions: names });
  }

  get #conventions(): readonly ConventionName[] {
    return this.settings.conventions ?? defaultConventions;
  }

  get #refine(): RefinementName {
    return this.settings.refine ?? 'none';
  }

  #limit(input: HTMLInputElement): void {
    if (!input.reportValidity()) return;
    this.#change({ limit: input.value === '' ? null : input.valueAsNumber });
  }

  #select<Value extends string | number>(
    name: string,
    label: string,
    options: readonly (readonly [value: Value, title: string])[],
    chosen: Value,
    choose: (value: Value) => void,
  ): TemplateResult {
    return html`<label class="select">
      <span>${label}</span>
      <select
        name=${name}
        @change=${(event: Event) => {
          const option = options[(event.target as HTMLSelectElement).selectedIndex];
          if (option !== undefined) choose(option[0]);
        }}
      >
        ${options.map(
          ([value, title]) => html`<option .value=${String(value)} ?selected=${value === chosen}>${title}</option>`,
        )}
      </select>
    </label>`;
  }

  protected override render(): TemplateResult {
    const { settings, info } = this;
    const words = this.#spoken.strings.options;
    const sources = Object.entries(words.sources) as [RunSettings['source'], string][];
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.title}</h2>
      <fieldset class="all" ?disabled=${this.fixed || info === undefined} aria-labelledby="title">
        <fieldset class="chips">
          <legend>${words.methods}</legend>
          ${
            info === undefined
              ? html`<span class="chip waiting"></span><span class="chip waiting"></span>`
              : info.methods.map((method) => {
                  const { name, title, isSlow } = method;
                  const refusal = methodRefusal(method, settings);
                  return html`<label
                    class="chip"
                    title=${refusal ?? (isSlow ? words.slow : nothing)}
                    lang=${refusal === undefined ? nothing : 'en'}
                  >
                    <input
                      type="checkbox"
                      name="method"
                      .value=${name}
                      .checked=${settings.methods.includes(name)}
                      ?disabled=${refusal !== undefined}
                      @change=${(event: Event) => this.#toggle(event.target as HTMLInputElement)}
                    />${title}
                  </label>`;
                })
          }
        </fieldset>
        <fieldset class="chips">
          <legend>${words.controls}</legend>
          ${controls.map((control) => {
            const { name, title, formula } = control;
            const refusal = controlRefusal(control, settings);
            return html`<label class="chip" title=${refusal ?? formula} lang=${refusal === undefined ? nothing : 'en'}>
              <input
                type="checkbox"
                name="control"
                .value=${name}
                .checked=${settings.methods.includes(name)}
                ?disabled=${refusal !== undefined}
                @change=${(event: Event) => this.#toggle(event.target as HTMLInputElement)}
              />${capitalized(title.replace('Control: ', ''))}
            </label>`;
          })}
        </fieldset>
        <fieldset class="chips">
          <legend>${words.measures}</legend>
          ${titledMeasures.map(
            (name) =>
              html`<label class="chip" title=${words.measureTitles[name].cost}>
                <input
                  type="checkbox"
                  name="measure"
                  .value=${name}
                  .checked=${this.settings.measures?.some((chosen) => chosen === name) ?? false}
                  @change=${(event: Event) => this.#toggleMeasure(event.target as HTMLInputElement)}
                />${words.measureTitles[name].title}
              </label>`,
          )}
        </fieldset>
        <fieldset class="chips">
          <legend>${words.conventions}</legend>
          ${conventionNames.map(
            (name) =>
              html`<label
                class="chip"
                title=${own(words.conventionNotes, name) ?? conventions[name].says}
                lang=${own(words.conventionNotes, name) === undefined ? 'en' : nothing}
              >
                <input
                  type="checkbox"
                  name="convention"
                  .value=${name}
                  .checked=${this.#conventions.includes(name)}
                  @change=${(event: Event) => this.#toggleConvention(event.target as HTMLInputElement)}
                />${conventions[name].title}
              </label>`,
          )}
        </fieldset>
        <div class="hints">${runHints(settings, words).map((hint) => html`<p class="quiet">${hint}</p>`)}</div>
        <div class="row">
          <label class="select">
            <span>${words.layer}</span>
            <select
              name="layer"
              @change=${(event: Event) => this.#changeWhere({ layer: (event.target as HTMLSelectElement).value })}
            >
              ${info === undefined ? '' : layerOptions(info, settings.layer, words)}
            </select>
          </label>
          ${this.#select('source', words.source, sources, settings.source, (source) => this.#change({ source }))}
          ${this.#select(
            'size',
            words.size,
            inputSizes.map((size) => [size, `${size} × ${size}`] as const),
            settings.size,
            (size) => this.#change({ size }),
          )}
          ${this.#select(
            'refine',
            words.refine,
            refinementNames.map((name) => [name, (own(words.refinements, name) ?? refinements[name]).title] as const),
            this.#refine,
            (refine) => this.#changeWhere({ refine }),
          )}
          <label class="select">
            <span>${words.limit}</span>
            <input
              type="number"
              class="field"
              name="limit"
              min="1"
              step="1"
              placeholder=${words.noLimit}
              .value=${settings.limit === null ? '' : String(settings.limit)}
              @change=${(event: Event) => this.#limit(event.target as HTMLInputElement)}
            />
          </label>
        </div>
      </fieldset>
    </section>`;
  }

  /**
   * Removes methods that are not possible at the layer or with the refinement; if none is left, chooses all possible
   * ones.
   */
  #changeWhere(change: Pick<RunSettings, 'layer'> | Pick<RunSettings, 'refine'>): void {
    const wanted = { ...this.settings, ...change };
    const allowed = (this.info?.methods ?? []).filter((method) => methodRefusal(method, wanted) === undefined);
    const controlled = keptControls(this.settings.methods, wanted);
    const kept = allowed.map(({ name }) => name).filter((name) => this.settings.methods.includes(name));
    const quick = allowed.filter(({ isSlow, at }) => !isSlow && at === 'layer').map(({ name }) => name);
    this.#change({ ...change, methods: [...(kept.length > 0 ? kept : quick.slice(0, 1)), ...controlled] });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-run-options': CamLensRunOptions;
  }
}
