/** The template of an embedded picture; its lines for progress and errors serve other elements too. */
import { nothing, type TemplateResult } from 'lit';
import type { Size } from '../../pipeline/types.ts';
import { html } from '../shared/html.ts';
import type { Pane } from './shown.ts';
import type { ElementStrings } from './strings.ts';
import { failureWords, progressWords, type WorkFailure, type WorkProgress } from '../shared/work-words.ts';

export interface Look {
  readonly strings: ElementStrings;
  /** Its size, once loaded. */
  readonly picture: Size | undefined;
  /** The size to keep room for; undefined: as little as possible. */
  readonly room: Size | undefined;
  readonly shown: readonly Pane[];
  /** The boxes over one of them. */
  readonly boxesOver: (show: Pane) => TemplateResult | '';
  readonly progress: WorkProgress | undefined;
  readonly failure: WorkFailure | undefined;
  /** Text alternative for the picture. */
  readonly alt: string;
  /** The explanation in words; empty before. */
  readonly evidence: string;
  /** The mark of the point that is read. */
  readonly mark: TemplateResult | '';
  /** What is read there; undefined if the picture is none to read in. */
  readonly reading: TemplateResult | '' | undefined;
  readonly onPoint: (event: PointerEvent | KeyboardEvent) => void;
  /** Below the picture. */
  readonly controls: TemplateResult | '';
  readonly hasButton: boolean;
  /** The button was pressed. */
  readonly revealed: boolean;
  /** URL of the image shown before; empty: none. */
  readonly poster: string;
  /** The second picture covers the first, to the right of a movable line. */
  readonly hasSlider: boolean;
  /** Where the line is, 0…100 % from the left. */
  readonly split: number;
  readonly onSplit: (split: number) => void;
  readonly onPress: () => void;
  readonly onRetry: () => void;
}

/** Keep the room of what is known only after the first explanation, and of everything, until its script is there. */
export const laterChoices = Array.from({ length: 3 }, () => html`<div class="later select"></div>`);
export const laterControls = html`<div class="controls" part="controls">
  <slot name="controls"> ${laterChoices}${Array.from({ length: 2 }, () => html`<div class="later"></div>`)} </slot>
</div>`;

export function template(look: Look): TemplateResult {
  const { picture, room, progress, failure, alt, evidence, hasButton, revealed, strings } = look;
  const isSplit = look.hasSlider && picture !== undefined && look.shown.includes('blend');
  const isRead = look.reading !== undefined && look.reading !== '';
  return html`<div
      class="stage"
      @pointerdown=${look.onPoint}
      @pointermove=${look.onPoint}
      @pointerleave=${look.onPoint}
    >
      <div class=${room === undefined ? '' : 'poster'} ?hidden=${picture !== undefined}>
        <slot name="poster">${posterOf(look)}</slot>
      </div>
      <div
        class=${isSplit ? 'panes split' : 'panes'}
        role="img"
        aria-label=${[alt === '' && evidence === '' ? strings.picture : alt, evidence].filter((text) => text !== '').join('. ')}
        tabindex=${isRead ? '0' : nothing}
        @keydown=${look.onPoint}
        aria-busy=${progress !== undefined}
        aria-hidden=${picture === undefined}
        ?hidden=${room === undefined}
        .style=${room === undefined ? '' : `--width: ${room.width}; --height: ${room.height}; --split: ${look.split}%`}
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
              ${strings.explain}
            </button>`
          : ''
      }
      ${progress === undefined ? '' : progressLine(progress, strings)}
      ${failure === undefined ? '' : failureLine(failure, strings, look.onRetry)}
    </div>
    ${look.reading === undefined ? '' : html`<p class="reading" part="reading">${isRead ? look.reading : strings.howToRead}</p>`}
    ${look.controls}
    <p class="hidden-text" role="status">${progress === undefined ? evidence : strings.beingExplained}</p> `;
}

function posterOf({ poster, alt }: Look): TemplateResult | string {
  return poster === '' ? '' : html`<img part="poster" src=${poster} alt=${alt} />`;
}

function slider({ split, onSplit, strings }: Look): TemplateResult {
  return html`<input
    class="split-line"
    part="slider"
    type="range"
    min="0"
    max="100"
    aria-label=${strings.line}
    aria-valuetext=${strings.fromLeft(split)}
    .value=${String(split)}
    @input=${(event: Event) => onSplit((event.target as HTMLInputElement).valueAsNumber)}
  />`;
}

export function progressLine(progress: WorkProgress, strings: ElementStrings): TemplateResult {
  return html`<div class="over" part="progress">
    <slot name="progress">
      <span aria-hidden="true">${progressWords(progress, strings)}</span>
      ${bar(progress, strings)}
    </slot>
  </div>`;
}

export function failureLine(failure: WorkFailure, strings: ElementStrings, onRetry: () => void): TemplateResult {
  return html`<div class="over failed" part="error" role="alert">
    <slot name="error">
      <span>${failureWords(failure, strings)}</span>
      <button type="button" class="button" part="button" @click=${onRetry}>${strings.tryAgain}</button>
    </slot>
  </div>`;
}

function bar({ fraction }: WorkProgress, { explaining }: ElementStrings): TemplateResult {
  if (fraction === undefined) return html`<progress aria-label=${explaining}></progress>`;
  return html`<progress aria-label=${explaining} max="1" value=${fraction}></progress>`;
}

function pane(show: Pane, { boxesOver, hasSlider, shown, mark }: Look): TemplateResult {
  // Over a movable line, boxes are complete, and drawn once.
  const isBelow = hasSlider && show === 'original' && shown.includes('blend');
  return html`<div class="pane" part="picture">
    <canvas part="canvas" data-show=${show}></canvas>
    ${isBelow ? '' : boxesOver(show)} ${isBelow ? '' : mark}
  </div>`;
}
