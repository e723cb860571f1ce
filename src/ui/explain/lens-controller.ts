/**
 * The page's communication with the Lens: load it, open a picture, explain, locate, paint. Requests that arrive faster
 * than they are answered are coalesced, and answers about a picture that is no longer shown are dropped.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { describeError } from '../../errors.ts';
import type { Lens, LensOptions } from '../../pipeline/api/lens.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { Size } from '../../pipeline/types.ts';
import { ExplainingQueue } from './explaining.ts';
import { LensState, type LensStateOptions } from './lens-state.ts';
import { Looks } from './looks.ts';
import type { Painted } from './painting.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { Pictures } from './pictures.ts';
import { afterChange, fitted, type Settings } from '../shared/settings.ts';
import { unopened } from './shown-picture.ts';

export type CreateLens = (options: LensOptions) => Promise<Lens>;

export class LensController implements ReactiveController {
  /** The known state; read-only. */
  readonly state: LensState;
  readonly #explaining: ExplainingQueue;
  readonly #looks: Looks;
  readonly #pictures: Pictures;
  #connected = false;
  /** The latest load: a task that finds another one here after waiting has been overtaken. */
  #loading: object | undefined;

  constructor(host: ReactiveControllerHost, { onProblem }: Pick<LensStateOptions, 'onProblem'>) {
    this.state = new LensState({ onProblem, onChange: () => host.requestUpdate() });
    this.#looks = new Looks(this.state);
    this.#pictures = new Pictures(this.state, () => this.#explainAndPaint());
    this.#explaining = new ExplainingQueue(this.state, {
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

  /** Loads network and shaders; pictures chosen meanwhile are explained afterwards. */
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
   * Replaces the Lens, which stays in use until the new one is ready; the picture is explained again.
   * @throws CamLensError if it cannot be created: then nothing changes
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

  /** Loads again from scratch. */
  reload(createLens: CreateLens): Promise<void> {
    this.state.endLens();
    if (this.state.picture !== undefined) this.state.picture = unopened(this.state.picture);
    this.state.settings = { ...this.state.settings, layer: '', class: 'predicted' };
    return this.load(createLens);
  }

  /** @param wanted settings that change with the picture, if not only the class */
  async show(source: PictureSource, wanted?: Partial<Settings>): Promise<void> {
    const isNew = await this.#pictures.show(source, wanted ?? { class: source.target ?? 'predicted' });
    if (!isNew && wanted !== undefined) this.change(wanted);
  }

  /** Changes settings; each change does only the necessary work. */
  change(change: Partial<Settings>): void {
    const before = this.state.settings;
    const after = afterChange(before, change, this.state.lens?.info);
    this.state.settings = after;
    if (after.threshold !== before.threshold) this.#looks.locate();
    const touches = (...names: readonly (keyof Settings)[]) => names.some((name) => after[name] !== before[name]);
    if (
      touches('method', 'layer', 'class', 'convention', 'refine', 'compare') ||
      String(after.methods) !== String(before.methods)
    ) {
      this.#explaining.request();
    }
    if (touches('method', 'layer', 'convention', 'refine', 'colourMap')) this.#looks.paint('heatmap', 'blend', 'strip');
    else if (touches('opacity')) this.#looks.paint('blend', 'strip');
    else if (touches('compare')) this.#looks.paint('strip');
    this.state.changed();
  }

  /** Stops the running slow method; earlier results stay. */
  stop(): void {
    this.#explaining.stop();
  }

  /** How many device pixels a view shows. */
  resize(show: Painted, size: Size): void {
    this.#looks.resize(show, size);
  }

  /** The blend at the picture's own size, as far as canvases allow; undefined if there is none yet. */
  paintFull(): Promise<ImageBitmap | undefined> {
    return this.#looks.paintFull();
  }

  /** Asks the Lens what is wrong with a file that the page could not decode; undefined if nothing is. */
  faultOf(source: PictureSource): Promise<string | undefined> {
    return this.#pictures.faultOf(source);
  }

  #explainAndPaint(): void {
    this.#explaining.request();
    if (this.state.picture?.explained !== undefined) this.#catchUp();
  }

  /** Updates boxes to the current threshold, and repaints what is there. */
  #catchUp(): void {
    const { picture, settings } = this.state;
    const there = picture?.explained?.explanations ?? [];
    if (there.some(({ threshold }) => threshold !== settings.threshold)) this.#looks.locate();
    this.#looks.paint('heatmap', 'blend', 'strip');
    this.state.changed();
  }
}
