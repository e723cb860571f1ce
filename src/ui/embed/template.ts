/** What an embedded picture looks like. */
import type { TemplateResult } from 'lit';
import type { Size } from '../../pipeline/types.ts';
import type { BoxMark } from '../shared/box-marks.ts';
import { boxOverlay } from '../shared/box-overlay.ts';
import { html } from '../shared/html.ts';
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
  /** The picture and its explanation in words. */
  readonly alt: string;
  /** The explanation in words; empty before. */
  readonly evidence: string;
  readonly hasButton: boolean;
  /** The button is pressed. */
  readonly revealed: boolean;
  readonly onPress: () => void;
  readonly onRetry: () => void;
}

export function template(look: Look): TemplateResult {
  const { picture, progress, failure, alt, evidence, hasButton, revealed } = look;
  return html`
    <div ?hidden=${picture !== undefined}><slot name="poster"></slot></div>
    <div
      class="panes"
      role="img"
      aria-label=${alt === '' ? 'Picture' : alt}
      aria-busy=${progress !== undefined}
      ?hidden=${picture === undefined}
      .style=${picture === undefined ? '' : `--cam-lens-width: ${picture.width}; --cam-lens-height: ${picture.height}`}
    >
      ${look.shown.map((show) => pane(show, look))}
    </div>
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

function bar({ fraction }: Progress): TemplateResult {
  if (fraction === undefined) return html`<progress aria-label="Explaining"></progress>`;
  return html`<progress aria-label="Explaining" max="1" value=${fraction}></progress>`;
}

function pane(show: Shown, { picture, marks, cssWidth }: Look): TemplateResult {
  return html`<div class="pane" part="picture">
    <canvas part="canvas" data-show=${show}></canvas>
    ${
      show !== 'original' && picture !== undefined && cssWidth > 0 && marks.length > 0
        ? html`<svg viewBox="0 0 ${picture.width} ${picture.height}">
            ${boxOverlay(marks, picture, picture.width / cssWidth)}
          </svg>`
        : ''
    }
  </div>`;
}
