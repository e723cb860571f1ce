import { css, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { defaultModel } from '../../pipeline/model/built-in-model.ts';
import { defaultThreshold } from '../../pipeline/recipe/defaults.ts';
import type { BackendChoice, ColourMap } from '../../pipeline/types.ts';
import type { CamLensEvents } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { rawValue } from '../shared/words.ts';
import type { CamLens } from './cam-lens.ts';
import { listed, sidesOf, type ComparedSide } from './compared.ts';
import { pointMark, pointStyles } from '../shared/point-mark.ts';
import { isShortcut, movedBy, type Point } from '../shared/point.ts';
import { SpokenStrings } from '../shared/spoken-strings.ts';
import { elementStrings } from './strings.ts';

/**
 * Shows one picture explained in several ways, side by side: by several methods, at several layers, for several
 * classes. The point under the mouse, which the arrow keys move too, is marked in all of them, with the value of each
 * raw map there.
 *
 * @csspart side - one explanation with its name and value
 * @csspart value - the value of its raw map at the point
 * @cssprop --cam-lens-ink - text
 * @cssprop --cam-lens-soft - values
 * @cssprop --cam-lens-accent - the focus ring
 */
export class CamLensCompare extends LitElement {
  static override readonly styles = [
    tokens,
    pointStyles,
    css`
      :host {
        display: block;
      }
      .sides {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 160px), 1fr));
        gap: 12px;
      }
      figure {
        margin: 0;
        min-width: 0;
      }
      .picture {
        position: relative;
        cursor: crosshair;
      }
      figcaption {
        padding-top: 6px;
        font-size: var(--small);
      }
      figcaption span {
        display: block;
        min-height: 1.45em;
        color: var(--soft);
      }
    `,
  ];

  /** URL of the picture; if cross-origin, it must allow this page to read it (CORS). */
  @property({ reflect: true, useDefault: true }) src = '';
  /** Text alternative for the picture. */
  @property({ reflect: true, useDefault: true }) alt = '';
  /** Width of the picture in pixels, as of `<img>`: with `height`, its room is kept until it is loaded. */
  @property({ type: Number, reflect: true, useDefault: true }) width = 0;
  /** Height of the picture in pixels. */
  @property({ type: Number, reflect: true, useDefault: true }) height = 0;
  /** URL of the model's description. */
  @property({ reflect: true, useDefault: true }) model: string = defaultModel;
  /** Names of methods, separated by commas. */
  @property({ reflect: true, useDefault: true }) methods = 'cam, grad-cam';
  /** Names of layers, separated by commas; empty: the model's default. */
  @property({ reflect: true, useDefault: true }) layers = '';
  /** Classes as in `target` of `<cam-lens>`, separated by semicolons. */
  @property({ reflect: true, useDefault: true }) targets = 'predicted';
  /** Threshold of the boxes, 0…1. */
  @property({ type: Number, reflect: true, useDefault: true }) threshold: number = defaultThreshold;
  /** Opacity of the colours over the picture, 0…1. */
  @property({ type: Number, reflect: true, useDefault: true }) opacity = 0.5;
  /** How 0…1 is mapped to colours. */
  @property({ attribute: 'color-map', reflect: true, useDefault: true }) colorMap: ColourMap = 'viridis';
  /** Draws the box of the largest component. */
  @property({ type: Boolean, reflect: true, useDefault: true }) boxes = false;
  /** Where to run. */
  @property({ reflect: true, useDefault: true }) backend: BackendChoice = 'auto';
  /** As in `<cam-lens>`. */
  @property({ reflect: true, useDefault: true }) loading: 'auto' | 'lazy' | 'eager' = 'auto';

  /** As fractions of width and height. */
  @state() private point: Point | undefined;
  /** Of methods, by name, once they have explained. */
  @state() private titles: ReadonlyMap<string, string> = new Map();

  readonly #spoken = new SpokenStrings(this, elementStrings);

  get #lenses(): readonly CamLens[] {
    return [...this.renderRoot.querySelectorAll<CamLens>('cam-lens')];
  }

  readonly #onMove = (event: PointerEvent): void => {
    const { left, top, width, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (width > 0 && height > 0) this.point = [(event.clientX - left) / width, (event.clientY - top) / height];
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const moved = isShortcut(event) ? undefined : movedBy(event.key, this.point);
    if (moved === undefined) return;
    event.preventDefault();
    this.point = moved === 'away' ? undefined : moved;
  };

  readonly #onExplain = ({ target, detail }: CustomEvent<CamLensEvents['cam-lens-explain']>): void => {
    this.titles = new Map([...this.titles, [(target as CamLens).method, detail.methodTitle]]);
  };

  protected override render(): TemplateResult {
    const { strings } = this.#spoken;
    const [methods, layers, targets] = [listed(this.methods, ','), listed(this.layers, ','), listed(this.targets, ';')];
    const sides = sidesOf(methods, layers, targets, this.titles);
    const values = this.#lenses.map((lens) => (this.point === undefined ? undefined : lens.valueAt(...this.point)));
    const read = sides.flatMap(({ name }, index) => {
      const value = values[index];
      return value === undefined ? [] : [`${name} ${rawValue(value)}`];
    });
    return html`<div
        class="sides"
        role="group"
        tabindex="0"
        aria-label=${strings.compared(this.alt === '' ? strings.picture : this.alt)}
        @keydown=${this.#onKey}
        @pointerleave=${() => (this.point = undefined)}
        @cam-lens-explain=${this.#onExplain}
      >
        ${sides.map((side, index) => this.#side(side, values[index]))}
      </div>
      <p class="hidden-text" role="status">${read.join(', ')}</p>`;
  }

  #side({ name, method, layer, target }: ComparedSide, value: number | undefined): TemplateResult {
    const { src, alt, width, height, model, threshold, opacity, colorMap, boxes, backend, loading, point } = this;
    return html`<figure part="side">
      <div class="picture" @pointermove=${this.#onMove}>
        <cam-lens
          .src=${src}
          .alt=${alt}
          .width=${width}
          .height=${height}
          .model=${model}
          .method=${method}
          .layer=${layer}
          .target=${target}
          .threshold=${threshold}
          .opacity=${opacity}
          .colorMap=${colorMap}
          .boxes=${boxes}
          .backend=${backend}
          .loading=${loading}
        ></cam-lens>
        ${pointMark(point)}
      </div>
      <figcaption>${name}<span part="value">${value === undefined ? '' : rawValue(value)}</span></figcaption>
    </figure>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-compare': CamLensCompare;
  }
}
