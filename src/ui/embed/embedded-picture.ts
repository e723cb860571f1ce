/** The picture of one element: fetched, opened in the shared Lens, explained, painted, and given back. */
import { CamLensError } from '../../errors.ts';
import type { ExplainedPicture, Lens, LensInfo, PaintOptions } from '../../pipeline/api/lens.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import { readTarget } from '../../pipeline/recipe/read-target.ts';
import type { Size } from '../../pipeline/types.ts';
import { decodeOriginal } from '../explain/own-pictures.ts';
import { largestSide, paintSize } from '../explain/paint-size.ts';
import { layerOf } from '../shared/wanted.ts';
import type { Shown } from './shown.ts';
import { LensShare, type LensWish } from './shared-lens.ts';

/** What is to be explained, in a page's own words. */
export interface Asked {
  readonly method: string;
  /** The model's default layer where it is empty. */
  readonly layer: string;
  /** As `readTarget` reads it. */
  readonly target: string;
  readonly threshold: number;
  readonly convention: ConventionName;
}

/** What was found. */
export interface Found {
  readonly info: LensInfo;
  readonly explained: ExplainedPicture;
  /** The one that was asked for. */
  readonly explanation: Explanation;
}

/** How far the work is: 0…1 where that can be known, and a line for people. */
export type Progress = Pick<LoadProgress, 'message'> & { readonly fraction?: number };

export class EmbeddedPicture {
  readonly name: string;
  readonly #address: string;
  readonly #isUrgent: () => boolean;
  readonly #onProgress: (progress: Progress) => void;
  /** What each canvas shows. */
  readonly #drawn = new WeakMap<HTMLCanvasElement, string>();
  readonly #ending = new AbortController();
  #file: Blob | undefined;
  #share: LensShare | undefined;
  #opened: { readonly lens: Lens; readonly id: number } | undefined;
  original: (Size & { readonly bitmap: ImageBitmap }) | undefined;

  /**
   * @param isUrgent whether it is explained before others that wait
   * @param onProgress told of loading the model, and of slow explanations
   */
  constructor(src: string, isUrgent: () => boolean, onProgress: (progress: Progress) => void) {
    this.#isUrgent = isUrgent;
    this.#onProgress = onProgress;
    this.#address = new URL(src, document.baseURI).href;
    this.name = decoded(this.#address.split(/[?#]/)[0]?.split('/').pop() ?? '') || 'picture';
  }

  /** @throws CamLensError `ended`, `picture-missing`, `download-failed`, `picture-empty`, `picture-unreadable`, `limit-exceeded` */
  async load(): Promise<Size> {
    try {
      const file = await fetchPicture(this.#address, this.#ending.signal);
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
   * @param signal ends it, also before its turn comes
   * @throws CamLensError as `createLens`, `Lens.open` and `Lens.explain`; `stopped`; `ended` where the element wants another
   * picture
   */
  async explain(wish: LensWish, asked: Asked, signal: AbortSignal): Promise<Found> {
    const file = this.#file;
    if (file === undefined) throw new CamLensError('ended', 'The picture is not loaded.');
    const onProgress = this.#onProgress;
    const share = (this.#share ??= new LensShare(wish, onProgress));
    const ended = this.#ending.signal;
    const stopped = AbortSignal.any([signal, ended]);
    try {
      return await share.take(this.#isUrgent, stopped, async (lens) => {
        this.#opened ??= { lens, id: (await lens.open(file, this.name)).id };
        const { info } = lens;
        const layer = asked.layer === '' ? info.defaultLayer : asked.layer;
        const { method, threshold, convention } = asked;
        const explained = await lens.explain(
          this.#opened.id,
          {
            ...{ methods: [method], layers: [layer], threshold, conventions: [convention] },
            class: readTarget(asked.target, info.classes),
          },
          { signal: stopped, onProgress },
        );
        const at = layerOf(
          info.methods.find(({ name }) => name === method),
          layer,
        );
        return { info, explained, explanation: pick(explained.explanations, method, at) };
      });
    } catch (error) {
      this.#throwIfEnded();
      // What has failed as a whole is made anew for the next try.
      if (error instanceof CamLensError && (this.#opened === undefined || error.code === 'worker-failed'))
        this.#return();
      throw error;
    } finally {
      if (ended.aborted) this.#return();
    }
  }

  /** Boxes at another threshold. */
  async locate(found: Found, threshold: number): Promise<Found> {
    const { lens, id } = this.#there();
    const explanations = await lens.locate(id, threshold);
    this.#throwIfEnded();
    const { method, layer } = found.explanation;
    return { ...found, explanation: pick(explanations, method, layer) };
  }

  async paint(
    { explanation }: Found,
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
   * Shows itself, or what was found, on canvases that say which in `data-show`; what is there already is not drawn again.
   * @param cssWidth of each
   * @throws CamLensError as `Lens.paint`
   */
  async draw(
    canvases: readonly HTMLCanvasElement[],
    cssWidth: number,
    found: Found | undefined,
    colours: Pick<PaintOptions, 'opacity' | 'colourMap'>,
  ): Promise<void> {
    const { original } = this;
    if (original === undefined || cssWidth === 0) return;
    const size = paintSize(original, cssWidth, window.devicePixelRatio);
    for (const canvas of canvases) {
      const show = canvas.dataset.show as Shown;
      const key = JSON.stringify([show, size, ...(show === 'original' ? [] : [colours, found?.explanation])]);
      if (this.#drawn.get(canvas) === key || (show !== 'original' && found === undefined)) continue;
      const painted =
        show === 'original' || found === undefined ? undefined : await this.paint(found, { ...colours, show, ...size });
      [canvas.width, canvas.height] = [size.width, size.height];
      canvas.getContext('2d')?.drawImage(painted ?? original.bitmap, 0, 0, size.width, size.height);
      painted?.close();
      this.#drawn.set(canvas, key);
    }
  }

  /** Ends whatever is under way, and gives all memory back. */
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
    // In turn: it may be explained just now.
    opened?.lens.close(opened.id).catch(() => undefined);
    this.#share?.giveBack();
    this.#share = undefined;
  }

  #throwIfEnded(): void {
    if (this.#ending.signal.aborted) throw new CamLensError('ended', 'The element no longer wants this picture.');
  }
}

function pick(explanations: readonly Explanation[], method: string, layer: string): Explanation {
  const found = explanations.find((one) => one.method === method && one.layer === layer);
  if (found === undefined) throw new CamLensError('internal', `There is no explanation by ${method} at ${layer}.`);
  return found;
}

async function fetchPicture(address: string, signal: AbortSignal): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(address, { signal });
    // Servers of single-page applications answer with their page where a file is missing.
    const isPage = response.headers.get('Content-Type')?.startsWith('text/html') === true;
    if (response.ok && !isPage) return await response.blob();
  } catch (cause) {
    throw new CamLensError('download-failed', `${address} cannot be reached, or not be read by this page.`, { cause });
  }
  const { status } = response;
  if (!response.ok && status !== 404 && status !== 410)
    throw new CamLensError('download-failed', `${address} was refused (HTTP ${status}).`);
  throw new CamLensError('picture-missing', `${address} is not there (HTTP ${status}).`);
}

/** A name as people write it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
