import { css, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { valueKinds, type LayerValueKind } from './channels.ts';
import type { ListedLayer } from './every-layer.ts';
import type { LayerStatistics } from './model-protocol.ts';
import { statisticsColumns } from './statistics-columns.ts';

/**
 * The layers of a model in the order in which its graph computes them, with statistics; each a button that chooses it.
 *
 * @fires cam-lens-change - another `layer`
 */
export class CamLensLayerTable extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    tableStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .scroll {
        position: relative;
        overflow: auto;
        height: 420px;
        /* Room for the outline of a focused row. */
        padding: 0 3px;
      }
      table {
        --gap: 14px;
        font-size: var(--small);
      }
      thead th {
        position: sticky;
        top: 0;
        z-index: 1;
        background: var(--surface);
      }
      th,
      td {
        padding-top: 3px;
        padding-bottom: 3px;
        vertical-align: baseline;
      }
      th:nth-child(2),
      td:nth-child(2) {
        text-align: start;
      }
      button {
        max-width: 30ch;
        padding: 3px 8px;
        border: 1px solid transparent;
        border-radius: 6px;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        white-space: normal;
        overflow-wrap: break-word;
        cursor: pointer;
      }
      button:hover {
        background: var(--tint);
      }
      button[aria-pressed='true'] {
        background: var(--tint);
        border-color: var(--accent);
        font-weight: 600;
      }
      @media (forced-colors: active) {
        button[aria-pressed='true'] {
          outline: 2px solid Highlight;
          outline-offset: -2px;
        }
      }
      .refusal {
        text-align: start;
        white-space: normal;
        min-width: 28ch;
        color: var(--warn);
      }
    `,
  ];

  @property({ attribute: false }) layers: readonly ListedLayer[] = [];
  /** By name. */
  @property({ attribute: false }) statistics: ReadonlyMap<string, LayerStatistics> = new Map();
  /** Whose statistics. */
  @property() kind: LayerValueKind = 'activations';
  /** The chosen one. */
  @property() layer = '';

  @query('.scroll') private readonly scroller!: HTMLElement | null;
  @query('[aria-pressed="true"]') private readonly chosen!: HTMLElement | null;

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('layer') || changed.has('layers')) this.#reveal();
  }

  /** The chosen row comes into sight; the page stays where it is. */
  #reveal(): void {
    const row = this.chosen?.closest('tr');
    const { scroller } = this;
    if (row === undefined || row === null || scroller === null) return;
    const [top, height] = [row.offsetTop, row.offsetHeight];
    const isSeen = top >= scroller.scrollTop + height && top + height <= scroller.scrollTop + scroller.clientHeight;
    if (!isSeen) scroller.scrollTop = top - (scroller.clientHeight - height) / 2;
  }

  #cells(name: string): TemplateResult {
    const statistics = this.statistics.get(name);
    if (statistics === undefined) return html`<td colspan=${statisticsColumns.length}></td>`;
    if ('refusal' in statistics)
      return html`<td class="refusal" colspan=${statisticsColumns.length}>${statistics.refusal}</td>`;
    return html`${statisticsColumns.map(({ text }) => html`<td>${text(statistics[this.kind])}</td>`)}`;
  }

  #row(layer: ListedLayer): TemplateResult {
    const { name, value, operator } = layer;
    return html`<tr>
      <th scope="row">
        <button
          type="button"
          aria-pressed=${name === this.layer}
          title=${name === value ? '' : `Value of the graph: ${value}`}
          @click=${() => emit(this, 'cam-lens-change', { layer: name })}
        >
          ${name}
        </button>
      </th>
      <td>${operator}</td>
      <td>${shapeInWords(layer)}</td>
      ${this.#cells(name)}
    </tr>`;
  }

  protected override render(): TemplateResult {
    const count = this.layers.length;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">
        ${count === 0 ? 'Layers' : `${count} ${count === 1 ? 'layer' : 'layers'}, in the order in which they are computed`}
      </h2>
      <p class="quiet">
        Maps with more than one position between the picture and the logits. Of values that are computed from one
        another position by position (convolution, normalisation, ReLU), the last is listed.
      </p>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col">Operator</th>
              <th scope="col" title="Channels, height and width">C × H × W</th>
              ${statisticsColumns.map(
                ({ title, meaning }) =>
                  html`<th scope="col" title=${`${meaning}, ${valueKinds[this.kind].toLowerCase()}`}>${title}</th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${this.layers.map((layer) => this.#row(layer))}
          </tbody>
        </table>
      </div>
    </section>`;
  }
}

/** "64 × 112 × 112"; what is not known is a question mark. */
export function shapeInWords({ channels, height, width }: Pick<ListedLayer, 'channels' | 'height' | 'width'>): string {
  return [channels, height, width].map((size) => size ?? '?').join(' × ');
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-layer-table': CamLensLayerTable;
  }
}
