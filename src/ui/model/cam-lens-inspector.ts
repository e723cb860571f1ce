import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { describeError } from '../../errors.ts';
import { Turns } from '../../turns.ts';
import type { ColourMap } from '../../pipeline/types.ts';
import { withNotice, type Notice } from '../explain/cam-lens-notices.ts';
import { holdsModel, isModelFile } from '../explain/own-model.ts';
import { decodeOriginal, fetchedAmong, releaseFile, takeFile } from '../explain/own-pictures.ts';
import { loadSamples, usualSamples } from '../explain/samples.ts';
import type { CamLensEvents } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { download } from '../shared/save-blend.ts';
import { button } from '../shared/styles/button.ts';
import { card } from '../shared/styles/card.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { page } from '../shared/styles/page.ts';
import { tableStyles } from '../shared/styles/table.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { percent } from '../shared/words.ts';
import { inspectorStyles } from './cam-lens-inspector.styles.ts';
import { channelsAtOnce } from './channels.ts';
import { channelsSection } from './channels-section.ts';
import { Inspecting } from './inspecting.ts';
import type { StartInspector } from './start-inspector.ts';

type Detail<Name extends keyof CamLensEvents> = CustomEvent<CamLensEvents[Name]>;

/**
 * The page for models: their layers, what a picture makes of each, channel by channel, and the model with gradients as a
 * file. Needs `start`, which loads a model.
 *
 * @attr samples - URL of the list of sample photos; the first is looked at
 */
export class CamLensInspector extends LitElement {
  static override readonly styles = [tokens, button, card, controlStyles, tableStyles, page, inspectorStyles];

  @property() samples = '';
  /** URL of the description of the page's own model. */
  @property() model = '';
  @property({ attribute: false }) start: StartInspector | undefined;

  @state() private pictures: readonly PictureSource[] = [];
  /** Samples whose list is still loading. */
  @state() private awaited = 0;
  @state() private notices: readonly Notice[] = [];
  @state() private colourMap: ColourMap = 'viridis';
  /** One range of colours for all channels. */
  @state() private isAlike = false;
  /** Of the visitor's model, if that is in use. */
  @state() private files: readonly File[] = [];
  @query('#model') private readonly input!: HTMLInputElement;

  readonly #inspecting = new Inspecting(this);
  /** Fetched pictures, one after another. */
  readonly #fetched = new Turns();
  /** The name of the page's own model. */
  #first = '';
  /** Those that were to be loaded last, used or not. */
  #attempted: readonly File[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) return;
    this.#lookAtFirst();
    void this.#load(this.files);
  }

  /** With the model, the visitor's pictures go. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pictures.forEach(releaseFile);
    this.pictures = this.pictures.filter(({ credit }) => credit !== undefined);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('start')) void this.#load([]);
    if (!this.hasUpdated && this.samples !== '') this.awaited = usualSamples;
    const { fault } = this.#inspecting;
    if (fault === undefined) return;
    this.#notify(fault);
    this.#inspecting.fault = undefined;
  }

  protected override firstUpdated(): void {
    void this.#loadSamples();
  }

  async #loadSamples(): Promise<void> {
    try {
      if (this.samples !== '') this.pictures = [...(await loadSamples(this.samples)), ...this.pictures];
    } catch (error) {
      this.#notify(describeError(error).message);
    }
    this.awaited = 0;
    this.#lookAtFirst();
  }

  #lookAtFirst(): void {
    const [first] = this.pictures;
    if (first !== undefined && this.#inspecting.source === undefined) this.#inspecting.look(first);
  }

  /** @param files of the visitor's model; none for the page's own */
  async #load(files: readonly File[]): Promise<void> {
    if (this.start === undefined) return;
    this.#attempted = files;
    const isLoaded = await this.#inspecting.load(this.start, files.length === 0 ? this.model : { files });
    if (!isLoaded) return;
    this.files = files;
    if (files.length === 0) this.#first = this.#inspecting.inspector?.facts.title ?? '';
  }

  /** Models, and files beside them, are loaded, with those given before; the rest are pictures. */
  #take(files: readonly File[]): void {
    const before = holdsModel(files) ? [] : this.#attempted;
    const isForModel = holdsModel(files) || before.length > 0;
    const ofModel = isForModel ? files.filter((file) => isModelFile(file)) : [];
    if (ofModel.length > 0) {
      void this.#load([...before.filter(({ name }) => ofModel.every((file) => file.name !== name)), ...ofModel]);
    }
    void this.#takePictures(files.filter((file) => !ofModel.includes(file)));
  }

  async #takePictures(files: readonly File[]): Promise<void> {
    let isSeen = false;
    for (const file of files) {
      const source = await takeFile(file);
      if (!(await this.#keep(source)) || isSeen) continue;
      isSeen = true;
      this.#inspecting.look(source);
    }
  }

  /** @returns false if it cannot be decoded, which is said, or comes too late */
  async #keep(source: PictureSource): Promise<boolean> {
    const fault = source.thumbnail === undefined ? await faultOf(source) : undefined;
    if (fault !== undefined) this.#notify(fault, source.name);
    const isKept = fault === undefined && this.isConnected;
    if (isKept) this.pictures = [...this.pictures, source];
    else releaseFile(source);
    return isKept;
  }

  /** A fetched picture, which may be here already. */
  async #add({ source }: CamLensEvents['cam-lens-picture']): Promise<void> {
    const shown = await fetchedAmong(this.pictures, source);
    if (this.pictures.includes(shown) || (await this.#keep(shown))) this.#select(shown);
  }

  #choose(): void {
    const files = [...(this.input.files ?? [])];
    // Allows choosing the same file again.
    this.input.value = '';
    if (files.length > 0) this.#take(files);
  }

  #select({ key }: CamLensEvents['cam-lens-select']): void {
    const source = this.pictures.find((picture) => picture.key === key);
    if (source !== undefined) this.#inspecting.look(source);
  }

  #change({ layer, class: target }: CamLensEvents['cam-lens-change']): void {
    if (layer !== undefined) this.#inspecting.choose({ layer });
    if (target !== undefined) this.#inspecting.explain(target);
  }

  async #save(): Promise<void> {
    const file = await this.#inspecting.write();
    if (file !== undefined) download(file.blob, file.name);
  }

  #notify(message: string, about?: string): void {
    this.notices = withNotice(this.notices, message, about);
  }

  /** The line under the pictures, once there is a model. */
  get #summary(): string {
    const { work, picture, source, inspector } = this.#inspecting;
    if (work !== '') return `${work} …`;
    if (source === undefined) return 'Choose a picture.';
    const [first] = picture?.classes ?? [];
    if (first === undefined || picture === undefined) return '';
    const { backend } = inspector!.facts;
    const [seen, where] = [percent(first.probability), backend.network === 'webgpu' ? 'the GPU' : 'the CPU'];
    return `The network predicts ${first.name} (${seen}), on ${where}. Gradients are of the logit of “${picture.target.name}”.`;
  }

  protected override render(): TemplateResult {
    const { inspector, progress, failure, source, picture, choice, work, target } = this.#inspecting;
    const facts = inspector?.facts;
    return html`<div
      class="page"
      @cam-lens-select=${(event: Detail<'cam-lens-select'>) => this.#select(event.detail)}
      @cam-lens-files=${(event: Detail<'cam-lens-files'>) => this.#take(event.detail.files)}
      @cam-lens-picture=${({ detail }: Detail<'cam-lens-picture'>) => void this.#fetched.take(() => this.#add(detail))}
      @cam-lens-change=${(event: Detail<'cam-lens-change'>) => this.#change(event.detail)}
      @cam-lens-more=${() => this.#inspecting.choose({ count: choice.count + channelsAtOnce })}
      @cam-lens-model-open=${() => this.input.click()}
      @cam-lens-model-back=${() => void this.#load([])}
      @cam-lens-retry=${() => void this.#load(this.#attempted)}
      @cam-lens-dismiss=${({ detail }: Detail<'cam-lens-dismiss'>) =>
        (this.notices = this.notices.filter(({ key }) => key !== detail.key))}
    >
      <cam-lens-masthead page="model">
        <div class="bar">
          <cam-lens-model
            name=${facts?.title ?? ''}
            first=${this.files.length === 0 ? '' : this.#first}
          ></cam-lens-model>
          <cam-lens-theme></cam-lens-theme>
        </div>
        <p slot="intro">
          What a network computes at the layers that can be explained: its activations for a picture, the gradients of a
          class there, and statistics of both. Drop an .onnx file, with class names or a description beside it if there
          are any; it stays on this device.
        </p>
      </cam-lens-masthead>
      <input
        id="model"
        type="file"
        accept=".onnx,.json,.txt,.data,.bin,.weights"
        multiple
        hidden
        aria-label="Files of the model"
        @change=${() => this.#choose()}
      />
      <main>
        <cam-lens-sample-strip .pictures=${this.pictures} .awaited=${this.awaited} .selected=${source?.key}>
          <cam-lens-dropzone label="A photo of your own"></cam-lens-dropzone>
        </cam-lens-sample-strip>
        <cam-lens-progress
          .progress=${progress}
          .failure=${failure}
          .message=${this.#summary}
          ?ready=${inspector !== undefined && progress === undefined}
          ?busy=${work !== ''}
        ></cam-lens-progress>
        ${
          (facts?.notes.length ?? 0) === 0
            ? ''
            : html`<ul class="notes quiet">
                ${facts?.notes.map((note) => html`<li>${note}</li>`)}
              </ul>`
        }
        <div class="sides">
          <cam-lens-layer-table
            .layers=${facts?.layers ?? []}
            .statistics=${picture?.statistics ?? new Map()}
            .kind=${choice.kind}
            .layer=${choice.layer}
          ></cam-lens-layer-table>
          <div class="side">
            <cam-lens-classes
              .scores=${picture?.classes ?? []}
              .classes=${facts?.classes ?? []}
              .target=${target}
            ></cam-lens-classes>
            ${facts?.notice === undefined ? '' : html`<p class="quiet" id="notice">${facts.notice}</p>`}
          </div>
        </div>
        ${channelsSection(this.#inspecting, {
          ...{ colourMap: this.colourMap, isAlike: this.isAlike },
          onColours: (colourMap) => (this.colourMap = colourMap),
          onAlike: (isAlike) => (this.isAlike = isAlike),
          onSave: () => void this.#save(),
        })}
      </main>
      <cam-lens-notices .notices=${this.notices}></cam-lens-notices>
    </div>`;
  }
}

/** Why it is no picture, as a sentence; undefined if it is one. */
async function faultOf(source: PictureSource): Promise<string | undefined> {
  try {
    const { bitmap } = await decodeOriginal(await source.load(), source.name, 1);
    bitmap.close();
    return undefined;
  } catch (error) {
    return describeError(error).message;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-inspector': CamLensInspector;
  }
}
