/** Boxes and paintings of existing explanations, which follow the controls without the network. */
import { describeError } from '../../errors.ts';
import type { Lens, PaintOptions } from '../../pipeline/api/lens.ts';
import type { Size } from '../../pipeline/types.ts';
import { Latest } from './latest.ts';
import type { LensState } from './lens-state.ts';
import { fullSize, paintSize } from './paint-size.ts';
import { PaintingQueue, type Painted } from './painting.ts';
import { shownExplanations, type ShownPicture } from './shown-picture.ts';
import { layerOf } from '../shared/layer-of.ts';
import { stripOf } from '../shared/strips.ts';

/** Width of a blend of the strip, in CSS pixels. */
const stripWidth = 280;

type Choice = Pick<PaintOptions, 'method' | 'layer' | 'show'>;

export class Looks {
  readonly #state: LensState;
  readonly #locates = new Latest((threshold: number) => this.#locate(threshold));
  readonly #views = new PaintingQueue((show, size) => this.#paintView(show, size));
  readonly #strip = new Latest<null>(() => this.#paintStrip());

  constructor(state: LensState) {
    this.#state = state;
    state.onEnd(() => {
      for (const work of [this.#locates, this.#views, this.#strip]) work.abandon();
    });
  }

  locate(): void {
    this.#locates.request(this.#state.settings.threshold);
  }

  /** Repaints what a change affects. */
  paint(...shows: readonly (Painted | 'strip')[]): void {
    for (const show of shows) {
      if (show === 'strip') this.#strip.request(null);
      else this.#views.request(show);
    }
  }

  /** How many device pixels a view shows. */
  resize(show: Painted, size: Size): void {
    this.#views.resize(show, size);
  }

  /** The blend at the picture's own size, as far as canvases allow; undefined if there is none yet. */
  async paintFull(): Promise<ImageBitmap | undefined> {
    const { picture, lens, settings } = this.#state;
    if (lens === undefined || picture?.id === undefined || picture.size === undefined) return undefined;
    const choice = { ...this.#focus(lens), show: 'blend' } as const;
    return lens.paint(picture.id, { ...settings, ...choice, ...fullSize(picture.size) }).catch((error: unknown) => {
      if (!this.#state.isGone(lens, error)) throw error;
      return undefined;
    });
  }

  /** The current method and layer, as in explanations. */
  #focus({ info }: Lens): Omit<Choice, 'show'> {
    const { method, layer } = this.#state.settings;
    return {
      method,
      layer: layerOf(
        info.methods.find(({ name }) => name === method),
        layer,
      ),
    };
  }

  async #locate(threshold: number): Promise<void> {
    const { lens, picture } = this.#state;
    const explained = picture?.explained;
    if (lens === undefined || picture?.id === undefined || explained === undefined) return;
    try {
      const explanations = await lens.locate(picture.id, threshold);
      // Explanations that arrived meanwhile are newer than these boxes.
      if (this.#state.picture?.explained === explained)
        this.#state.update(lens, picture.source.key, { explained: { ...explained, explanations } });
      else if (this.#state.settings.threshold === threshold) this.locate();
    } catch (error) {
      this.#tell(lens, picture, error);
    }
  }

  async #paintView(show: Painted, size: Size): Promise<void> {
    const { lens, picture } = this.#state;
    if (lens === undefined || picture === undefined) return;
    const choice = { ...this.#focus(lens), show };
    const bitmap = await this.#paint(lens, picture, choice, size);
    if (bitmap === undefined) return;
    const known = show === 'heatmap' ? { paintedMethod: choice.method } : {};
    if (!this.#state.update(lens, picture.source.key, { [show]: bitmap, ...known })) bitmap.close();
  }

  /** Blends one after another, each shown when ready. */
  async #paintStrip(): Promise<void> {
    const { lens, picture, settings } = this.#state;
    if (lens === undefined || picture?.size === undefined) return;
    const { name, cells } = stripOf(settings, lens.info) ?? { name: '', cells: [] };
    const size = paintSize(picture.size, stripWidth, globalThis.devicePixelRatio);
    for (const { key, method, layer } of cells) {
      const bitmap = await this.#paint(lens, picture, { method, layer, show: 'blend' }, size);
      if (bitmap === undefined) continue;
      const before = this.#state.picture?.strip;
      const blends = before?.name === name ? before.blends : {};
      const strip = { name, blends: { ...blends, [key]: bitmap } };
      const isWanted = stripOf(this.#state.settings, lens.info)?.name === name;
      if (isWanted && this.#state.update(lens, picture.source.key, { strip })) continue;
      bitmap.close();
      return;
    }
  }

  /** Paints existing explanations; undefined otherwise. */
  async #paint(lens: Lens, { id, source }: ShownPicture, choice: Choice, size: Size): Promise<ImageBitmap | undefined> {
    const { picture, settings } = this.#state;
    if (id === undefined || picture?.source.key !== source.key) return undefined;
    const there = shownExplanations(picture, settings.convention);
    if (!there.some(({ method, layer }) => method === choice.method && layer === choice.layer)) return undefined;
    try {
      return await lens.paint(id, { ...settings, ...choice, ...size });
    } catch (error) {
      this.#tell(lens, picture, error);
      return undefined;
    }
  }

  #tell(lens: Lens, { id }: ShownPicture, error: unknown): void {
    if (!this.#state.isGone(lens, error) && this.#state.picture?.id === id)
      this.#state.tell(describeError(error).message);
  }
}
