import { css, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { RunHead } from '../../runs/kept-run.ts';
import { emit, type CamLensEvents } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { download } from '../shared/save-blend.ts';
import { button } from '../shared/styles/button.ts';
import { card } from '../shared/styles/card.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { PictureRows, type PictureRow } from './picture-rows.ts';
import { PictureTags } from './picture-tags.ts';
import { readViewLink, verdicts, viewed, viewLink, type RowView, type RightOrWrong } from './row-view.ts';
import { count } from './run-words.ts';
import { selectionFiles, type SelectionFileKind } from './selection-files.ts';

const verdictTitles = {
  any: 'Right or wrong',
  right: 'Right class',
  wrong: 'Wrong class',
} as const satisfies Readonly<Record<RightOrWrong, string>>;

/** Properties that determine which pictures are shown. */
const shownBy = ['head', 'known', 'view'];

/** All pictures of a run: searched, filtered, sorted, tagged, and exported as lists. */
export class CamLensAllPictures extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    card,
    controlStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px 10px;
        margin-bottom: 12px;
      }
      label {
        display: grid;
        gap: 3px;
        min-width: 0;
        font-size: 0.75rem;
        color: var(--soft);
      }
      label > * {
        color: var(--ink);
      }
      select {
        max-width: min(100%, 260px);
      }
      .short {
        width: 84px;
      }
      @media (max-width: 480px) {
        label {
          flex: 1 1 128px;
        }
        label select,
        label .field {
          width: 100%;
          max-width: 100%;
        }
      }
      [role='status'] {
        margin: 0 0 8px;
        font-size: 0.875rem;
      }
    `,
  ];

  @property({ attribute: false }) head: RunHead | undefined;
  /** Grows during a run; new ones are shown when `known` changes. */
  @property({ attribute: false }) records: readonly PictureRecord[] = [];
  /** Their number. */
  @property({ type: Number }) known = 0;
  @property({ attribute: false }) files: readonly NamedFile[] = [];
  /** What is shown, as the fragment of an address: see `readViewLink`. */
  @property() link = '';

  @state() private view: RowView = readViewLink('');
  @state() private selected: ReadonlySet<string> = new Set();
  @state() private shown: readonly PictureRow[] = [];
  @query('[name=tagged]') private readonly tagField!: HTMLInputElement;

  #rows: PictureRows | undefined;
  #tags: PictureTags | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('link') && this.link !== viewLink(this.view)) this.view = readViewLink(this.link);
    if (changed.has('head')) {
      this.#rows = this.head && new PictureRows(this.head);
      this.#tags = this.head && new PictureTags(this.head, storage());
      this.selected = new Set();
    }
    if (changed.has('head') || changed.has('known')) this.#rows?.take(this.records);
    if (shownBy.some((name) => (changed as ReadonlyMap<PropertyKey, unknown>).has(name))) this.#show();
  }

  #show(): void {
    const rows = this.#rows;
    this.shown = rows === undefined ? [] : viewed(rows.rows, this.view, rows.columns, this.#tags?.tagged ?? new Map());
  }

  #change(change: Partial<RowView>): void {
    this.view = { ...this.view, ...change };
    emit(this, 'cam-lens-link', { link: viewLink(this.view), isStep: false });
  }

  #pick({ id, selected }: CamLensEvents['cam-lens-pick']): void {
    const ids = new Set(this.selected);
    if (selected) ids.add(id);
    else ids.delete(id);
    this.selected = ids;
  }

  /** The selected pictures; all shown ones if none is selected. */
  #chosen(): readonly PictureRow[] {
    return this.selected.size === 0
      ? this.shown
      : (this.#rows?.rows.filter(({ record }) => this.selected.has(record.id)) ?? []);
  }

  #tag(change: 'add' | 'remove'): void {
    const tag = this.tagField.value.trim();
    if (tag === '') return this.tagField.focus();
    this.#tags?.[change](
      tag,
      this.#chosen().map(({ record }) => record.id),
    );
    this.#show();
  }

  #save(kind: SelectionFileKind): void {
    if (this.head === undefined || this.#rows === undefined) return;
    const { name, make } = selectionFiles[kind];
    download(make(this.#chosen(), { head: this.head, all: this.#rows.rows }), name);
  }

  #filters(rows: PictureRows): TemplateResult {
    const { view } = this;
    const classes = [...new Set(rows.rows.map(({ trueClass }) => trueClass))].sort((a, b) => a.localeCompare(b, 'en'));
    const tags = [...(this.#tags?.tagged.keys() ?? [])];
    const number = (name: 'least' | 'most', title: string): TemplateResult =>
      html`<label
        >${title}<input
          class="field short"
          type="number"
          step="any"
          name=${name}
          .value=${String(view[name] ?? '')}
          ?disabled=${view.by === 'id'}
          @input=${({ target }: Event) => {
            const { value } = target as HTMLInputElement;
            this.#change({ [name]: value === '' ? null : Number(value) });
          }}
      /></label>`;
    return html`<div class="bar" role="group" aria-label="Filter and sort">
      <label
        >Search<input
          class="field"
          type="search"
          name="text"
          placeholder="file or class"
          .value=${view.text}
          @input=${({ target }: Event) => this.#change({ text: (target as HTMLInputElement).value })}
      /></label>
      ${select('class', 'True class', [['', 'All classes'], ...classes.map((name) => [name, name] as const)], view.class, (value) => this.#change({ class: value }))}
      ${select(
        'verdict',
        'Prediction',
        verdicts.map((verdict) => [verdict, verdictTitles[verdict]] as const),
        view.verdict,
        (value) => this.#change({ verdict: verdicts.find((verdict) => verdict === value) ?? 'any' }),
      )}
      ${
        tags.length === 0 && view.tag === ''
          ? ''
          : select('tag', 'Tag', [['', 'All tags'], ...tags.map((tag) => [tag, tag] as const)], view.tag, (value) =>
              this.#change({ tag: value }),
            )
      }
      ${select(
        'by',
        'Sort by',
        [['id', 'Name'], ...rows.values.map(({ key, title }) => [key, title] as const)],
        view.by,
        (value) => this.#change({ by: value, least: null, most: null }),
      )}
      ${select(
        'order',
        'Order',
        [
          ['false', 'Ascending'],
          ['true', 'Descending'],
        ],
        String(view.isDescending),
        (value) => this.#change({ isDescending: value === 'true' }),
      )}
      ${number('least', 'From')} ${number('most', 'To')}
    </div>`;
  }

  #actions(): TemplateResult {
    const chosen = this.#chosen().length;
    const isNone = chosen === 0;
    const whose = this.selected.size === 0 ? 'shown' : 'selected';
    const kinds = Object.entries(selectionFiles) as [SelectionFileKind, (typeof selectionFiles)[SelectionFileKind]][];
    return html`<div class="bar" role="group" aria-label=${`With the ${count(chosen, 'picture')} ${whose}`}>
      <label>Tag<input class="field short" name="tagged" maxlength="40" /></label>
      <button type="button" class="button" data-tag="add" ?disabled=${isNone} @click=${() => this.#tag('add')}>
        Add the tag
      </button>
      <button type="button" class="button" data-tag="remove" ?disabled=${isNone} @click=${() => this.#tag('remove')}>
        Remove the tag
      </button>
      ${kinds.map(
        ([kind, { title }]) =>
          html`<button
            type="button"
            class="button"
            data-selection=${kind}
            ?disabled=${isNone}
            @click=${() => this.#save(kind)}
          >
            ${title}
          </button>`,
      )}
      ${
        this.selected.size === 0
          ? ''
          : html`<button type="button" class="button" data-clear @click=${() => (this.selected = new Set())}>
              Clear the selection
            </button>`
      }
    </div>`;
  }

  protected override render(): TemplateResult {
    const rows = this.#rows;
    if (rows === undefined) return html``;
    const selected = this.selected.size === 0 ? '' : `, ${this.selected.size.toLocaleString('en')} selected`;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">All pictures</h2>
      ${this.#filters(rows)} ${this.#actions()}
      <p role="status">
        ${this.shown.length.toLocaleString('en')} of ${count(rows.rows.length, 'picture')} shown${selected}
      </p>
      <cam-lens-picture-grid
        .rows=${this.shown}
        .head=${this.head}
        .methods=${rows.methods}
        .selected=${this.selected}
        .files=${this.files}
        @cam-lens-pick=${({ detail }: CustomEvent<CamLensEvents['cam-lens-pick']>) => this.#pick(detail)}
      ></cam-lens-picture-grid>
    </section>`;
  }
}

/** @param options values and titles */
function select(
  name: string,
  title: string,
  options: readonly (readonly [value: string, title: string])[],
  chosen: string,
  onChange: (value: string) => void,
): TemplateResult {
  // What an address asks for, or what was there before, can be chosen away even if nothing has it.
  const all = options.some(([value]) => value === chosen) ? options : [...options, [chosen, chosen] as const];
  return html`<label
    >${title}<select name=${name} @change=${({ target }: Event) => onChange((target as HTMLSelectElement).value)}>
      ${all.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
    </select></label
  >`;
}

/** Undefined if the browser forbids it. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-all-pictures': CamLensAllPictures;
  }
}
