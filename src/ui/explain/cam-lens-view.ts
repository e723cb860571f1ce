import { css, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Size } from '../../pipeline/types.ts';
import type { BoxMark } from '../shared/box-marks.ts';
import { boxOverlay } from '../shared/box-overlay.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { pointMark, pointStyles } from '../shared/point-mark.ts';
import { isShortcut } from '../shared/point.ts';
import { paintSize } from './paint-size.ts';
import { afterKey } from './inspection.ts';
import { PointerGestures } from './pointer-gestures.ts';
import { boxStyles } from '../shared/styles/boxes.ts';
import { overlay } from '../shared/styles/overlay.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { uninspected, type Inspected } from '../shared/zoom.ts';

/** Width of a fitted picture in CSS pixels that has no room. */
const narrowest = 1;

/**
 * One picture with its caption: a bitmap on a canvas, boxes over it. The frame keeps its shape for any picture, so that
 * nothing moves when pictures change.
 *
 * @fires cam-lens-inspect - a point of it is to be read, or another part of it shown
 * @fires cam-lens-size - how many device pixels it shows, whenever that changes
 * @slot - beside the title, under the picture
 * @csspart frame - the area the picture is fitted into
 * @csspart canvas - the picture
 * @cssprop [--cam-lens-frame=4 / 3] - aspect ratio of the frame
 */
export class CamLensView extends LitElement {
  static override readonly styles = [
    tokens,
    boxStyles,
    overlay,
    pointStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      figure {
        margin: 0;
      }
      .frame {
        position: relative;
        container-type: size;
        aspect-ratio: var(--cam-lens-frame, 4 / 3);
        display: grid;
        place-items: center;
        background: var(--well);
        border-radius: var(--radius);
        box-shadow: inset 0 0 0 1px var(--line);
      }
      .shown {
        background: none;
        box-shadow: none;
      }
      .fit {
        position: relative;
        aspect-ratio: var(--width) / var(--height);
        width: min(100cqw, 100cqh * var(--width) / var(--height));
        min-width: ${narrowest}px;
        border-radius: var(--radius);
        cursor: crosshair;
        touch-action: pan-x pan-y;
      }
      .enlarged {
        overflow: clip;
        cursor: grab;
        touch-action: none;
      }
      .whole {
        position: absolute;
        width: calc(100% * var(--scale, 1));
        height: calc(100% * var(--scale, 1));
        left: calc(-100% * var(--scale, 1) * var(--left, 0));
        top: calc(-100% * var(--scale, 1) * var(--top, 0));
      }
      canvas {
        border-radius: var(--radius);
        transition: opacity 160ms;
      }
      .busy canvas,
      .busy svg {
        opacity: 0.45;
      }
      .note {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        padding: 16px;
        text-align: center;
        color: var(--soft);
        font-size: var(--small);
      }
      .over {
        border-radius: var(--radius);
        background: color-mix(in srgb, var(--surface) 88%, transparent);
        color: var(--ink);
      }
      figcaption {
        margin-top: 10px;
        min-height: 44px;
      }
      h2 {
        margin: 0;
        font-size: 0.9375rem;
        font-weight: 600;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      small {
        margin-left: 4px;
        font-size: var(--small);
        font-weight: 400;
        color: var(--soft);
      }
      /* Room for a credit of two lines, and of three. */
      @media (max-width: 1120px) {
        figcaption {
          min-height: 66px;
        }
      }
      @media (max-width: 680px) {
        :host([show='original']) figcaption {
          min-height: 88px;
        }
      }
    `,
  ];

  /** What the bitmap is; included in the size event. */
  @property() show: 'original' | 'heatmap' | 'blend' = 'original';
  @property() heading = '';
  /** After the heading, in a quieter style. */
  @property() subheading = '';
  /** Text alternative for the picture. */
  @property() description = '';
  /** Shown instead of a picture that is not ready yet. */
  @property() placeholder = '';
  /** Shown over the picture: why there is nothing to see in it. */
  @property() remark = '';
  /** A newer picture is on its way. */
  @property({ type: Boolean }) busy = false;
  /** Size of the picture itself, in its own pixels. */
  @property({ attribute: false }) picture: Size | undefined;
  /** Transferred to the canvas, except for the original, which its owner keeps. */
  @property({ attribute: false }) bitmap: ImageBitmap | undefined;
  @property({ attribute: false }) marks: readonly BoxMark[] = [];
  /** The point that is marked in it, and the part that is shown. */
  @property({ attribute: false }) inspected: Inspected = uninspected;

  /** Width of the fitted picture in CSS pixels. */
  @state() private cssWidth = 0;
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  @query('.fit') private readonly fit!: HTMLElement;

  readonly #observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.#measured(entry.contentRect.width);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#observer.observe(this.fit);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  protected override firstUpdated(): void {
    this.#observer.observe(this.fit);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('bitmap')) this.#draw();
    if (changed.has('picture') || changed.has('inspected')) this.#announceSize();
  }

  #measured(width: number): void {
    // While a page is laid out anew, it may be as narrow as its styles allow: a painting of one pixel helps nobody.
    if (width <= narrowest) return;
    this.cssWidth = width;
    this.#announceSize();
  }

  #announceSize(): void {
    if (this.picture === undefined || this.cssWidth === 0) return;
    // Painted anew only when it is twice as large.
    const enlarged = 2 ** Math.ceil(Math.log2(this.inspected.zoom.scale));
    const size = paintSize(this.picture, this.cssWidth * enlarged, window.devicePixelRatio);
    emit(this, 'cam-lens-size', { show: this.show, size });
  }

  readonly #gestures = new PointerGestures();

  readonly #onPointer = (event: PointerEvent): void => {
    if (event.type === 'pointerdown') this.fit.setPointerCapture(event.pointerId);
    this.#inspect(this.#gestures.afterPointer(event, this.fit.getBoundingClientRect(), this.inspected));
  };

  readonly #onWheel = {
    passive: false,
    handleEvent: (event: WheelEvent): void => {
      const inspected = this.#gestures.afterWheel(event, this.fit.getBoundingClientRect(), this.inspected);
      if (inspected !== undefined) event.preventDefault();
      this.#inspect(inspected);
    },
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isShortcut(event)) return;
    const inspected = afterKey(event, this.inspected);
    if (inspected !== undefined) event.preventDefault();
    this.#inspect(inspected);
  };

  #inspect(inspected: Inspected | undefined): void {
    if (inspected !== undefined && this.bitmap !== undefined) emit(this, 'cam-lens-inspect', inspected);
  }

  #draw(): void {
    const { bitmap, canvas } = this;
    if (bitmap === undefined) return;
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    // Drawn once and kept in memory, where it survives the loss of a GPU.
    if (this.show === 'original') canvas.getContext('2d', { willReadFrequently: true })?.drawImage(bitmap, 0, 0);
    else canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
  }

  protected override render(): TemplateResult {
    const { bitmap, picture, cssWidth } = this;
    const { width, height } = picture ?? { width: 4, height: 3 };
    const shown = bitmap !== undefined;
    const { point, zoom } = this.inspected;
    const [left, top] = zoom.corner;
    return html`<figure>
      <div class="frame ${shown ? 'shown' : ''} ${this.busy ? 'busy' : ''}" part="frame" aria-busy=${this.busy}>
        <div
          class="fit ${zoom.scale > 1 ? 'enlarged' : ''}"
          role="group"
          aria-label="${this.heading}: arrow keys read values, + and − zoom"
          tabindex=${shown ? 0 : -1}
          .style=${`--width: ${width}; --height: ${height}; --scale: ${zoom.scale}; --left: ${left}; --top: ${top}`}
          @keydown=${this.#onKey}
          @pointerdown=${this.#onPointer}
          @pointermove=${this.#onPointer}
          @pointerup=${this.#onPointer}
          @pointercancel=${this.#onPointer}
          @pointerleave=${this.#onPointer}
          @wheel=${this.#onWheel}
        >
          <div class="whole">
            <canvas
              part="canvas"
              role="img"
              aria-label=${this.description}
              .style=${shown ? '' : 'visibility: hidden'}
            ></canvas>
            ${
              shown && picture !== undefined && cssWidth > 0 && this.marks.length > 0
                ? html`<svg viewBox="0 0 ${width} ${height}" role="group" aria-label="Boxes">
                    ${boxOverlay(this.marks, picture, width / (cssWidth * zoom.scale))}
                  </svg>`
                : ''
            }
            ${shown ? pointMark(point) : ''}
          </div>
        </div>
        ${shown ? '' : html`<div class="note">${this.placeholder}</div>`}
        ${this.remark !== '' && shown ? html`<div class="note over">${this.remark}</div>` : ''}
      </div>
      <figcaption>
        <h2 title=${this.subheading}>${this.heading} <small>${this.subheading}</small></h2>
        <slot></slot>
      </figcaption>
    </figure>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-view': CamLensView;
  }
}
