/** The picture of one element: fetches it, opens it in the shared Lens, explains, paints and releases it. */
import { CamLensError } from '../../errors.ts';
import type { Lens, PaintOptions } from '../../pipeline/api/lens.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { Size } from '../../pipeline/types.ts';
import { decodeOriginal } from '../explain/own-pictures.ts';
import { largestSide, paintSize } from '../explain/paint-size.ts';
import { fetchPicture } from '../shared/fetch-picture.ts';
import { explainAsked, pick, type Asked, type EmbeddedResult } from './asked.ts';
import type { Pane } from './shown.ts';
import { LensShare, type LensWish } from './shared-lens.ts';
import type { WorkProgress } from '../shared/work-words.ts';

export class EmbeddedPicture {
  readonly name: string;
  readonly #address: string;
  readonly #isUrgent: () => boolean;
  readonly #onProgress: (progress: WorkProgress) => void;
  /** What each canvas shows. */
  readonly #drawn = new WeakMap<HTMLCanvasElement, { readonly of: Explanation | undefined; readonly how: string }>();
  readonly #ending = new AbortController();
  #file: Blob | undefined;
  #share: LensShare | undefined;
  #opened: { readonly lens: Lens; readonly id: number } | undefined;
  original: (Size & { readonly bitmap: ImageBitmap }) | undefined;

  /**
   * @param isUrgent whether to explain it before others that wait
   * @param onProgress called while the model loads, and during slow explanations
   */
  constructor(src: string, isUrgent: () => boolean, onProgress: (progress: WorkProgress) => void) {
    this.#isUrgent = isUrgent;
    this.#onProgress = onProgress;
    this.#address = new URL(src, document.baseURI).href;
    this.name = decoded(this.#address.split(/[?#]/)[0]?.split('/').pop() ?? '') || 'picture';
  }

  /** @throws CamLensError `ended`, `picture-missing`, `download-failed`, `picture-empty`, `picture-unreadable`, `limit-exceeded` */
  async load(): Promise<Size> {
    try {
      const file = await fetchPicture(this.#address, { signal: this.#ending.signal });
      const original = await decodeOriginal(file, this.name, largestSide);
      if (this.#ending.signal.aborted) original.bitmap.close();
      this.#throwIfEnded();
      this.#file = file;
      this.original = original;
      return original;
    } catch (error) {
      this.#throwIfEnded();
      throw error;
    }
  }

  /**
   * @param signal stops it, even before its turn
   * @throws CamLensError as `createLens`, `Lens.open` and `Lens.explain`; `stopped`; `ended` if the element needs
   *   another picture
   */
  async explain(wish: LensWish, asked: Asked, signal: AbortSignal): Promise<EmbeddedResult> {
    this.#throwIfEnded();
    const file = this.#file;
    if (file === undefined) throw new CamLensError('ended', 'The picture is not loaded.');
    if (signal.aborted) throw new CamLensError('stopped', 'The explanation was stopped.');
    const onProgress = this.#onProgress;
    const share = (this.#share ??= new LensShare(wish, onProgress));
    const ended = this.#ending.signal;
    const stopped = AbortSignal.any([signal, ended]);
    try {
      return await share.take(this.#isUrgent, stopped, async (lens) => {
        this.#opened ??= { lens, id: (await lens.open(file, this.name)).id };
        return explainAsked(lens, this.#opened.id, asked, { signal: stopped, onProgress });
      });
    } catch (error) {
      this.#throwIfEnded();
      // After a failure of the whole, the next try starts afresh. One that was stopped may have a successor already.
      const isFailure = error instanceof CamLensError && error.code !== 'stopped';
      if (isFailure && (this.#opened === undefined || error.code === 'worker-failed')) this.#return();
      throw error;
    } finally {
      if (ended.aborted) this.#return();
    }
  }

  /** Boxes at another threshold. */
  async locate(found: EmbeddedResult, threshold: number): Promise<EmbeddedResult> {
    const { lens, id } = this.#there();
    const explanations = await lens.locate(id, threshold);
    this.#throwIfEnded();
    const { method, layer } = found.explanation;
    return { ...found, explanation: pick(explanations, method, layer) };
  }

  async paint(
    { explanation }: EmbeddedResult,
    how: Omit<PaintOptions, 'method' | 'layer' | 'convention'>,
  ): Promise<ImageBitmap> {
    const { lens, id } = this.#there();
    const { method, layer, convention } = explanation;
    const bitmap = await lens.paint(id, { ...how, method, layer, convention });
    if (this.#ending.signal.aborted) bitmap.close();
    this.#throwIfEnded();
    return bitmap;
  }

  /**
   * Draws the picture or the result on canvases whose `data-show` selects which; what is already drawn is not drawn
   * again.
   * @param cssWidth of each
   * @throws CamLensError as `Lens.paint`
   */
  async draw(
    canvases: readonly HTMLCanvasElement[],
    cssWidth: number,
    found: EmbeddedResult | undefined,
    colours: Pick<PaintOptions, 'opacity' | 'colourMap'>,
  ): Promise<void> {
    const { original } = this;
    if (original === undefined || cssWidth === 0) return;
    const size = paintSize(original, cssWidth, window.devicePixelRatio);
    for (const canvas of canvases) {
      const show = canvas.dataset.show as Pane;
      const of = show === 'original' ? undefined : found?.explanation;
      const how = JSON.stringify([show, size, ...(show === 'original' ? [] : [colours])]);
      const drawn = this.#drawn.get(canvas);
      if ((drawn?.of === of && drawn?.how === how) || (show !== 'original' && found === undefined)) continue;
      const painted =
        show === 'original' || found === undefined ? undefined : await this.paint(found, { ...colours, show, ...size });
      [canvas.width, canvas.height] = [size.width, size.height];
      canvas.getContext('2d')?.drawImage(painted ?? original.bitmap, 0, 0, size.width, size.height);
      painted?.close();
      this.#drawn.set(canvas, { of, how });
    }
  }

  /** Stops all work, and frees all memory. */
  end(): void {
    this.#ending.abort();
    this.original?.bitmap.close();
    this.original = undefined;
    this.#return();
  }

  #there(): { readonly lens: Lens; readonly id: number } {
    this.#throwIfEnded();
    if (this.#opened === undefined) throw new CamLensError('ended', 'The picture is not explained.');
    return this.#opened;
  }

  #return(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    // In order: it may be in the middle of an explanation.
    opened?.lens.close(opened.id).catch(() => undefined);
    this.#share?.giveBack();
    this.#share = undefined;
  }

  #throwIfEnded(): void {
    if (this.#ending.signal.aborted) throw new CamLensError('ended', 'The element no longer wants this picture.');
  }
}

/** A readable name. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
