/** What an embedded picture looks like. */
import type { TemplateResult } from 'lit';
import type { Size } from '../../pipeline/types.ts';
import type { BoxMark } from '../shared/box-marks.ts';
import { boxOverlay } from '../shared/box-overlay.ts';
import { html } from '../shared/html.ts';
import { trueOnly } from './embedded-marks.ts';
import type { Progress } from './embedded-picture.ts';
import type { Shown } from './shown.ts';

export interface Look {
  /** Its size, once it is there. */
  readonly picture: Size | undefined;
  readonly shown: readonly Shown[];
  readonly marks: readonly BoxMark[];
  /** Of one picture in CSS pixels. */
  readonly cssWidth: number;
  readonly progress: Progress | undefined;
  readonly failure: string | undefined;
  /** The picture in words. */
  readonly alt: string;
  /** The explanation in words; empty before. */
  readonly evidence: string;
  readonly hasButton: boolean;
  /** The button is pressed. */
  readonly revealed: boolean;
  /** URL of what is shown before; empty: nothing. */
  readonly poster: string;
  /** The second picture lies over the first, to the right of a line that can be moved. */
  readonly hasSlider: boolean;
  /** Where the line is, 0…100 % from the left. */
  readonly split: number;
  readonly onSplit: (split: number) => void;
  readonly onPress: () => void;
  readonly onRetry: () => void;
}

export function template(look: Look): TemplateResult {
  const { picture, progress, failure, alt, evidence, hasButton, revealed } = look;
  const isSplit = look.hasSlider && picture !== undefined && look.shown.includes('blend');
  return html`
    <div ?hidden=${picture !== undefined}><slot name="poster">${posterOf(look)}</slot></div>
    <div
      class=${isSplit ? 'panes split' : 'panes'}
      role="img"
      aria-label=${[alt === '' && evidence === '' ? 'Picture' : alt, evidence].filter((text) => text !== '').join('. ')}
      aria-busy=${progress !== undefined}
      ?hidden=${picture === undefined}
      .style=${picture === undefined ? '' : `--cam-lens-width: ${picture.width}; --cam-lens-height: ${picture.height}; --split: ${look.split}%`}
    >
      ${look.shown.map((show) => pane(show, look))}
    </div>
    ${isSplit ? slider(look) : ''}
    ${
      hasButton && picture !== undefined
        ? html`<button
            type="button"
            class="button reveal"
            part="button"
            aria-pressed=${revealed}
            @click=${look.onPress}
          >
            Explain
          </button>`
        : ''
    }
    ${
      progress === undefined
        ? ''
        : html`<div class="over" part="progress">
            <slot name="progress">
              <span aria-hidden="true">${progress.message}</span>
              ${bar(progress)}
            </slot>
          </div>`
    }
    ${
      failure === undefined
        ? ''
        : html`<div class="over failed" part="error" role="alert">
            <slot name="error">
              <span>${failure}</span>
              <button type="button" class="button" part="button" @click=${look.onRetry}>Try again</button>
            </slot>
          </div>`
    }
    <p class="hidden-text" role="status">${progress === undefined ? evidence : 'The picture is being explained.'}</p>
  `;
}

function posterOf({ poster, alt }: Look): TemplateResult | string {
  return poster === '' ? '' : html`<img part="poster" src=${poster} alt=${alt} />`;
}

function slider({ split, onSplit }: Look): TemplateResult {
  return html`<input
    class="slider"
    part="slider"
    type="range"
    min="0"
    max="100"
    aria-label="Line between the picture and its explanation"
    aria-valuetext="${split} % from the left"
    .value=${String(split)}
    @input=${(event: Event) => onSplit((event.target as HTMLInputElement).valueAsNumber)}
  />`;
}

function bar({ fraction }: Progress): TemplateResult {
  if (fraction === undefined) return html`<progress aria-label="Explaining"></progress>`;
  return html`<progress aria-label="Explaining" max="1" value=${fraction}></progress>`;
}

function pane(show: Shown, { picture, marks: all, cssWidth }: Look): TemplateResult {
  const marks = show === 'original' ? trueOnly(all) : all;
  return html`<div class="pane" part="picture">
    <canvas part="canvas" data-show=${show}></canvas>
    ${
      picture !== undefined && cssWidth > 0 && marks.length > 0
        ? html`<svg viewBox="0 0 ${picture.width} ${picture.height}">
            ${boxOverlay(marks, picture, picture.width / cssWidth)}
          </svg>`
        : ''
    }
  </div>`;
}
