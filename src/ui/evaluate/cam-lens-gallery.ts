import { css, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { explanationOf, type PictureRecord } from '../../evaluation/record.ts';
import { bestIou } from '../../evaluation/iou.ts';
import { boxStyle } from '../../pipeline/recipe/box-colours.ts';
import type { BoxMark } from '../shared/box-marks.ts';
import { boxOverlay } from '../shared/box-overlay.ts';
import type { GalleryPictures } from './gallery-pictures.ts';
import { keyOf } from './gallery.ts';
import { html, svg } from '../shared/html.ts';
import type { RunMethod } from './run-methods.ts';
import { handOverLink, type HandOver } from '../shared/hand-over.ts';
import type { RunHead } from '../../runs/kept-run.ts';
import { boxStyles } from '../shared/styles/boxes.ts';
import { card } from '../shared/styles/card.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** Of a tile in CSS pixels, near enough for lines and labels to keep their size. */
const tile = { width: 220, height: 165 };

/** Pictures worth a look, small, with the boxes found and the true ones; each a link to its explanation. */
export class CamLensGallery extends LitElement {
  static override readonly styles = [
    tokens,
    boxStyles,
    card,
    controlStyles,
    css`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 20px;
        margin-bottom: 14px;
      }
      h2 {
        margin: 0;
      }
      /* Long titles must not widen the page. */
      .top label {
        min-width: 0;
        max-width: 100%;
      }
      select {
        max-width: 100%;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 190px), 1fr));
        gap: 16px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .tile {
        --box-line: 2px;
        position: relative;
        display: block;
        aspect-ratio: 4 / 3;
        border-radius: 6px;
        background: var(--well);
        overflow: hidden;
      }
      a.tile:hover {
        box-shadow: 0 0 0 2px var(--accent);
      }
      .tile img,
      .tile svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        object-fit: contain;
      }
      .tile p {
        position: absolute;
        inset: auto 8px 8px;
        color: var(--soft);
        font-size: 0.75rem;
        text-align: center;
      }
      @media (max-width: 480px) {
        ul {
          grid-template-columns: repeat(2, minmax(0, 1fr));
          gap: 12px;
        }
      }
      figure {
        margin: 0;
      }
      figcaption {
        margin-top: 6px;
        font-size: 0.75rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) pictures: GalleryPictures | undefined;
  @property({ attribute: false }) head: RunHead | undefined;
  /** Changes with every record: the gallery itself stays the same object. */
  @property({ type: Number }) records = 0;

  @state() private shown = 0;

  #marks(record: PictureRecord, { settings }: RunHead, drawn: readonly RunMethod[]): readonly BoxMark[] {
    const truths = record.boxes.map((box, i): BoxMark => ({
      key: `truth:${i}`,
      title: 'True',
      box,
      stroke: boxStyle('truth'),
    }));
    const found = drawn.flatMap(({ name, title }): BoxMark[] => {
      const explanation = explanationOf(record, keyOf(record, name, settings));
      if (explanation === undefined) return [];
      const { box } = explanation;
      return [{ key: name, title, box, iou: bestIou(box, record.boxes) ?? 0, stroke: boxStyle(name) }];
    });
    return [...truths, ...found];
  }

  #handOver(record: PictureRecord, { settings }: RunHead, [first]: readonly RunMethod[], address: string): HandOver {
    const { methods, layer, source, size } = settings;
    const name = (record.path ?? record.id).split('/').at(-1) ?? record.id;
    const explained = source === 'true' ? record.class : 'predicted';
    return {
      ...{ address, name, truths: record.boxes, methods, layer, size },
      ...{ class: explained, convention: first?.convention ?? 'paper' },
    };
  }

  #tile(
    record: PictureRecord,
    head: RunHead,
    methods: readonly RunMethod[],
    pictures: GalleryPictures,
  ): TemplateResult {
    const { width, height, id } = record;
    const marks = this.#marks(record, head, methods);
    const thumbnail = pictures.gallery.thumbnailOf(id);
    const address = pictures.addressOf(id);
    const nameOf = (index: number): string => head.info.classes[index] ?? `class ${index}`;
    const values = marks.flatMap(({ title, iou }) => (iou === undefined ? [] : [`${title} ${iou.toFixed(3)}`]));
    // Short labels: the IoU stands below.
    const drawn = marks.map(({ key, title, box, stroke }) => ({ key, title, box, stroke }));
    const scale = Math.max(width / tile.width, height / tile.height);
    const shown = html`${
        thumbnail === undefined
          ? html`<p>The picture itself is not at hand: its file has not been given on this visit.</p>`
          : html`<img src=${thumbnail} alt=${`${nameOf(record.class)}, ${id}`} />`
      }
      <svg viewBox="0 0 ${width} ${height}" role="group" aria-label="Boxes">
        ${svg`${boxOverlay(drawn, { width, height }, scale)}`}
      </svg>`;
    return html`<li>
      <figure data-picture=${id}>
        ${
          address === undefined
            ? html`<div class="tile">${shown}</div>`
            : html`<a
                class="tile"
                href=${handOverLink(this.#handOver(record, head, methods, address))}
                target="_blank"
                aria-label=${`Explain ${nameOf(record.class)}, ${id}, in a new tab`}
                >${shown}</a
              >`
        }
        <figcaption>
          <strong>${nameOf(record.class)}</strong>${
            record.predicted === record.class ? '' : html`, taken for ${nameOf(record.predicted)}`
          }<br />
          IoU: ${values.join(', ')}<br />
          ${id}
        </figcaption>
      </figure>
    </li>`;
  }

  protected override render(): TemplateResult {
    const { pictures, head } = this;
    if (pictures === undefined || head === undefined) return html``;
    const { gallery } = pictures;
    const list = gallery.lists[this.shown] ?? gallery.lists[0];
    return html`<section class="card" aria-labelledby="title">
      <div class="top">
        <h2 id="title">Pictures, at the default threshold</h2>
        <label
          ><span class="hidden-text">Which pictures</span>
          <select
            name="list"
            @change=${(event: Event) => (this.shown = (event.target as HTMLSelectElement).selectedIndex)}
          >
            ${gallery.lists.map(({ title }, index) => html`<option ?selected=${index === this.shown}>${title}</option>`)}
          </select>
        </label>
      </div>
      <ul>
        ${(list?.pictures.items ?? []).map((record) => this.#tile(record, head, list?.drawn ?? [], pictures))}
      </ul>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-gallery': CamLensGallery;
  }
}
