import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { RunHead } from '../../runs/kept-run.ts';
import { emit } from '../shared/events.ts';
import { html, repeat } from '../shared/html.ts';
import { boxStyles } from '../shared/styles/boxes.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { gridLayout, sizes } from './cam-lens-picture-grid.styles.ts';
import { gridWindow, movedBy, type GridShape } from './grid-window.ts';
import type { PictureRow } from './picture-rows.ts';
import { iouWords, pictureTile, tileStyles } from './picture-tile.ts';
import type { RunMethod } from './run-methods.ts';
import { SmallCopies } from './small-copies.ts';

/** The cells in the document, half-open. */
interface ShownCells {
  readonly columns: number;
  readonly first: number;
  readonly end: number;
}

/**
 * Any number of pictures as a grid of which only the cells in view are in the document. Arrow keys, Page Up and Down, Home
 * and End move; the space bar selects, Enter explains.
 */
export class CamLensPictureGrid extends LitElement {
  static override readonly styles = [tokens, boxStyles, tileStyles, gridLayout];

  @property({ attribute: false }) rows: readonly PictureRow[] = [];
  @property({ attribute: false }) head: RunHead | undefined;
  @property({ attribute: false }) methods: readonly RunMethod[] = [];
  /** Ids; the event `cam-lens-pick` requests a change. */
  @property({ attribute: false }) selected: ReadonlySet<string> = new Set();
  /** What was given on this visit; small copies are made of loose files and of those in uncompressed archives. */
  @property({ attribute: false }) files: readonly NamedFile[] = [];

  /** Of the cell that the keyboard is at. */
  @state() private at = 0;
  @state() private scrolled = 0;
  @state() private width = 0;
  @query('[role=grid]') private readonly grid!: HTMLElement;
  @query('.ruler') private readonly ruler!: HTMLElement;

  readonly #copies = new SmallCopies(() => this.requestUpdate());
  readonly #sized = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.width = entry.contentRect.width;
  });
  /** Whether the cell at `at` takes the focus once it is in the document. */
  #focuses = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sized.disconnect();
    this.#copies.destroy();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#sized.observe(this.ruler);
  }

  protected override firstUpdated(): void {
    this.#sized.observe(this.ruler);
  }

  get #shape(): GridShape {
    const least = this.width < 3 * sizes.cell ? sizes.narrow : sizes.cell;
    const columns = Math.max(1, Math.floor((this.width + sizes.gap) / (least + sizes.gap)));
    const cell = (this.width - (columns - 1) * sizes.gap - 6) / columns;
    const rowHeight = Math.max(1, Math.round(cell * 0.75) + sizes.caption + sizes.gap);
    return { count: this.rows.length, columns, rowHeight };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('files')) this.#copies.give(this.files);
    // Other columns make other rows, and the cell with the focus is made anew.
    if ((changed as ReadonlyMap<PropertyKey, unknown>).has('width'))
      this.#focuses ||= this.shadowRoot?.activeElement != null;
    if (changed.has('rows')) this.at = Math.max(0, Math.min(this.at, this.rows.length - 1));
  }

  protected override updated(changed: PropertyValues<this>): void {
    const shape = this.#shape;
    const { rows, first, end, top, height } = this.#window(shape);
    const lengths = {
      '--grid-height': `${Math.min(sizes.grid, Math.max(height, 1))}px`,
      ...{ '--whole': `${height}px`, '--top': `${top}px`, '--row': `${shape.rowHeight}px` },
      '--columns': String(shape.columns),
    };
    for (const [name, value] of Object.entries(lengths)) this.grid.style.setProperty(name, value);
    if (changed.has('rows') && this.grid.scrollTop > rows * shape.rowHeight) this.grid.scrollTop = 0;
    this.#copies.want(this.rows.slice(first, end).map(({ record }) => record));
    if (!this.#focuses) return;
    this.#focuses = false;
    this.renderRoot.querySelector<HTMLElement>(`[data-at="${this.at}"]`)?.focus();
  }

  #window(shape: GridShape) {
    return gridWindow(shape, this.scrolled, Math.min(sizes.grid, innerHeight * 0.8));
  }

  #key(event: KeyboardEvent): void {
    const shape = this.#shape;
    const row = this.rows[this.at];
    if (event.key === ' ' && row !== undefined) this.#pick(row);
    else if (event.key === 'Enter') this.#cell()?.querySelector('a')?.click();
    else {
      const seen = Math.floor(this.grid.clientHeight / shape.rowHeight);
      const next = movedBy(event.key, this.at, shape, seen);
      if (next === undefined) return;
      this.#go(next, shape);
    }
    event.preventDefault();
  }

  #go(next: number, { columns, rowHeight }: GridShape): void {
    this.at = next;
    this.#focuses = true;
    const top = Math.floor(next / columns) * rowHeight;
    const { scrollTop, clientHeight } = this.grid;
    if (top < scrollTop) this.grid.scrollTop = top;
    else if (top + rowHeight > scrollTop + clientHeight) this.grid.scrollTop = top + rowHeight - clientHeight;
    this.scrolled = this.grid.scrollTop;
    this.requestUpdate();
  }

  #cell(): Element | null {
    return this.renderRoot.querySelector(`[data-at="${this.at}"]`);
  }

  #pick({ record: { id } }: PictureRow): void {
    emit(this, 'cam-lens-pick', { id, selected: !this.selected.has(id) });
  }

  #caption(row: PictureRow, head: RunHead): TemplateResult {
    const { record, trueClass, predictedClass } = row;
    const ious = iouWords({ record, head, methods: this.methods });
    const taken = record.class === record.predicted ? '' : `taken for ${predictedClass}`;
    return html`<div class="caption">
      <div class="first">
        <strong title=${trueClass}>${trueClass}</strong>
        <input
          class="pick"
          type="checkbox"
          tabindex="-1"
          aria-label=${`Select ${record.id}`}
          .checked=${this.selected.has(record.id)}
          @change=${() => this.#pick(row)}
        />
      </div>
      <span title=${taken}>${taken === '' ? 'right' : taken}</span>
      <span title=${ious}>${ious}</span>
      <span class="soft" title=${record.path ?? record.id}>${record.id}</span>
    </div>`;
  }

  #gridCell(row: PictureRow, at: number, { columns, first, end }: ShownCells, head: RunHead): TemplateResult {
    const { record } = row;
    // Something in view can always be reached.
    const tabAt = this.at >= first && this.at < end ? this.at : first;
    const isSelected = this.selected.has(record.id);
    const unseen = this.#copies.expects(record)
      ? 'Loading …'
      : 'The file is in a compressed or damaged archive, or was not given on this visit.';
    const shown = { record, head, methods: this.methods };
    return html`<div
      role="gridcell"
      data-at=${at}
      data-picture=${record.id}
      aria-colindex=${(at % columns) + 1}
      aria-selected=${isSelected ? 'true' : 'false'}
      tabindex=${at === tabAt ? '0' : '-1'}
      @focusin=${() => (this.at = at)}
    >
      ${pictureTile(shown, this.#copies.of(record.id) ?? {}, unseen, false)} ${this.#caption(row, head)}
    </div>`;
  }

  protected override render(): TemplateResult {
    const { head } = this;
    const shape = this.#shape;
    const { rows, first, end } = this.#window(shape);
    const { columns } = shape;
    const starts = Array.from({ length: Math.ceil((end - first) / columns) }, (_, i) => first + i * columns);
    // Keyed, so that the focus stays at its picture while others scroll past.
    const lines = repeat(
      head === undefined ? [] : starts,
      (start) => `${start} ${columns}`,
      (start) =>
        html`<div role="row" aria-rowindex=${start / columns + 1}>
          ${this.rows
            .slice(start, Math.min(end, start + columns))
            .map((row, i) => this.#gridCell(row, start + i, { columns, first, end }, head!))}
        </div>`,
    );
    return html`<div
      role="grid"
      aria-label="All pictures"
      aria-rowcount=${rows}
      aria-colcount=${columns}
      aria-multiselectable="true"
      @scroll=${() => (this.scrolled = this.grid.scrollTop)}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
    >
      <div class="ruler" role="presentation"></div>
      <div class="whole" role="presentation"></div>
      <div class="window" role="presentation">${lines}</div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-picture-grid': CamLensPictureGrid;
  }
}
