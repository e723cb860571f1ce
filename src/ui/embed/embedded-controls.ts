/** Method, layer, class, threshold and opacity of an embedded picture, as native inputs. */
import type { TemplateResult } from 'lit';
import { own } from '../../own.ts';
import { searchNames } from '../explain/class-names.ts';
import { html } from '../shared/html.ts';
import { layerOptions } from '../shared/layer-options.ts';
import type { EmbeddedResult } from './asked.ts';
import type { ElementStrings } from './strings.ts';
import { laterChoices } from './template.ts';

/** A changed setting. */
export interface Turned {
  readonly method: string;
  readonly layer: string;
  readonly target: string;
  readonly threshold: number;
  readonly opacity: number;
}

/** @param found the options are known from the first explanation on */
export function controls(
  turned: Turned,
  found: EmbeddedResult | undefined,
  onTurn: (turn: Partial<Turned>) => void,
  strings: ElementStrings,
): TemplateResult {
  return html`<div class="controls" part="controls">
    <slot name="controls">
      ${found === undefined ? laterChoices : choices(turned, found, onTurn, strings)}
      ${slider('threshold', strings.threshold, turned, onTurn)} ${slider('opacity', strings.opacity, turned, onTurn)}
    </slot>
  </div>`;
}

function choices(
  { method, layer, target }: Turned,
  { info, explained }: EmbeddedResult,
  onTurn: (turn: Partial<Turned>) => void,
  strings: ElementStrings,
): readonly TemplateResult[] {
  const at = layer === '' ? info.defaultLayer : layer;
  const names = searchNames(info.classes);
  const classes = explained.classes.map(({ index, name, probability }) => {
    return { value: String(index), words: `${names[index] ?? name} (${strings.percent(probability)})` };
  });
  const known = [{ value: 'predicted', words: strings.predictedClass }, ...classes];
  const isKnown = known.some(({ value }) => value === target);
  const options = isKnown ? known : [...known, { value: target, words: target }];
  return [
    select(
      'method',
      strings.method,
      info.methods.map(
        ({ name, title, refusals }) =>
          html`<option .value=${name} .selected=${name === method} ?disabled=${own(refusals, at) !== undefined}>
            ${title}
          </option>`,
      ),
      (value) => onTurn({ method: value }),
    ),
    select('layer', strings.layer, layerOptions(info, at, strings), (value) => onTurn({ layer: value })),
    select(
      'class',
      strings.class,
      options.map(({ value, words }) => html`<option .value=${value} .selected=${value === target}>${words}</option>`),
      (value) => onTurn({ target: value }),
    ),
  ];
}

function select(
  name: string,
  label: string,
  options: readonly TemplateResult[],
  take: (value: string) => void,
): TemplateResult {
  return html`<label class="select">
    <span>${label}</span>
    <select name=${name} @change=${(event: Event) => take((event.target as HTMLSelectElement).value)}>
      ${options}
    </select>
  </label>`;
}

function slider(
  name: 'threshold' | 'opacity',
  label: string,
  turned: Turned,
  onTurn: (turn: Partial<Turned>) => void,
): TemplateResult {
  const value = turned[name];
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
      @input=${(event: Event) => onTurn({ [name]: (event.target as HTMLInputElement).valueAsNumber })}
    />
  </label>`;
}
