/** Which picture is shown: the newest requested, or the last good one if that fails. */
import { describeError } from '../../errors.ts';
import type { Lens } from '../../pipeline/api/lens.ts';
import type { LensState } from './lens-state.ts';
import { decodeOriginal } from './own-pictures.ts';
import { largestSide } from './paint-size.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { afterChange, type Settings } from '../shared/settings.ts';
import { sourceSize, withoutPaintings, type ShownPicture } from './shown-picture.ts';

export class Pictures {
  readonly #state: LensState;
  /** Called when another picture must be explained, or the last one repainted. */
  readonly #onShown: () => void;
  /** The latest request to show: a task that finds another one here after waiting has been overtaken. */
  #showing: object | undefined;

  constructor(state: LensState, onShown: () => void) {
    this.#state = state;
    this.#onShown = onShown;
  }

  /**
   * Shows another picture: the original as soon as it is decoded, the rest when the network has run.
   * @param wanted settings that change with it
   * @returns false if the picture is shown already, or again: then nothing has to be explained, and nothing is changed
   */
  async show(source: PictureSource, wanted: Partial<Settings>): Promise<boolean> {
    const state = this.#state;
    if (state.selected === source.key) return false;
    const showing = (this.#showing = {});
    state.selected = source.key;
    state.changed();
    if (state.settled?.source.key === source.key) {
      this.returnToSettled();
      return false;
    }
    try {
      const file = await source.load();
      const decoded = await decodeOriginal(file, source.name, largestSide).catch(() => undefined);
      // A file that the page cannot decode is sent to the Lens anyway, which knows the reason.
      const fault = decoded === undefined ? await this.faultOf(source) : undefined;
      if (fault !== undefined) this.refuse(source, fault);
      if (this.#showing !== showing || state.selected !== source.key) return true;
      state.settings = afterChange(state.settings, wanted, state.lens?.info);
      state.picture = { source, file, size: decoded ?? sourceSize(source), original: decoded?.bitmap };
      this.#onShown();
      state.changed();
    } catch (error) {
      this.refuse(source, describeError(error).message);
    }
    return true;
  }

  /** Asks the Lens what is wrong with a file that the page could not decode; undefined if nothing is. */
  async faultOf(source: PictureSource): Promise<string | undefined> {
    const { lens } = this.#state;
    if (lens === undefined) return undefined;
    try {
      const opened = await lens.open(await source.load(), source.name);
      await lens.close(opened.id);
      return undefined;
    } catch (error) {
      return this.#state.isGone(lens, error) ? undefined : describeError(error).message;
    }
  }

  /** The shown picture is explained; the previous one is no longer needed. */
  settle(lens: Lens): void {
    const { settled: before, picture } = this.#state;
    this.#state.settled = picture;
    if (before?.id === undefined || before.source.key === picture?.source.key) return;
    before.original?.close();
    this.#state.release(lens, before.id);
  }

  /** Reports an error and returns to the last picture that was explained. */
  refuse(source: PictureSource, fault: string): void {
    const state = this.#state;
    state.tell(fault, source);
    if (state.picture?.source.key === source.key) this.returnToSettled();
    if (state.selected === source.key) state.selected = state.picture?.source.key;
    state.changed();
  }

  returnToSettled(): void {
    const state = this.#state;
    const before: ShownPicture | undefined = state.settled;
    state.picture = before === undefined ? undefined : withoutPaintings(before);
    const there = before?.explained?.explanations ?? [];
    const { settings } = state;
    const isThere = there.some(({ method, layer }) => method === settings.method && layer === settings.layer);
    const shown = isThere ? settings : (there.at(-1) ?? settings);
    state.settings = afterChange(
      settings,
      { class: before?.target ?? 'predicted', method: shown.method, layer: shown.layer, compare: 'nothing' },
      state.lens?.info,
    );
    this.#onShown();
    state.changed();
  }

  /** Forgets everything, so that work in progress is dropped. */
  clear(): void {
    this.#showing = undefined;
    this.#state.picture = undefined;
    this.#state.selected = undefined;
  }
}
