import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { CamLensError } from '../../errors.ts';
import type { Size } from '../../pipeline/types.ts';
import { paintSize } from '../explain/paint-size.ts';
import { html } from '../shared/html.ts';
import { button } from '../shared/styles/button.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { CalmText } from './calm-text.ts';
import { CamLensLiveProperties } from './cam-lens-live-properties.ts';
import { liveStyles } from './cam-lens-live.styles.ts';
import { styles } from './cam-lens.styles.ts';
import type { LiveResult } from './live-frame.ts';
import { LiveWork } from './live-work.ts';
import { liveInWords } from './live-words.ts';
import { SpokenStrings } from '../shared/spoken-strings.ts';
import { elementStrings } from './strings.ts';
import { failureLine, progressLine } from './template.ts';

/** Changes that need another camera, video or network. */
const anew = ['src', 'facing', 'model', 'backend'] as const;

/**
 * Shows a camera or a video and what an image classifier looks at in it. One frame at a time is explained, always the
 * newest, and it is the one that is shown under its own heatmap; the frames between are dropped. The camera is used
 * only after `start()` or the button. Off screen and in hidden tabs it pauses. The worker is shared with `<cam-lens>`.
 *
 * @fires cam-lens-load - the camera or video plays: its size in pixels
 * @fires cam-lens-progress - loading the network: `message`, in English, and `step` and `fraction` if known
 * @fires cam-lens-explain - for each frame shown: `methodTitle`, `classes`, `boxes`, `timings` and `frames` (`shown`,
 *   `dropped`)
 * @fires cam-lens-error - `code` and `message`; it has stopped
 * @slot progress - replaces the progress line
 * @slot error - replaces the error line
 * @csspart picture - the video under the canvas
 * @csspart canvas - the explained frame
 * @csspart caption - the frame's class, probability and place of evidence
 * @csspart button - starts and stops, and "Try again"
 * @csspart progress - the progress line
 * @csspart error - the error line
 * @cssprop --cam-lens-well - behind the video
 * @cssprop --cam-lens-surface - behind lines of text and buttons
 * @cssprop --cam-lens-ink - text
 * @cssprop --cam-lens-line - border of a button
 * @cssprop --cam-lens-edge - the same under the pointer
 * @cssprop --cam-lens-accent - progress, and the focus ring
 * @cssprop --cam-lens-warn - errors
 */
export class CamLensLive extends CamLensLiveProperties {
  static override readonly styles: CSSResultGroup = [tokens, button, styles, liveStyles];

  /** Of the explained frame on the canvas, in pixels. */
  @state() private frame: Size | undefined;
  /** What was found in it. */
  @state() private result: LiveResult | undefined;
  @query('video') private readonly video!: HTMLVideoElement;
  @query('canvas') private readonly canvas!: HTMLCanvasElement;

  readonly #spoken = new SpokenStrings(this, elementStrings);
  readonly #calm = new CalmText();
  readonly #stillness = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #work = new LiveWork(this, {
    video: () => this.video,
    rate: () => (this.#stillness.matches ? Math.min(1, this.maxRate) : this.maxRate),
    look: (frame) => ({
      ...{ opacity: this.opacity, colourMap: this.colorMap },
      ...paintSize(frame, this.video.clientWidth, window.devicePixelRatio),
    }),
    show: (result) => this.#show(result),
  });
  #isInView = true;
  /** How often it was stopped or removed. */
  #halts = 0;
  readonly #views = new IntersectionObserver((entries) => {
    this.#isInView = entries.at(-1)?.isIntersecting === true;
    this.#look();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.#onKey);
    document.addEventListener('visibilitychange', this.#look);
    this.#views.observe(this);
    if (this.hasUpdated) this.#startUnasked();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('keydown', this.#onKey);
    document.removeEventListener('visibilitychange', this.#look);
    this.#views.disconnect();
    this.stop();
    this.#clear();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const isChanged = (names: readonly PropertyKey[]): boolean =>
      names.some((name) => (changed as ReadonlyMap<PropertyKey, unknown>).has(name));
    if (isChanged(anew) && this.#work.isRunning) {
      this.stop();
      // What was a video does not turn into the camera unasked.
      if (this.src !== '' || !isChanged(['src'])) this.#press();
    } else if (isChanged(['src', 'autoplay'])) this.#startUnasked();
    if (isChanged(['src'])) this.#clear();
  }

  /**
   * Starts the camera, or the video of `src`; if it is already started, nothing changes.
   * @returns when it plays
   * @throws CamLensError `camera-insecure`, `camera-denied`, `camera-missing` or `video-unreadable`, as reported by
   *   `cam-lens-error`; `stopped` if it is stopped meanwhile, or not in the document
   */
  async start(): Promise<void> {
    const halts = this.#halts;
    // Properties that were just set apply.
    if (this.isUpdatePending || !this.hasUpdated) await this.updateComplete;
    if (halts !== this.#halts || !this.isConnected) throw new CamLensError('stopped', 'The video was stopped.');
    return this.#work.start();
  }

  /** Stops camera or video and all work. The last explained frame stays. */
  stop(): void {
    this.#halts++;
    this.#work.stop();
  }

  #startUnasked(): void {
    if (this.autoplay && this.src !== '' && !this.#stillness.matches) this.#press();
  }

  readonly #look = (): void => this.#work.setAway(!this.#isInView || document.hidden);

  readonly #onKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') this.stop();
  };

  /** Errors are reported by their event. */
  #press(): void {
    this.start().catch(() => undefined);
  }

  #show(result: LiveResult): void {
    const { canvas } = this;
    const { blend, size } = result;
    [canvas.width, canvas.height] = [blend.width, blend.height];
    canvas.getContext('2d')?.drawImage(blend, 0, 0);
    this.frame = size;
    this.result = result;
    this.#calm.offer(this.#words, performance.now());
  }

  /** What the frame shows. */
  get #words(): string {
    const { result } = this;
    return result === undefined ? '' : liveInWords(result, result.size, this.#spoken.strings);
  }

  #clear(): void {
    this.frame = undefined;
    this.result = undefined;
    this.#calm.set('');
  }

  protected override render(): TemplateResult {
    const { alt, src, frame } = this;
    const { isRunning, progress, failure } = this.#work;
    const { strings } = this.#spoken;
    return html`<div class="stage">
        <div
          class="pane"
          part="picture"
          role="img"
          aria-label=${alt === '' ? (src === '' ? strings.camera : strings.video) : alt}
          aria-busy=${progress !== undefined}
          .style=${frame === undefined ? '' : `--width: ${frame.width}; --height: ${frame.height}`}
        >
          <video .muted=${true} playsinline crossorigin="anonymous"></video>
          <canvas part="canvas" ?hidden=${frame === undefined}></canvas>
        </div>
        ${progress === undefined ? '' : progressLine(progress, strings)}
        ${failure === undefined ? '' : failureLine(failure, strings, () => this.#press())}
      </div>
      <div class="bar">
        <button
          type="button"
          class="button"
          part="button"
          id="turn"
          @click=${() => (isRunning ? this.stop() : this.#press())}
        >
          ${isRunning ? strings.stop : src === '' ? strings.startCamera : strings.play}
        </button>
        <p part="caption" aria-hidden="true">${this.#words}</p>
      </div>
      <p class="hidden-text" role="status">${this.#calm.text}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-live': CamLensLive;
  }
}
