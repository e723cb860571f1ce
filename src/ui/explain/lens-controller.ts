/**
 * The page's talk with the Lens: load it, open a picture, explain, locate, paint. Whatever is asked faster than it is
 * answered is coalesced, and an answer about a picture that is no longer shown is dropped.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { describeError } from '../../errors.ts';
import type { Lens, LensOptions } from '../../pipeline/api/lens.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { Size } from '../../pipeline/types.ts';
import { Explaining } from './explaining.ts';
import { LensState, type LensStateOptions } from './lens-state.ts';
import { Looks } from './looks.ts';
import type { Painted } from './painting.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { Pictures } from './pictures.ts';
import { afterChange, fitted, type Settings } from '../shared/settings.ts';
import { unopened } from './shown-picture.ts';

export type CreateLens = (options: LensOptions) => Promise<Lens>;

export class LensController implements ReactiveController {
  /** What is known; to be read only. */
  readonly state: LensState;
  readonly #explaining: Explaining;
  readonly #looks: Looks;
  readonly #pictures: Pictures;
  #connected = false;
  /** Loading that began last: whoever finds another here after waiting has been overtaken. */
  #loading: object | undefined;

  constructor(host: ReactiveControllerHost, { onProblem }: Pick<LensStateOptions, 'onProblem'>) {
    this.state = new LensState({ onProblem, onChange: () => host.requestUpdate() });
    this.#looks = new Looks(this.state);
    this.#pictures = new Pictures(this.state, () => this.#explainAndPaint());
    this.#explaining = new Explaining(this.state, {
      onExplained: (lens) => {
        this.#pictures.settle(lens);
        this.#catchUp();
      },
      onRefused: ({ source }, fault) => this.#pictures.refuse(source, fault),
    });
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#loading = undefined;
    this.state.endLens();
    this.#pictures.clear();
  }

  /** Loads network and shaders; pictures chosen meanwhile are explained when it is done. */
  async load(createLens: CreateLens): Promise<void> {
    const { state } = this;
    if (!this.#connected) return;
    state.failure = undefined;
    try {
      await this.exchange(createLens);
    } catch (error) {
      state.failure = describeError(error).message;
      state.changed();
    }
  }

  /**
   * Takes another Lens in place of the one there is, which goes on until the new one is ready; the picture is explained
   * anew.
   * @throws CamLensError where it cannot be made: then all stays as it is
   */
  async exchange(createLens: CreateLens): Promise<void> {
    const { state } = this;
    const loading = (this.#loading = {});
    const tell = (progress: LoadProgress | undefined) => {
      if (this.#loading !== loading) return;
      state.progress = progress;
      state.changed();
    };
    tell(undefined);
    let lens: Lens;
    try {
      lens = await createLens({ onProgress: tell });
    } catch (error) {
      if (this.#loading === loading) throw error;
      return;
    }
    if (this.#loading !== loading) {
      lens.destroy();
      return;
    }
    const isFirst = state.lens === undefined;
    state.endLens();
    state.lens = lens;
    state.failure = undefined;
    if (state.picture !== undefined) state.picture = unopened(state.picture);
    state.settings = fitted(isFirst ? state.settings : { ...state.settings, layer: '', class: 'predicted' }, lens.info);
    this.#explaining.request();
    state.changed();
  }

  /** Loads anew, whatever there is. */
  reload(createLens: CreateLens): Promise<void> {
    this.state.endLens();
    if (this.state.picture !== undefined) this.state.picture = unopened(this.state.picture);
    this.state.settings = { ...this.state.settings, layer: '', class: 'predicted' };
    return this.load(createLens);
  }

  show(source: PictureSource): Promise<void> {
    return this.#pictures.show(source);
  }

  /** Turns controls; each change costs only what it must. */
  change(change: Partial<Settings>): void {
    const before = this.state.settings;
    const after = afterChange(before, change, this.state.lens?.info);
    this.state.settings = after;
    if (after.threshold !== before.threshold) this.#looks.locate();
    const touches = (...names: readonly (keyof Settings)[]) => names.some((name) => after[name] !== before[name]);
    if (
      touches('method', 'layer', 'class', 'convention', 'compare') ||
      String(after.methods) !== String(before.methods)
    ) {
      this.#explaining.request();
    }
    if (touches('method', 'layer', 'convention', 'colourMap')) this.#looks.paint('heatmap', 'blend', 'strip');
    else if (touches('opacity')) this.#looks.paint('blend', 'strip');
    else if (touches('compare')) this.#looks.paint('strip');
    this.state.changed();
  }

  /** Ends the slow method that runs; what was there stays. */
  stop(): void {
    this.#explaining.stop();
  }

  /** How many device pixels a view shows. */
  resize(show: Painted, size: Size): void {
    this.#looks.resize(show, size);
  }

  /** The blend at the picture's own size, as far as canvases go; undefined where there is none yet. */
  paintFull(): Promise<ImageBitmap | undefined> {
    return this.#looks.paintFull();
  }

  /** Asks the Lens what is wrong with a file that the page could not decode; undefined where nothing is. */
  faultOf(source: PictureSource): Promise<string | undefined> {
    return this.#pictures.faultOf(source);
  }

  #explainAndPaint(): void {
    this.#explaining.request();
    if (this.state.picture?.explained !== undefined) this.#catchUp();
  }

  /** Boxes at the threshold that is set by now, and paintings of what is there. */
  #catchUp(): void {
    const { picture, settings } = this.state;
    const there = picture?.explained?.explanations ?? [];
    if (there.some(({ threshold }) => threshold !== settings.threshold)) this.#looks.locate();
    this.#looks.paint('heatmap', 'blend', 'strip');
    this.state.changed();
  }
}
