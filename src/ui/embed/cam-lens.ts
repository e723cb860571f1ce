import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { CamLensError, describeError } from '../../errors.ts';
import type { ColourMap } from '../../pipeline/types.ts';
import { Latest } from '../explain/latest.ts';
import { fullSize } from '../explain/paint-size.ts';
import type { BoxMark } from '../shared/box-marks.ts';
import { emit, type Explained } from '../shared/events.ts';
import { blendWithBoxes } from '../shared/save-blend.ts';
import { boxStyles } from '../shared/styles/boxes.ts';
import { button } from '../shared/styles/button.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { CamLensProperties } from './cam-lens-properties.ts';
import { styles } from './cam-lens.styles.ts';
import { marksOf } from './embedded-marks.ts';
import { EmbeddedPicture, type Found, type Progress } from './embedded-picture.ts';
import { evidenceInWords } from './evidence-words.ts';
import { isInView } from './in-view.ts';
import { tryReadBoxes } from './read-boxes.ts';
import { panesOf, type Shown } from './shown.ts';
import { template } from './template.ts';

/** What another value of these asks for: the picture anew, another explanation. Boxes and paintings need no network. */
const anew = ['src', 'model', 'backend', 'loading'] as const;
const otherwise = ['method', 'layer', 'target', 'convention'] as const;

/**
 * A picture that shows what an image classifier looked at in it. All elements of a page that name the same model on the same
 * backend share one worker; their pictures are explained one after another, those in view first.
 *
 * @fires cam-lens-load - the picture is there: its size in pixels
 * @fires cam-lens-progress - loading the network, or a slow method: `message`, and `fraction` where it can be known
 * @fires cam-lens-explain - `classes`, `boxes` and `timings`; also when another threshold gives other boxes
 * @fires cam-lens-error - `code` and `message`
 * @slot poster - shown until the picture is there, in place of `poster`
 * @slot progress - in place of the line that says what is going on
 * @slot error - in place of the line that says what is wrong
 * @csspart picture - one picture with its boxes; side by side there are two
 * @csspart canvas - the pixels of one
 * @csspart poster - the image of `poster`
 * @csspart slider - the range input that moves the line of `view="slider"`
 * @csspart progress - what is going on
 * @csspart error - what is wrong
 * @csspart button - "Explain", with `reveal="interaction"`, and "Try again"
 */
export class CamLens extends CamLensProperties {
  static override readonly styles: CSSResultGroup = [tokens, button, boxStyles, styles];

  @state() private found: Found | undefined;
  @state() private progress: Progress | undefined;
  @state() private failure: string | undefined;
  /** `truth`, read. */
  @state() private truths = tryReadBoxes('');
  /** Pressed, of the button with `reveal="interaction"`. */
  @state() private revealed = false;
  /** Where the slider is, 0…100 % from the left. */
  @state() private split = 50;
  /** Of one picture in CSS pixels. */
  @state() private cssWidth = 0;
  @query('.panes') private readonly panes!: HTMLElement;

  #picture: EmbeddedPicture | undefined;
  #loaded: Promise<unknown> | undefined;
  #explaining: AbortController | undefined;
  readonly #painting = new Latest(() => this.#paint());
  readonly #sizes = new ResizeObserver(() => (this.cssWidth = this.panes.firstElementChild?.clientWidth ?? 0));
  readonly #nearness = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.#load();
    },
    { rootMargin: '200px' },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.#onKey);
    if (!this.hasUpdated) return;
    this.#sizes.observe(this.panes);
    this.#restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.removeEventListener('keydown', this.#onKey);
    this.#end();
  }

  protected override firstUpdated(): void {
    this.#sizes.observe(this.panes);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('truth')) return;
    this.truths = tryReadBoxes(this.truth);
    if (this.truths.failure !== undefined) emit(this, 'cam-lens-error', this.truths.failure);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const isOther = (names: readonly PropertyKey[]): boolean =>
      names.some((name) => (changed as ReadonlyMap<PropertyKey, unknown>).has(name));
    if (isOther(anew)) this.#restart();
    else if (isOther(otherwise) && (this.found ?? this.#explaining) !== undefined) this.#explainUnasked();
    else if (isOther(['threshold']) && this.found !== undefined) void this.#locate();
    this.#painting.request(null);
  }

  /**
   * Explains the picture, whatever `reveal` says.
   * @throws CamLensError what `cam-lens-error` tells; `stopped` or `ended` where something else is wanted meanwhile
   */
  async explain(): Promise<Explained> {
    // What was just set is wanted.
    if (this.isUpdatePending) await this.updateComplete;
    if (this.#picture === undefined) this.#load();
    const picture = this.#picture;
    if (picture === undefined) throw new CamLensError('picture-missing', 'The element names no picture as its src.');
    this.#explaining?.abort();
    const explaining = (this.#explaining = new AbortController());
    this.failure = undefined;
    this.progress = { message: 'Explaining the picture' };
    try {
      await this.#loaded;
      const found = await picture.explain(this, this, explaining.signal);
      if (explaining.signal.aborted) throw new CamLensError('stopped', 'The explanation was stopped.');
      return this.#show(found);
    } catch (error) {
      if (this.#explaining === explaining) this.#fail(error);
      throw error;
    } finally {
      if (this.#explaining === explaining) {
        this.#explaining = undefined;
        this.progress = undefined;
      }
    }
  }

  /** Ends the explanation that is under way; what was there stays. */
  stop(): void {
    this.#explaining?.abort();
  }

  /**
   * What the element shows, as a PNG with the picture's own pixels, no side longer than 2048; side by side and with the slider, the blend.
   * @throws CamLensError `ended` where the picture is not explained; as `Lens.paint`
   */
  async toBlob(): Promise<Blob> {
    const { found, view } = this;
    const original = this.#picture?.original;
    if (this.#picture === undefined || original === undefined || found === undefined)
      throw new CamLensError('ended', 'The picture is not explained.');
    const show = view === 'heatmap' ? 'heatmap' : 'blend';
    const bitmap = await (view === 'original'
      ? createImageBitmap(original.bitmap)
      : this.#picture.paint(found, { ...this.#colours, show, ...fullSize(original) }));
    return blendWithBoxes(bitmap, original, this.#marks);
  }

  /** What was asked and what was found, as JSON.stringify takes it; `explanation` is null before. */
  toJSON(): object {
    const { src, alt, model, threshold, found } = this;
    if (found === undefined) return { src, alt, model, explanation: null };
    const { explained, explanation, info } = found;
    return { src, alt, model, backend: info.backend, threshold, ...explained, explanations: undefined, explanation };
  }

  get #colours(): { readonly opacity: number; readonly colourMap: ColourMap } {
    return { opacity: this.opacity, colourMap: this.colorMap };
  }

  get #marks(): readonly BoxMark[] {
    return marksOf(this.found, this.boxes, this.truths.boxes, this.#picture?.original);
  }

  get #shown(): readonly Shown[] {
    const isShown = this.found !== undefined && (this.reveal !== 'interaction' || this.revealed);
    return panesOf(this.view).map((show) => (isShown ? show : 'original'));
  }

  #restart(): void {
    this.#end();
    if (!this.isConnected || this.src === '') return;
    if (this.loading === 'lazy') this.#nearness.observe(this);
    else this.#load();
  }

  #end(): void {
    this.#nearness.disconnect();
    const explaining = this.#explaining;
    this.#explaining = undefined;
    explaining?.abort();
    this.#picture?.end();
    this.#painting.abandon();
    this.#picture = this.#loaded = this.found = this.progress = this.failure = undefined;
    this.revealed = false;
  }

  #load(): void {
    this.#nearness.disconnect();
    if (this.src === '' || !this.isConnected || this.#picture !== undefined) return;
    const picture: EmbeddedPicture = new EmbeddedPicture(
      this.src,
      () => isInView(this),
      (progress) => {
        if (this.#picture !== picture || this.#explaining === undefined) return;
        this.progress = progress;
        emit(this, 'cam-lens-progress', progress);
      },
    );
    this.#picture = picture;
    this.#loaded = picture.load();
    this.#loaded.then(
      () => {
        if (this.#picture !== picture || picture.original === undefined) return;
        const { width, height } = picture.original;
        emit(this, 'cam-lens-load', { width, height });
        this.requestUpdate();
        if (this.reveal === 'auto') this.#explainUnasked();
      },
      (error: unknown) => {
        // Whoever waits for its explanation says so.
        if (this.#picture === picture && this.#explaining === undefined) this.#fail(error);
      },
    );
  }

  #explainUnasked(): void {
    // It says itself what is wrong.
    this.explain().catch(() => undefined);
  }

  #show(found: Found): Explained {
    this.found = found;
    const { classes, timings } = found.explained;
    const detail = { classes, timings, boxes: found.explanation.boxes };
    emit(this, 'cam-lens-explain', detail);
    return detail;
  }

  #fail(error: unknown): void {
    const { code, message } = describeError(error);
    if (code === 'stopped' || code === 'ended') return;
    this.failure = message;
    emit(this, 'cam-lens-error', { code, message });
  }

  async #locate(): Promise<void> {
    const { found, threshold } = this;
    const picture = this.#picture;
    if (found === undefined || picture === undefined) return;
    try {
      const located = await picture.locate(found, threshold);
      if (this.found === found && this.threshold === threshold) this.#show(located);
    } catch (error) {
      if (this.#picture === picture) this.#fail(error);
    }
  }

  async #paint(): Promise<void> {
    const picture = this.#picture;
    const canvases = [...this.renderRoot.querySelectorAll('canvas')];
    try {
      await picture?.draw(canvases, this.cssWidth, this.found, this.#colours);
    } catch (error) {
      if (this.#picture === picture) this.#fail(error);
    }
  }

  readonly #onKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') this.stop();
  };

  #press(): void {
    this.revealed = !this.revealed;
    if (this.revealed && this.found === undefined) this.#explainUnasked();
  }

  protected override render(): TemplateResult {
    const original = this.#picture?.original;
    const { found, alt, reveal, revealed, progress, failure, cssWidth, split, poster, truths } = this;
    const evidence = found === undefined || original === undefined ? '' : evidenceInWords(found, original);
    return template({
      ...{ picture: original, shown: this.#shown, marks: this.#marks, cssWidth, progress, evidence },
      ...{ poster, split, hasSlider: this.view === 'slider', failure: failure ?? truths.failure?.message },
      ...{ alt, hasButton: reveal === 'interaction', revealed },
      onPress: () => this.#press(),
      onSplit: (split) => (this.split = split),
      onRetry: () => {
        this.#restart();
        if (reveal !== 'auto') this.#explainUnasked();
      },
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens': CamLens;
  }
}
