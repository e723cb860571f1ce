import { css, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { RunHead } from '../../runs/kept-run.ts';
import { html } from '../shared/html.ts';
import { boxStyles } from '../shared/styles/boxes.ts';
import { card } from '../shared/styles/card.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { tokens } from '../shared/styles/tokens.ts';
import type { GalleryPictures } from './gallery-pictures.ts';
import { iouWords, pictureTile, tileStyles, type ShownRecord } from './picture-tile.ts';

/** Thumbnails of selected pictures, with the boxes found and the true ones; each links to its explanation. */
export class CamLensGallery extends LitElement {
  static override readonly styles = [
    tokens,
    boxStyles,
    card,
    controlStyles,
    tileStyles,
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
  /** Changes with every record, because the gallery stays the same object. */
  @property({ type: Number }) records = 0;

  @state() private shown = 0;

  #tile(shown: ShownRecord, pictures: GalleryPictures): TemplateResult {
    const { record, head } = shown;
    const { id } = record;
    const nameOf = (index: number): string => head.info.classes[index] ?? `class ${index}`;
    const ious = iouWords(shown);
    const addresses = { thumbnail: pictures.gallery.thumbnailOf(id), file: pictures.addressOf(id) };
    return html`<li>
      <figure data-picture=${id}>
        ${pictureTile(shown, addresses, 'The picture is not available: its file has not been given on this visit.')}
        <figcaption>
          <strong>${nameOf(record.class)}</strong>${
            record.predicted === record.class ? '' : html`, taken for ${nameOf(record.predicted)}`
          }<br />
          ${ious}${ious === '' ? '' : html`<br />`} ${id}
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
        ${(list?.pictures.items ?? []).map((record) =>
          this.#tile({ record, head, methods: list?.drawn ?? [] }, pictures),
        )}
      </ul>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-gallery': CamLensGallery;
  }
}
