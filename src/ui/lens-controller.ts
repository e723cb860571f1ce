/**
 * The page's talk with the Lens: load it, open a picture, explain, locate, paint. Whatever is asked faster than it is
 * answered is coalesced, and an answer about a picture that is no longer shown is dropped.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { describeError } from '../errors.ts';
import type { Lens, LoadProgress } from '../pipeline/lens.ts';
import type { Size } from '../pipeline/types.ts';
import { Latest } from './latest.ts';
import type { CreateLens, LensControllerOptions } from './lens-controller-options.ts';
import { decodeOriginal } from './own-pictures.ts';
import { fullSize, largestSide } from './paint-size.ts';
import { Painting, type Painted } from './painting.ts';
import type { PictureSource } from './picture-source.ts';
import { isExplained, sourceSize, unopened, withoutPaintings, type ShownPicture } from './shown-picture.ts';
import { fitted, initialSettings, methodsToExplain, type Settings } from './settings.ts';
import { deviceLost } from './words.ts';

export class LensController implements ReactiveController {
  lens: Lens | undefined;
  progress: LoadProgress | undefined;
  /** Why there is no Lens: it could not be loaded, or its device was lost. */
  failure: string | undefined;
  settings: Settings = initialSettings;
  /** Key of the picture that was asked for last; `picture` follows as soon as there is something to show. */
  selected: string | undefined;
  picture: ShownPicture | undefined;
  /** The network runs, or is about to. */
  explaining = false;

  readonly #host: ReactiveControllerHost;
  readonly #options: LensControllerOptions;
  /** The last picture that was explained; the page returns to it when the next one turns out bad. */
  #settled: ShownPicture | undefined;
  #connected = false;
  /** Loading and showing that began last: whoever finds another here after waiting has been overtaken. */
  #loading: object | undefined;
  #showing: object | undefined;
  readonly #explains = new Latest((key: string) => this.#explain(key));
  readonly #locates = new Latest((threshold: number) => this.#locate(threshold));
  readonly #painting = new Painting((show, size) => this.#paint(show, size));

  constructor(host: ReactiveControllerHost, options: LensControllerOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#loading = undefined;
    this.#showing = undefined;
    this.#endLens();
    this.picture = undefined;
    this.selected = undefined;
  }

  /** Loads network and shaders; pictures chosen meanwhile are explained when it is done. */
  async load(createLens: CreateLens): Promise<void> {
    if (!this.#connected) return;
    const loading = (this.#loading = {});
    this.failure = undefined;
    this.progress = undefined;
    this.#changed();
    try {
      const onProgress = (progress: LoadProgress) => {
        if (this.#loading !== loading) return;
        this.progress = progress;
        this.#changed();
      };
      const lens = await createLens({ onProgress });
      if (this.#loading !== loading) {
        lens.destroy();
        return;
      }
      this.#endLens();
      this.lens = lens;
    } catch (error) {
      if (this.#loading !== loading) return;
      this.failure = describeError(error).message;
      this.#changed();
      return;
    }
    this.settings = fitted(this.settings, this.lens.info);
    this.#requestExplanation();
    this.#changed();
  }

  /** Shows another picture: the original as soon as it is decoded, the rest when the network has run. */
  async show(source: PictureSource): Promise<void> {
    if (this.selected === source.key) return;
    const showing = (this.#showing = {});
    this.selected = source.key;
    this.#changed();
    if (this.#settled?.source.key === source.key) {
      this.#returnToSettled();
      return;
    }
    try {
      const file = await source.load();
      const decoded = await decodeOriginal(file, largestSide).catch(() => undefined);
      // A file that the page cannot decode goes to the Lens all the same: it knows the reason.
      const fault = decoded === undefined ? await this.faultOf(source) : undefined;
      if (fault !== undefined) this.#refuse(source, fault);
      if (this.#showing !== showing || this.selected !== source.key) return;
      this.settings = { ...this.settings, class: 'predicted' };
      this.picture = { source, file, size: decoded ?? sourceSize(source), original: decoded?.bitmap };
      this.#requestExplanation();
      this.#changed();
    } catch (error) {
      this.#refuse(source, describeError(error).message);
    }
  }

  /** Turns controls; each change costs only what it must. */
  change(change: Partial<Settings>): void {
    const before = this.settings;
    const after = { ...before, ...change };
    this.settings = after;
    if (after.threshold !== before.threshold) this.#locates.request(after.threshold);
    const moved = after.method !== before.method || after.layer !== before.layer;
    if (after.class !== before.class || (moved && !isExplained(this.picture, after.method, after.layer))) {
      this.#requestExplanation();
    } else if (moved || after.colourMap !== before.colourMap) {
      this.#painting.request('heatmap', 'blend');
    } else if (after.opacity !== before.opacity) {
      this.#painting.request('blend');
    }
    this.#changed();
  }

  /** How many device pixels a view shows. */
  resize(show: Painted, size: Size): void {
    this.#painting.resize(show, size);
  }

  /** The blend at the picture's own size, as far as canvases go; undefined where there is none yet. */
  async paintFull(): Promise<ImageBitmap | undefined> {
    const { picture, lens } = this;
    if (lens === undefined || picture?.id === undefined || picture.size === undefined) return undefined;
    const wanted = { ...this.settings, show: 'blend', ...fullSize(picture.size) } as const;
    return lens.paint(picture.id, wanted).catch((error: unknown) => {
      if (!this.#isGone(lens, error)) throw error;
      return undefined;
    });
  }

  /** Asks the Lens what is wrong with a file that the page could not decode; undefined where nothing is. */
  async faultOf(source: PictureSource): Promise<string | undefined> {
    const { lens } = this;
    if (lens === undefined) return undefined;
    try {
      const opened = await lens.open(await source.load(), source.name);
      await lens.close(opened.id);
      return undefined;
    } catch (error) {
      return this.#isGone(lens, error) ? undefined : describeError(error).message;
    }
  }

  /** Whatever a Lens says after its end is about nothing that is still there. A lost device ends it. */
  #isGone(lens: Lens, error?: unknown): boolean {
    if (this.lens === lens && describeError(error).code === 'device-lost') {
      this.#endLens();
      this.failure = deviceLost;
      if (this.picture !== undefined) this.picture = unopened(this.picture);
      this.#changed();
    }
    return this.lens !== lens;
  }

  #endLens(): void {
    this.lens?.destroy();
    this.lens = undefined;
    this.#settled = undefined;
    this.explaining = false;
    for (const work of [this.#explains, this.#locates, this.#painting]) work.abandon();
  }

  #changed(): void {
    this.#host.requestUpdate();
  }

  #requestExplanation(): void {
    if (this.lens === undefined || this.picture === undefined) return;
    this.explaining = true;
    this.#explains.request(this.picture.source.key);
  }

  async #explain(key: string): Promise<void> {
    const { lens, picture } = this;
    if (lens === undefined || picture?.source.key !== key) return;
    let id = picture.id;
    try {
      if (id === undefined) {
        const opened = await lens.open(picture.file, picture.source.name);
        id = opened.id;
        if (!this.#update(lens, key, { id, size: { width: opened.width, height: opened.height } })) {
          this.#release(lens, id);
          return;
        }
      }
      const { method, layer, class: target, threshold } = this.settings;
      const available = lens.info.methods.map(({ name }) => name);
      const methods = methodsToExplain(available, method);
      const explained = await lens.explain(id, { methods, layers: [layer], class: target, threshold, timed: true });
      if (this.#update(lens, key, { id, explained })) this.#settle(lens, threshold);
      else this.#release(lens, id);
    } catch (error) {
      if (this.#isGone(lens, error)) return;
      if (this.picture?.source.key === key) this.#refuse(picture.source, describeError(error).message);
      if (id !== undefined) this.#release(lens, id);
    }
  }

  /** Closes a picture unless the page still shows it or may return to it. */
  #release(lens: Lens, id: number): void {
    if (this.#isGone(lens) || id === this.picture?.id || id === this.#settled?.id) return;
    void lens.close(id).catch((error: unknown) => {
      if (!this.#isGone(lens, error)) reportError(error);
    });
  }

  /** The shown picture has its explanation now; the one before it is needed no longer. */
  #settle(lens: Lens, threshold: number): void {
    const before = this.#settled;
    this.#settled = this.picture;
    this.explaining = this.#explains.waiting;
    if (before?.id !== undefined && before.source.key !== this.picture?.source.key) {
      before.original?.close();
      this.#release(lens, before.id);
    }
    if (threshold !== this.settings.threshold) this.#locates.request(this.settings.threshold);
    this.#painting.request('heatmap', 'blend');
    this.#changed();
  }

  /** Says what is wrong and returns to the last picture that was explained. */
  #refuse(source: PictureSource, fault: string): void {
    this.#options.onProblem(fault, source);
    if (this.picture?.source.key === source.key) this.#returnToSettled();
    if (this.selected === source.key) this.selected = this.picture?.source.key;
    this.#changed();
  }

  #returnToSettled(): void {
    this.explaining = false;
    this.picture = this.#settled === undefined ? undefined : withoutPaintings(this.#settled);
    const shown = this.picture?.explained?.explanations[0];
    if (shown === undefined) return;
    const { method, layer } = isExplained(this.picture, this.settings.method, this.settings.layer)
      ? this.settings
      : shown;
    this.settings = { ...this.settings, class: shown.class.index, method, layer };
    if (shown.threshold !== this.settings.threshold) this.#locates.request(this.settings.threshold);
    this.#painting.request('heatmap', 'blend');
    this.#changed();
  }

  async #locate(threshold: number): Promise<void> {
    const { lens, picture } = this;
    const explained = picture?.explained;
    if (lens === undefined || picture?.id === undefined || explained === undefined) return;
    try {
      const explanations = await lens.locate(picture.id, threshold);
      // An explanation of another class that arrived meanwhile is newer than these boxes.
      if (this.picture?.explained === explained)
        this.#update(lens, picture.source.key, { explained: { ...explained, explanations } });
    } catch (error) {
      if (!this.#isGone(lens, error) && this.picture?.id === picture.id)
        this.#options.onProblem(describeError(error).message);
    }
  }

  async #paint(show: Painted, size: Size): Promise<void> {
    const { lens, picture, settings } = this;
    if (lens === undefined || picture?.id === undefined) return;
    if (!isExplained(this.picture, settings.method, settings.layer)) return;
    try {
      const bitmap = await lens.paint(picture.id, { ...settings, show, ...size });
      if (!this.#update(lens, picture.source.key, { [show]: bitmap })) bitmap.close();
    } catch (error) {
      if (!this.#isGone(lens, error) && this.picture?.id === picture.id)
        this.#options.onProblem(describeError(error).message);
    }
  }

  /** Adds to what is known of the shown picture; false where another one is shown by now. */
  #update(lens: Lens, key: string, known: Partial<ShownPicture>): boolean {
    if (this.#isGone(lens) || this.picture?.source.key !== key) return false;
    this.picture = { ...this.picture, ...known };
    if (this.#settled?.source.key === key) this.#settled = this.picture;
    this.#changed();
    return true;
  }
}
