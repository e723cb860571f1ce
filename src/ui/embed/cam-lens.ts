import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { CamLensError } from '../../errors.ts';
import type { ColourMap, Size } from '../../pipeline/types.ts';
import { Latest } from '../explain/latest.ts';
import { fullSize } from '../explain/paint-size.ts';
import type { BoxMark } from '../shared/box-marks.ts';
import { emit, type ExplainedDetail } from '../shared/events.ts';
import { boxStyles } from '../shared/styles/boxes.ts';
import { overlay } from '../shared/styles/overlay.ts';
import { button } from '../shared/styles/button.ts';
import { controlStyles } from '../shared/styles/controls.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { defaultThreshold, refinedThreshold } from '../../pipeline/recipe/defaults.ts';
import { CamLensProperties } from './cam-lens-properties.ts';
import { styles } from './cam-lens.styles.ts';
import { PictureWork } from './picture-work.ts';
import { tryReadBoxes } from './read-boxes.ts';
import { pointStyles } from '../shared/point-mark.ts';
import { cellAt, type Point } from '../shared/point.ts';
import { panesOf, type Pane } from './shown.ts';
import { SpokenStrings } from '../shared/spoken-strings.ts';
import { elementStrings } from './strings.ts';
import { laterControls, template } from './template.ts';

/** Changes that need the picture or its explanation again. Boxes and paintings do not need the network. */
const anew = ['src', 'model', 'backend', 'loading'] as const;
const otherwise = ['method', 'layer', 'target', 'convention', 'refine'] as const;

/** The default threshold for a refinement: that of `refinements`, without their descriptions. */
function thresholdOf(refine: string | undefined): number {
  return (refine ?? 'none') === 'none' ? defaultThreshold : refinedThreshold;
}

/**
 * Shows a picture and what an image classifier looked at in it. All elements of a page that use the same model on the
 * same backend share one worker; their pictures are explained one after another, those in view first.
 *
 * @fires cam-lens-load - the picture is loaded: its size in pixels
 * @fires cam-lens-progress - loading the network, or a slow method: `message`, in English, and `step` and `fraction` if known
 * @fires cam-lens-explain - `methodTitle`, `classes`, `boxes` and `timings`; also when another threshold gives other boxes
 * @fires cam-lens-error - `code` and `message`
 * @slot poster - shown until the picture is ready, instead of `poster`
 * @slot progress - replaces the progress line
 * @slot error - replaces the error line
 * @slot controls - replaces the controls
 * @csspart picture - one picture with its boxes; side by side there are two
 * @csspart canvas - the pixels of one
 * @csspart poster - the image of `poster`
 * @csspart slider - the range input that moves the line of `view="slider"`
 * @csspart progress - the progress line
 * @csspart error - the error line
 * @csspart reading - the values at the point under the mouse, which the arrow keys move too, with `controls`
 * @csspart controls - method, layer, class, threshold and opacity, with `controls`
 * @csspart button - "Explain", with `reveal="interaction"`, and "Try again"
 * @cssprop --cam-lens-well - behind a picture
 * @cssprop --cam-lens-surface - behind lines of text and buttons
 * @cssprop --cam-lens-ink - text
 * @cssprop --cam-lens-line - border of a button
 * @cssprop --cam-lens-edge - the same under the pointer
 * @cssprop --cam-lens-accent - progress, sliders, and the focus ring
 * @cssprop --cam-lens-warn - errors
 */
export class CamLens extends CamLensProperties {
  static override readonly styles: CSSResultGroup = [
    tokens,
    button,
    controlStyles,
    boxStyles,
    overlay,
    pointStyles,
    styles,
  ];

  /** `truth`, parsed. */
  @state() private truths = tryReadBoxes('');
  /** Whether the button of `reveal="interaction"` was pressed. */
  @state() private revealed = false;
  /** Position of the slider, 0…100 % from the left. */
  @state() private split = 50;
  /** The point that is read, as fractions of width and height. */
  @state() private point: Point | undefined;
  /** Width of one picture in CSS pixels. */
  @state() private cssWidth = 0;
  @query('.panes') private readonly panes!: HTMLElement;

  readonly #spoken = new SpokenStrings(this, elementStrings);
  readonly #work = new PictureWork(this);
  readonly #painting = new Latest(() =>
    this.#work.draw([...this.renderRoot.querySelectorAll('canvas')], this.cssWidth, this.#colours),
  );
  readonly #sizes = new ResizeObserver(() => (this.cssWidth = this.panes.firstElementChild?.clientWidth ?? 0));
  readonly #nearness = new IntersectionObserver(
    (entries) => {
      const isNear = entries.at(-1)?.isIntersecting === true;
      this.#work.setAway(!isNear);
      if (isNear) this.#work.load();
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
    if (changed.has('refine') && this.threshold === thresholdOf(changed.get('refine'))) {
      this.threshold = thresholdOf(this.refine);
    }
    if (!changed.has('truth')) return;
    this.truths = tryReadBoxes(this.truth);
    if (this.truths.failure !== undefined) emit(this, 'cam-lens-error', this.truths.failure);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const isOther = (names: readonly PropertyKey[]): boolean =>
      names.some((name) => (changed as ReadonlyMap<PropertyKey, unknown>).has(name));
    if (isOther(anew)) this.#restart();
    else if (isOther(otherwise) && (this.#work.isExplaining || this.#work.found !== undefined))
      this.#work.explainUnasked();
    else if (isOther(['threshold'])) void this.#work.locate();
    this.#painting.request(null);
  }

  /**
   * Explains the picture, whatever `reveal` is.
   * @throws CamLensError as reported by `cam-lens-error`; `stopped` or `ended` if something else is requested meanwhile
   */
  async explain(): Promise<ExplainedDetail> {
    // Properties that were just set apply.
    if (this.isUpdatePending) await this.updateComplete;
    return this.#work.explain();
  }

  /** Stops the current explanation; earlier results stay. */
  stop(): void {
    this.#work.stop();
  }

  /**
   * The value of the raw map, at the layer's own resolution, in the cell that contains a point of the picture.
   * @param x fraction of the width, 0…1 from the left
   * @param y fraction of the height, 0…1 from the top
   * @returns undefined outside the picture, and before it is explained
   */
  valueAt(x: number, y: number): number | undefined {
    const { found } = this.#work;
    return found === undefined ? undefined : cellAt(found.explanation.map, [x, y]);
  }

  /**
   * What the element shows, as a PNG with the picture's own pixels, no side longer than 2048; for side by side and
   * slider, the blend.
   * @throws CamLensError `ended` if the picture is not explained; as `Lens.paint`
   */
  async toBlob(): Promise<Blob> {
    const { view } = this;
    const { original, found, parts } = this.#work;
    if (original === undefined || found === undefined || parts === undefined)
      throw new CamLensError('ended', 'The picture is not explained.');
    const show = view === 'heatmap' ? 'heatmap' : 'blend';
    const bitmap = await (view === 'original'
      ? createImageBitmap(original.bitmap)
      : this.#work.paint({ ...this.#colours, show, ...fullSize(original) }));
    return parts.blendWithBoxes(bitmap, original, this.#marks);
  }

  /**
   * Downloads the result of `toBlob`.
   * @param name of the file; default: that of the picture, with the method
   * @throws CamLensError as `toBlob`
   */
  async download(name?: string): Promise<void> {
    const blob = await this.toBlob();
    const { method } = this;
    this.#work.parts?.download(blob, name ?? `${(this.#work.name ?? 'picture').replace(/\.\w+$/, '')}-${method}.png`);
  }

  /** Settings and results, for JSON.stringify; `explanation` is null before the picture is explained. */
  toJSON(): object {
    const { src, alt, model, threshold } = this;
    const { found } = this.#work;
    if (found === undefined) return { src, alt, model, explanation: null };
    const { explained, explanation, info } = found;
    return { src, alt, model, backend: info.backend, threshold, ...explained, explanations: undefined, explanation };
  }

  get #colours(): { readonly opacity: number; readonly colourMap: ColourMap } {
    return { opacity: this.opacity, colourMap: this.colorMap };
  }

  /** The picture's size by the page's own account. */
  get #promised(): Size | undefined {
    const { width, height } = this;
    return width > 0 && height > 0 ? { width, height } : undefined;
  }

  get #marks(): readonly BoxMark[] {
    const { parts, found, original } = this.#work;
    return parts?.marksOf(found, this.boxes, this.truths.boxes, original) ?? [];
  }

  get #isShown(): boolean {
    return this.#work.found !== undefined && (this.reveal !== 'interaction' || this.revealed);
  }

  get #isReadable(): boolean {
    return this.controls && this.#isShown;
  }

  get #shown(): readonly Pane[] {
    return panesOf(this.view).map((show) => (this.#isShown ? show : 'original'));
  }

  get #reading(): TemplateResult | '' | undefined {
    const { found, original, parts } = this.#work;
    if (!this.controls) return undefined;
    if (!this.#isReadable || found === undefined || original === undefined) return '';
    return parts?.readingOf(this.point, found, original, this.#spoken.strings) ?? '';
  }

  #restart(): void {
    this.#end();
    if (!this.isConnected || this.src === '') return;
    if (this.loading !== 'eager') {
      // Until it is known.
      this.#work.setAway(true);
      this.#nearness.observe(this);
    }
    if (this.loading !== 'lazy') this.#work.load();
  }

  #end(): void {
    this.#nearness.disconnect();
    this.#work.end();
    this.#painting.abandon();
    this.revealed = false;
    this.point = undefined;
  }

  readonly #onKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') this.stop();
  };

  readonly #onPoint = (event: PointerEvent | KeyboardEvent): void => {
    if (this.#isReadable) this.point = this.#work.parts?.pointAfter(event, this.point, this.panes.children);
  };

  #press(): void {
    this.revealed = !this.revealed;
    if (this.revealed && this.#work.found === undefined) this.#work.explainUnasked();
  }

  protected override render(): TemplateResult {
    const { original, found, progress, failure, parts } = this.#work;
    const { alt, reveal, revealed, cssWidth, split, poster, truths } = this;
    const { strings } = this.#spoken;
    const evidence =
      found === undefined || original === undefined ? '' : (parts?.evidenceInWords(found, original, strings) ?? '');
    const marks = this.#marks;
    return template({
      ...{ strings, picture: original, room: original ?? this.#promised, shown: this.#shown, progress, evidence },
      ...{ poster, split, hasSlider: this.view === 'slider', failure: failure ?? truths.failure },
      ...{ alt, hasButton: reveal === 'interaction', revealed },
      boxesOver: (show) => (original === undefined ? '' : (parts?.boxesOver(show, marks, original, cssWidth) ?? '')),
      controls: this.controls
        ? (parts?.controls(this, found, (turn) => Object.assign(this, turn), strings) ?? laterControls)
        : '',
      mark: this.#isReadable ? (parts?.pointMark(this.point) ?? '') : '',
      ...{ reading: this.#reading, onPoint: this.#onPoint },
      onPress: () => this.#press(),
      onSplit: (split) => (this.split = split),
      onRetry: () => {
        this.#restart();
        if (reveal !== 'auto') this.#work.explainUnasked();
      },
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens': CamLens;
  }
}
