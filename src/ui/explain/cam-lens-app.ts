import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { describeError } from '../../errors.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import { boxMarks, type BoxMark } from '../shared/box-marks.ts';
import { withNotice, type Notice } from './cam-lens-notices.ts';
import { choiceSection } from './choice-section.ts';
import { emit, type CamLensEvents } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { LinkFollower } from './link-follower.ts';
import { LensController, type CreateLens } from './lens-controller.ts';
import { fetchedAmong, releaseFile, takeFile } from './own-pictures.ts';
import { holdsModel, isModelFile, OwnModel, type DescribeModel } from './own-model.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { picturesSection } from './pictures-section.ts';
import { saveFile, type SavedFile } from './save-file.ts';
import { Inspection } from './inspection.ts';
import { loadSamples, usualSamples } from './samples.ts';
import { shownExplanations } from './shown-picture.ts';
import { appLayout } from './cam-lens-app.styles.ts';
import { button } from '../shared/styles/button.ts';
import { page } from '../shared/styles/page.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { Turns } from '../../turns.ts';
import { describeState } from './status.ts';

type Detail<Name extends keyof CamLensEvents> = CustomEvent<CamLensEvents[Name]>;

/**
 * The whole page: pictures to choose from, the chosen one explained, and controls. Needs `createLens`, which starts the
 * pipeline.
 *
 * @attr samples - URL of the list of sample photos; the first is explained at once
 * @fires cam-lens-link - what the page shows is at another address now
 */
export class CamLensApp extends LitElement {
  static override readonly styles = [tokens, button, page, appLayout];

  @property() samples = '';
  @property({ attribute: false }) createLens: CreateLens | undefined;
  /** The fragment of the page's URL, whenever that changes: picture, model and settings to show. */
  @property({ attribute: false, hasChanged: () => true }) link = '';
  /** Describes a model supplied by the visitor. */
  @property({ attribute: false }) describeModel: DescribeModel | undefined;

  @state() private pictures: readonly PictureSource[] = [];
  @state() private notices: readonly Notice[] = [];
  /** Samples whose list is still loading. */
  @state() private awaited = 0;
  @state() private hiddenMarks: ReadonlySet<string> = new Set();

  readonly #lens = new LensController(this, {
    onProblem: (message, source) => {
      this.#notify(message, source?.name);
      if (source?.credit === undefined && source !== undefined) this.#forget(source);
    },
  });

  readonly #inspection = new Inspection(this);
  /** Fetched pictures, one after another. */
  readonly #fetched = new Turns();

  readonly #own = new OwnModel(this.#lens, {
    onChange: () => this.requestUpdate(),
    createLens: () => this.#createSized,
    describe: () => this.describeModel,
  });

  readonly #follower = new LinkFollower(this, {
    ...{ lens: this.#lens, own: this.#own, pictures: () => this.pictures },
    add: (source) => (this.pictures = [...this.pictures, source]),
    notify: (message) => this.#notify(message),
    onLink: (link, isStep) => emit(this, 'cam-lens-link', { link, isStep }),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) return;
    void this.#start();
    this.#showFirst();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isOtherModel = changed.has('link') && this.#follower.follow(this.link);
    if (isOtherModel) void this.#lens.reload(this.#own.createLens);
    else if (changed.has('createLens')) void this.#start();
    if (!this.hasUpdated && this.samples !== '') this.awaited = usualSamples;
  }

  protected override firstUpdated(): void {
    void this.#loadSamples();
  }

  /** An evaluation may have used a larger input size; the visitor's own model has its own size. */
  get #createSized(): CreateLens | undefined {
    const [create, size] = [this.createLens, this.#follower.handed?.size];
    if (create === undefined || size === undefined) return create;
    return (options) => create(options.model === undefined ? { ...options, size } : options);
  }

  async #start(): Promise<void> {
    if (this.createLens === undefined || this.#lens.state.lens !== undefined) return;
    await this.#lens.load(this.#own.createLens);
  }

  async #loadSamples(): Promise<void> {
    try {
      if (this.samples !== '') this.pictures = [...(await loadSamples(this.samples)), ...this.pictures];
    } catch (error) {
      this.#notify(describeError(error).message);
    }
    this.awaited = 0;
    this.#follower.samplesKnown();
  }

  #showFirst(): void {
    const [first] = this.pictures;
    if (first !== undefined && this.#lens.state.selected === undefined) void this.#lens.show(first);
  }

  #select({ key }: CamLensEvents['cam-lens-select']): void {
    const source = this.pictures.find((picture) => picture.key === key);
    if (source === undefined) return;
    this.#follower.leave();
    void this.#lens.show(source);
  }

  /** Models, and files beside them, go to the dialog; the rest are pictures. */
  #take({ files }: CamLensEvents['cam-lens-files']): void {
    const isForModel = this.#own.isOpen || holdsModel(files);
    const ofModel = isForModel ? files.filter((file) => isModelFile(file)) : [];
    if (ofModel.length > 0) void this.#own.take(ofModel);
    void this.#takePictures(files.filter((file) => !ofModel.includes(file)));
  }

  /** Shows the first file that is a picture; bad ones are named and set aside. */
  async #takePictures(files: readonly File[]): Promise<void> {
    let shown = false;
    for (const file of files) {
      const source = await takeFile(file);
      this.pictures = [...this.pictures, source];
      const readable = source.thumbnail !== undefined;
      if (readable && !shown) {
        shown = true;
        this.#follower.leave();
        void this.#lens.show(source);
      } else if (!readable) {
        const fault = await this.#lens.faultOf(source);
        if (fault === undefined) continue;
        this.#notify(fault, source.name);
        this.#forget(source);
      }
    }
  }

  /** A fetched picture, which may be here already. */
  async #add({ source }: CamLensEvents['cam-lens-picture']): Promise<void> {
    const shown = await fetchedAmong(this.pictures, source);
    if (!this.pictures.includes(shown)) this.pictures = [...this.pictures, shown];
    this.#select(shown);
  }

  #forget(source: PictureSource): void {
    this.pictures = this.pictures.filter((picture) => picture !== source);
    releaseFile(source);
  }

  #notify(message: string, about?: string): void {
    this.notices = withNotice(this.notices, message, about);
  }

  #toggleBox({ key, visible }: CamLensEvents['cam-lens-box']): void {
    const hidden = new Set(this.hiddenMarks);
    if (visible) hidden.delete(key);
    else hidden.add(key);
    this.hiddenMarks = hidden;
  }

  async #save(file: SavedFile, marks: readonly BoxMark[], explanation: Explanation | undefined): Promise<void> {
    try {
      await saveFile(this.#lens, file, marks, explanation);
    } catch (error) {
      this.#notify(describeError(error).message);
    }
  }

  #resize({ show, size }: CamLensEvents['cam-lens-size']): void {
    if (show !== 'original') this.#lens.resize(show, size);
  }

  #marks(): readonly BoxMark[] {
    const { picture, lens, settings } = this.#lens.state;
    const methods = lens?.info.methods ?? [];
    const explanations = shownExplanations(picture, settings.convention);
    return boxMarks(explanations, settings, methods, picture?.source.truths ?? [], picture?.size);
  }

  #panels(marks: readonly BoxMark[]): TemplateResult {
    const { picture, lens, settings } = this.#lens.state;
    const info = lens?.info;
    return html`<section class="panels" aria-label="Controls and numbers">
      <cam-lens-controls .settings=${settings}></cam-lens-controls>
      <cam-lens-classes
        .scores=${picture?.explained?.classes ?? []}
        .classes=${info?.classes ?? []}
        .target=${settings.class}
      ></cam-lens-classes>
      <cam-lens-results
        .marks=${marks}
        .hiddenMarks=${this.hiddenMarks}
        .threshold=${settings.threshold}
        .judged=${(picture?.source.truths.length ?? 0) > 0}
      ></cam-lens-results>
      <cam-lens-backend .info=${info}></cam-lens-backend>
      <cam-lens-timings .timings=${picture?.explained?.timings}></cam-lens-timings>
    </section>`;
  }

  #dialog(): TemplateResult {
    const { isOpen, files, summary, busy, fault } = this.#own;
    const doing = { reading: 'Reading the model …', loading: this.#lens.state.progress?.message ?? 'Loading …' };
    return html`<cam-lens-model-dialog
      ?open=${isOpen}
      .files=${files}
      .summary=${summary}
      .busy=${busy === undefined ? '' : doing[busy]}
      .fault=${fault}
    ></cam-lens-model-dialog>`;
  }

  protected override render(): TemplateResult {
    const { state } = this.#lens;
    const { selected, progress, lens, failure, work } = state;
    const described = describeState(state);
    const marks = this.#marks();
    const drawn = marks.filter(({ key }) => !this.hiddenMarks.has(key));
    return html`<div
      class="page"
      @cam-lens-select=${(event: Detail<'cam-lens-select'>) => this.#select(event.detail)}
      @cam-lens-files=${(event: Detail<'cam-lens-files'>) => this.#take(event.detail)}
      @cam-lens-picture=${({ detail }: Detail<'cam-lens-picture'>) => void this.#fetched.take(() => this.#add(detail))}
      @cam-lens-change=${(event: Detail<'cam-lens-change'>) => this.#lens.change(event.detail)}
      @cam-lens-box=${(event: Detail<'cam-lens-box'>) => this.#toggleBox(event.detail)}
      @cam-lens-size=${(event: Detail<'cam-lens-size'>) => this.#resize(event.detail)}
      @cam-lens-stop=${() => this.#lens.stop()}
      @cam-lens-model-open=${() => this.#own.open()}
      @cam-lens-model-close=${() => this.#own.close()}
      @cam-lens-model-output=${({ detail }: Detail<'cam-lens-model-output'>) => void this.#own.chooseOutput(detail.output)}
      @cam-lens-model-use=${(event: Detail<'cam-lens-model-use'>) => void this.#own.use(event.detail)}
      @cam-lens-model-back=${() => void this.#own.back()}
      @cam-lens-retry=${() => void this.#start()}
      @cam-lens-dismiss=${({ detail }: Detail<'cam-lens-dismiss'>) =>
        (this.notices = this.notices.filter(({ key }) => key !== detail.key))}
    >
      <cam-lens-masthead>
        <div class="bar">
          <cam-lens-model
            name=${lens?.info.model.title ?? ''}
            first=${this.#own.inUse === undefined ? '' : this.#own.first}
          ></cam-lens-model>
          <cam-lens-theme></cam-lens-theme>
        </div>
      </cam-lens-masthead>
      <main>
        <cam-lens-sample-strip .pictures=${this.pictures} .awaited=${this.awaited} .selected=${selected}>
          <cam-lens-dropzone></cam-lens-dropzone>
        </cam-lens-sample-strip>
        <cam-lens-progress
          .progress=${progress}
          .failure=${failure}
          .message=${described.summary}
          .fraction=${work?.fraction}
          ?ready=${lens !== undefined}
          ?busy=${work !== undefined}
          ?stoppable=${work?.isSlow === true}
        ></cam-lens-progress>
        ${picturesSection(state, described, drawn, this.#inspection, (file) => void this.#save(file, drawn, described.explanation))}
        ${choiceSection(state, described)} ${this.#panels(marks)}
      </main>
      <cam-lens-credits .pictures=${this.pictures}></cam-lens-credits>
      ${this.#dialog()}
      <cam-lens-notices .notices=${this.notices}></cam-lens-notices>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-app': CamLensApp;
  }
}
