/**
 * The page's talk with the Lens: load it, open a picture, explain, locate, paint. Whatever is asked faster than it is
 * answered is coalesced, and an answer about a picture that is no longer shown is dropped.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { describeError } from '../errors.ts';
import type { Lens, LensOptions, LoadProgress } from '../pipeline/lens.ts';
import type { Size } from '../pipeline/types.ts';
import { Latest } from './latest.ts';
import { decodeOriginal } from './own-pictures.ts';
import { fullSize, largestSide } from './paint-size.ts';
import type { PictureSource } from './picture-source.ts';
import { sourceSize, withoutPaintings, type ShownPicture } from './shown-picture.ts';
import { firstMethod, initialSettings, methodsToExplain, type Settings } from './settings.ts';

export type CreateLens = (options: LensOptions) => Promise<Lens>;
type Painted = 'heatmap' | 'blend';

export interface LensControllerOptions {
  /** A picture could not be shown, or something else went wrong that a sentence can tell. */
  readonly onProblem: (message: string, source?: PictureSource) => void;
}

export class LensController implements ReactiveController {
  lens: Lens | undefined;
  progress: LoadProgress | undefined;
  /** Why the Lens could not be loaded. */
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
  readonly #sizes: Partial<Record<Painted, Size>> = {};
  readonly #explains = new Latest((key: string) => this.#explain(key));
  readonly #locates = new Latest((threshold: number) => this.#locate(threshold));
  readonly #paints: Readonly<Record<Painted, Latest<null>>> = {
    heatmap: new Latest(() => this.#paint('heatmap')),
    blend: new Latest(() => this.#paint('blend')),
  };

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
    this.lens?.destroy();
    this.lens = undefined;
    this.picture = undefined;
    this.#settled = undefined;
    this.selected = undefined;
  }

  /** Loads network and shaders; pictures chosen meanwhile are explained when it is done. */
  async load(createLens: CreateLens): Promise<void> {
    this.failure = undefined;
    this.progress = undefined;
    this.#changed();
    try {
      const lens = await createLens({ onProgress: (progress) => this.#progressed(progress) });
      if (!this.#connected) {
        lens.destroy();
        return;
      }
      this.lens = lens;
    } catch (error) {
      this.failure = describeError(error).message;
      this.#changed();
      return;
    }
    const { methods, defaultLayer } = this.lens.info;
    const method = firstMethod(methods.map(({ name }) => name));
    this.settings = { ...this.settings, method, layer: defaultLayer };
    this.#requestExplanation();
    this.#changed();
  }

  /** Shows another picture: the original as soon as it is decoded, the rest when the network has run. */
  async show(source: PictureSource): Promise<void> {
    if (this.selected === source.key) return;
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
      if (this.selected !== source.key) return;
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
    if (after.class !== before.class || (moved && !this.#isExplained(after.method, after.layer))) {
      this.#requestExplanation();
    } else if (moved || after.colourMap !== before.colourMap) {
      this.#repaint();
    } else if (after.opacity !== before.opacity) {
      this.#paints.blend.request(null);
    }
    this.#changed();
  }

  /** How many device pixels a view shows. */
  resize(show: Painted, size: Size): void {
    const known = this.#sizes[show];
    if (known?.width === size.width && known.height === size.height) return;
    this.#sizes[show] = size;
    this.#paints[show].request(null);
  }

  /** The blend at the picture's own size, as far as canvases go; undefined where there is none yet. */
  async paintFull(): Promise<ImageBitmap | undefined> {
    const { picture, lens } = this;
    if (lens === undefined || picture?.id === undefined || picture.size === undefined) return undefined;
    return lens.paint(picture.id, { ...this.settings, show: 'blend', ...fullSize(picture.size) });
  }

  /** Asks the Lens what is wrong with a file that the page could not decode; undefined where nothing is. */
  async faultOf(source: PictureSource): Promise<string | undefined> {
    try {
      const opened = await this.lens?.open(await source.load(), source.name);
      if (opened !== undefined) await this.lens?.close(opened.id);
      return undefined;
    } catch (error) {
      return describeError(error).message;
    }
  }

  #changed(): void {
    this.#host.requestUpdate();
  }

  #progressed(progress: LoadProgress): void {
    this.progress = progress;
    this.#changed();
  }

  #isExplained(method: string, layer: string): boolean {
    const explanations = this.picture?.explained?.explanations ?? [];
    return explanations.some((one) => one.method === method && one.layer === layer);
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
        if (!this.#update(key, { id, size: { width: opened.width, height: opened.height } })) {
          this.#release(lens, id);
          return;
        }
      }
      const { method, layer, class: target, threshold } = this.settings;
      const available = lens.info.methods.map(({ name }) => name);
      const methods = methodsToExplain(available, method);
      const explained = await lens.explain(id, { methods, layers: [layer], class: target, threshold, timed: true });
      if (this.#update(key, { id, explained })) this.#settle(lens, threshold);
      else this.#release(lens, id);
    } catch (error) {
      if (this.picture?.source.key === key) this.#refuse(picture.source, describeError(error).message);
      if (id !== undefined) this.#release(lens, id);
    }
  }

  /** Closes a picture unless the page still shows it or may return to it. */
  #release(lens: Lens, id: number): void {
    if (id !== this.picture?.id && id !== this.#settled?.id) void lens.close(id);
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
    this.#repaint();
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
    const { class: target, method, layer, threshold } = shown;
    this.settings = { ...this.settings, class: target.index };
    if (!this.#isExplained(this.settings.method, this.settings.layer))
      this.settings = { ...this.settings, method, layer };
    if (threshold !== this.settings.threshold) this.#locates.request(this.settings.threshold);
    this.#repaint();
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
        this.#update(picture.source.key, { explained: { ...explained, explanations } });
    } catch (error) {
      if (this.picture?.id === picture.id) this.#options.onProblem(describeError(error).message);
    }
  }

  #repaint(): void {
    this.#paints.heatmap.request(null);
    this.#paints.blend.request(null);
  }

  async #paint(show: Painted): Promise<void> {
    const { lens, picture, settings } = this;
    const size = this.#sizes[show];
    if (lens === undefined || picture?.id === undefined || size === undefined) return;
    if (!this.#isExplained(settings.method, settings.layer)) return;
    try {
      const bitmap = await lens.paint(picture.id, { ...settings, show, ...size });
      if (!this.#update(picture.source.key, { [show]: bitmap })) bitmap.close();
    } catch (error) {
      if (this.picture?.id === picture.id) this.#options.onProblem(describeError(error).message);
    }
  }

  /** Adds to what is known of the shown picture; false where another one is shown by now. */
  #update(key: string, known: Partial<ShownPicture>): boolean {
    if (this.picture?.source.key !== key) return false;
    this.picture = { ...this.picture, ...known };
    if (this.#settled?.source.key === key) this.#settled = this.picture;
    this.#changed();
    return true;
  }
}
