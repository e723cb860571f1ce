/** What an element does with its picture (load, explain, locate, paint), and the state to show. */
import type { ReactiveControllerHost } from 'lit';
import { CamLensError, describeError } from '../../errors.ts';
import type { PaintOptions } from '../../pipeline/api/lens.ts';
import { emit, type ExplainedDetail } from '../shared/events.ts';
import type { Asked, EmbeddedResult } from './asked.ts';
import type { EmbeddedPicture } from './embedded-picture.ts';
import { isInView } from './in-view.ts';
import { loadScript } from '../shared/load-script.ts';
import type * as revealed from './revealed.ts';
import type { LensWish } from './shared-lens.ts';
import type { WorkFailure, WorkProgress } from '../shared/work-words.ts';

/** The element: its wishes are read whenever work starts. It fires the events. */
export type Wishes = ReactiveControllerHost &
  Element &
  Asked &
  LensWish & { readonly src: string; readonly reveal: 'auto' | 'interaction' | 'manual' };

type Revealed = typeof revealed;

export class PictureWork {
  readonly #host: Wishes;
  #parts: Revealed | undefined;
  #picture: EmbeddedPicture | undefined;
  /** The picture, once it is loaded. */
  #loading: Promise<EmbeddedPicture> | undefined;
  #explaining: AbortController | undefined;
  #found: EmbeddedResult | undefined;
  #progress: WorkProgress | undefined;
  #failure: WorkFailure | undefined;
  /** The running work was not requested explicitly. */
  #isUnasked = false;
  /** The element is off screen. */
  #isAway = false;
  /** An explanation is needed once the element is in view. */
  #isPutOff = false;

  constructor(host: Wishes) {
    this.#host = host;
  }

  get found(): EmbeddedResult | undefined {
    return this.#found;
  }

  get progress(): WorkProgress | undefined {
    return this.#progress;
  }

  get failure(): WorkFailure | undefined {
    return this.#failure;
  }

  /** The picture itself, once it is loaded. */
  get original(): EmbeddedPicture['original'] {
    return this.#picture?.original;
  }

  /** The picture's name, from its URL. */
  get name(): string | undefined {
    return this.#picture?.name;
  }

  get isExplaining(): boolean {
    return this.#explaining !== undefined;
  }

  /** The script for what has a picture, from the first picture on. */
  get parts(): Revealed | undefined {
    return this.#parts;
  }

  /** Loads the picture, if necessary, and explains it if that need not wait. */
  load(): void {
    const host = this.#host;
    if (host.src === '' || !host.isConnected || this.#loading !== undefined) return;
    const loading: Promise<EmbeddedPicture> = this.#open(() => this.#loading === loading);
    this.#loading = loading;
    loading.then(
      ({ original }) => {
        if (this.#loading !== loading || original === undefined) return;
        const { width, height } = original;
        host.requestUpdate();
        emit(host, 'cam-lens-load', { width, height });
        // What was asked for explicitly goes on.
        if (host.reveal === 'auto' && this.#explaining === undefined) this.explainUnasked();
      },
      (error: unknown) => {
        // If its explanation is awaited, that reports the error.
        if (this.#loading === loading && this.#explaining === undefined) this.#fail(error);
      },
    );
  }

  async #open(isWanted: () => boolean): Promise<EmbeddedPicture> {
    const host = this.#host;
    const parts = await loadScript(import('./revealed.ts'));
    if (!isWanted()) throw new CamLensError('ended', 'The element no longer wants this picture.');
    this.#parts = parts;
    this.#picture = new parts.EmbeddedPicture(
      host.src,
      () => isInView(host),
      (progress) => {
        if (!isWanted() || this.#explaining === undefined) return;
        this.#progress = progress;
        host.requestUpdate();
        emit(host, 'cam-lens-progress', progress);
      },
    );
    const picture = this.#picture;
    await picture.load();
    return picture;
  }

  /**
   * @throws CamLensError as reported by `cam-lens-error`; `stopped` or `ended` if something else is requested meanwhile
   */
  async explain(): Promise<ExplainedDetail> {
    this.#isUnasked = this.#isPutOff = false;
    this.load();
    const loading = this.#loading;
    if (loading === undefined) throw new CamLensError('picture-missing', 'The element has no src.');
    this.#explaining?.abort();
    const explaining = (this.#explaining = new AbortController());
    this.#failure = undefined;
    this.#progress = { step: 'explain', message: 'Explaining the picture' };
    this.#host.requestUpdate();
    try {
      const picture = await loading;
      const found = await picture.explain(this.#host, this.#host, explaining.signal);
      if (explaining.signal.aborted) throw new CamLensError('stopped', 'The explanation was stopped.');
      return this.#show(found);
    } catch (error) {
      if (this.#explaining === explaining) this.#fail(error);
      throw error;
    } finally {
      if (this.#explaining === explaining) {
        this.#explaining = this.#progress = undefined;
        this.#host.requestUpdate();
      }
    }
  }

  /** Explains the picture once the element is in view. Errors are reported by its event. */
  explainUnasked(): void {
    if (this.#isAway) {
      this.#isPutOff = true;
      return;
    }
    this.explain().catch(() => undefined);
    this.#isUnasked = true;
  }

  /** Whether the element is off screen: explanations not requested explicitly are then stopped, and resumed later. */
  setAway(isAway: boolean): void {
    this.#isAway = isAway;
    if (isAway && this.#isUnasked && this.isExplaining) {
      this.stop();
      this.#isPutOff = true;
    } else if (!isAway && this.#isPutOff) this.explainUnasked();
  }

  /** Stops the current explanation; earlier results stay. */
  stop(): void {
    this.#explaining?.abort();
  }

  /** Boxes at the current threshold. */
  async locate(): Promise<void> {
    const [found, picture, { threshold }] = [this.#found, this.#picture, this.#host];
    if (found === undefined || picture === undefined) return;
    try {
      const located = await picture.locate(found, threshold);
      if (this.#found === found && this.#host.threshold === threshold) this.#show(located);
    } catch (error) {
      if (this.#picture === picture) this.#fail(error);
    }
  }

  /** As `EmbeddedPicture.draw`. */
  async draw(
    canvases: readonly HTMLCanvasElement[],
    cssWidth: number,
    colours: Pick<PaintOptions, 'opacity' | 'colourMap'>,
  ): Promise<void> {
    const picture = this.#picture;
    try {
      await picture?.draw(canvases, cssWidth, this.#found, colours);
    } catch (error) {
      if (this.#picture === picture) this.#fail(error);
    }
  }

  /**
   * The result, as `EmbeddedPicture.paint`.
   * @throws CamLensError `ended` if the picture is not explained; as `Lens.paint`
   */
  async paint(how: Parameters<EmbeddedPicture['paint']>[1]): Promise<ImageBitmap> {
    if (this.#picture === undefined || this.#found === undefined)
      throw new CamLensError('ended', 'The picture is not explained.');
    return this.#picture.paint(this.#found, how);
  }

  /** Stops all work and frees everything. */
  end(): void {
    const explaining = this.#explaining;
    this.#explaining = undefined;
    explaining?.abort();
    this.#picture?.end();
    this.#picture = this.#loading = this.#found = this.#progress = this.#failure = undefined;
    this.#isPutOff = this.#isAway = false;
    this.#host.requestUpdate();
  }

  #show(found: EmbeddedResult): ExplainedDetail {
    this.#found = found;
    this.#host.requestUpdate();
    const { explained, explanation, methodTitle } = found;
    const { classes, timings } = explained;
    const detail = { methodTitle, classes, timings, boxes: explanation.boxes };
    emit(this.#host, 'cam-lens-explain', detail);
    return detail;
  }

  #fail(error: unknown): void {
    const { code, message } = describeError(error);
    if (code === 'stopped' || code === 'ended') return;
    this.#failure = { code, message };
    this.#host.requestUpdate();
    emit(this.#host, 'cam-lens-error', this.#failure);
  }
}
