import { css, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { ModelSummary } from '../../pipeline/model/model-files.ts';
import { normalizations } from '../../pipeline/model/normalizations.ts';
import type { PartialDescription } from '../../pipeline/model/read-description.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { layerOptions } from '../shared/layer-options.ts';
import { button } from '../shared/styles/button.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { dialogStyles } from '../shared/styles/dialog.ts';
import { tokens } from '../shared/styles/tokens.ts';

type Named = keyof typeof normalizations;

const normalizationWords: Readonly<Record<Named, string>> = {
  torch: 'PyTorch: ImageNet statistics',
  tf: 'TensorFlow: −1 to 1',
  caffe: 'Caffe: blue first, minus the mean',
  none: '0 to 1',
  bytes: '0 to 255: the network normalises',
};

/** Those possible for grey pictures: the same for all channels. */
const greyNormalizations: ReadonlySet<string> = new Set<Named>(['tf', 'none', 'bytes']);

/**
 * Accepts the visitor's own model: shows what its files say, and asks for the rest, with defaults filled in.
 *
 * @fires cam-lens-files - files were chosen
 * @fires cam-lens-model-output - another output to explain
 * @fires cam-lens-model-use - use the model
 * @fires cam-lens-model-close - cancel
 */
export class CamLensModelDialog extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    controlStyles,
    dialogStyles,
    css`
      form {
        display: grid;
        gap: 14px;
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) files: readonly File[] = [];
  /** The model's description, once it has been read. */
  @property({ attribute: false }) summary: ModelSummary | undefined;
  /** The current activity; empty if there is none. */
  @property() busy = '';
  /** Why the model cannot be used. */
  @property() fault: string | undefined;

  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('input[type=file]') private readonly input!: HTMLInputElement;
  @query('form') private readonly form!: HTMLFormElement;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open') || this.open === this.dialog.open) return;
    if (this.open) this.dialog.showModal();
    else this.dialog.close();
  }

  #choose(): void {
    const files = [...(this.input.files ?? [])];
    // Allows choosing the same file again.
    this.input.value = '';
    if (files.length > 0) emit(this, 'cam-lens-files', { files });
  }

  #use(event: Event): void {
    event.preventDefault();
    const fields = new FormData(this.form);
    const normalization = fields.get('normalization') as Named | '';
    const output = fields.get('output') as string | null;
    const size = fields.get('size') as string | null;
    const description: PartialDescription = {
      ...(size === null ? {} : { size: Number(size) }),
      defaultLayer: fields.get('layer') as string,
      ...(output === null ? {} : { logits: output }),
      ...(normalization === '' ? {} : { normalization: normalizations[normalization] }),
    };
    emit(this, 'cam-lens-model-use', description);
  }

  #assumed(what: ModelSummary['assumed'][number]): TemplateResult | '' {
    if (this.summary?.assumed.includes(what) !== true) return '';
    return html`<small>The files do not say this: check it.</small>`;
  }

  #size({ description }: ModelSummary): TemplateResult {
    const { size, height, isFixed = false } = description.input;
    const fixed = isFixed ? html`<small class="known">The graph takes no other size.</small>` : '';
    if (height !== undefined) {
      return html`<p id="sides">
        Its input is <strong>${size} × ${height}</strong> pixels, width and height. ${fixed}
      </p>`;
    }
    return html`<label class="select">
      <span> Width and height of its input in pixels ${this.#assumed('size')} ${fixed} </span>
      <input
        type="number"
        class="field"
        name="size"
        min="1"
        max="4096"
        step="1"
        required
        ?readonly=${isFixed}
        .value=${String(size)}
      />
    </label>`;
  }

  #normalization({ description, assumed }: ModelSummary): TemplateResult {
    const known = JSON.stringify(description.input.normalization);
    const isGrey = description.input.channels === 1;
    const choices = Object.entries(normalizationWords).filter(([each]) => !isGrey || greyNormalizations.has(each));
    const name = Object.entries(normalizations).find(([, each]) => JSON.stringify(each) === known)?.[0];
    return html`<label class="select">
      <span>Normalisation of the picture ${this.#assumed('normalization')}</span>
      <select name="normalization">
        ${name === undefined && !assumed.includes('normalization') ? html`<option value="">as the files say</option>` : ''}
        ${choices.map(([each, words]) => html`<option value=${each} ?selected=${each === name}>${words}</option>`)}
      </select>
    </label>`;
  }

  /** If there is a choice. */
  #output({ outputs: { explained, others } }: ModelSummary): TemplateResult | '' {
    if (others.length === 0) return '';
    const choose = (event: Event) =>
      emit(this, 'cam-lens-model-output', { output: (event.target as HTMLSelectElement).value });
    return html`<label class="select">
      <span>Output to explain</span>
      <select name="output" @change=${choose}>
        ${[explained, ...others]
          .sort()
          .map((each) => html`<option value=${each} ?selected=${each === explained}>${each}</option>`)}
      </select>
    </label>`;
  }

  #known(summary: ModelSummary): TemplateResult {
    const { description, classes, mapSizes } = summary;
    const { defaultLayer } = description;
    const layers = Object.keys(description.layers);
    const some = classes.slice(0, 3).join(', ');
    return html`<form @submit=${(event: Event) => this.#use(event)}>
      ${this.#size(summary)}
      ${description.input.channels === 1 ? html`<p id="grey">Pictures are converted to <strong>grey</strong> (one channel).</p>` : ''}
      ${this.#normalization(summary)} ${this.#output(summary)}
      <p>
        <strong>${classes.length.toLocaleString('en')} ${classes.length === 1 ? 'class' : 'classes'}</strong>:
        ${some}${classes.length > 3 ? ', …' : ''}
        ${summary.assumed.includes('classes') ? html`<small>The files name none: add a list, .json or .txt.</small>` : ''}
      </p>
      <label class="select">
        <span>
          Layer to explain first ${summary.layerNote === undefined ? '' : html`<small>${summary.layerNote}</small>`}
        </span>
        <select name="layer">
          ${layerOptions({ layers, mapSizes, defaultLayer }, defaultLayer)}
        </select>
      </label>
      <button type="submit" class="button main" ?disabled=${this.busy !== ''}>Use this model</button>
    </form>`;
  }

  protected override render(): TemplateResult {
    const { files, summary, busy, fault } = this;
    const close = () => emit(this, 'cam-lens-model-close', null);
    return html`<dialog aria-labelledby="title" @close=${close}>
      <div class="head">
        <h2 id="title">Your own model</h2>
        <button type="button" class="button" @click=${close}>Cancel</button>
      </div>
      <p>
        A classifier as an .onnx file. Add its other files, if any: external weights, class names (.json or .txt), a
        description (.json). It stays on this device.
      </p>
      <p class="files">
        <button type="button" class="button" autofocus ?disabled=${busy !== ''} @click=${() => this.input.click()}>
          ${files.length === 0 ? 'Choose files' : 'Add files'}
        </button>
        <span>${files.map(({ name }) => name).join(', ')}</span>
      </p>
      <input
        type="file"
        accept=".onnx,.json,.txt,.data,.bin,.weights"
        multiple
        hidden
        aria-label="Files of the model"
        @change=${() => this.#choose()}
      />
      <p role="status" class="busy">${busy}</p>
      ${fault === undefined ? '' : html`<p role="alert" class="fault">${fault}</p>`}
      ${summary === undefined ? '' : this.#known(summary)}
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-model-dialog': CamLensModelDialog;
  }
}
