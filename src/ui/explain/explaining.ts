/** Explains the shown picture until all that is shown is there: the quick methods first, the slow one with progress. */
import { describeError } from '../../errors.ts';
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import type { Lens } from '../../pipeline/api/lens.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import { Latest } from './latest.ts';
import type { LensState } from './lens-state.ts';
import { afterChange } from '../shared/settings.ts';
import { explanationsOf, type ShownPicture } from './shown-picture.ts';
import { layerOf, missingSteps, type Step } from '../shared/wanted.ts';

export interface ExplainingOptions {
  /** The picture has an explanation more. */
  readonly onExplained: (lens: Lens) => void;
  /** It cannot be explained, and why. */
  readonly onRefused: (picture: ShownPicture, fault: string) => void;
}

interface Running {
  readonly step: Step;
  readonly target: Target;
  readonly convention: ConventionName;
  readonly stop: AbortController;
  isUnwanted: boolean;
}

export class Explaining {
  readonly #state: LensState;
  readonly #options: ExplainingOptions;
  readonly #work = new Latest((key: string) => this.#explain(key));
  #running: Running | undefined;

  constructor(state: LensState, options: ExplainingOptions) {
    this.#state = state;
    this.#options = options;
    state.onEnd(() => {
      this.#running = undefined;
      this.#work.abandon();
    });
  }

  /** Explains what is missing; what runs and is wanted no longer is stopped. */
  request(): void {
    const { lens, picture, settings } = this.#state;
    if (lens === undefined || picture === undefined) return;
    const missing = this.#missing(picture);
    const running = this.#running;
    const isWanted =
      missing.some((step) => isSame(step, running?.step)) &&
      running?.target === settings.class &&
      running.convention === settings.convention;
    if (running !== undefined && !isWanted) {
      running.isUnwanted = true;
      running.stop.abort();
    }
    if (missing.length === 0 && picture.id !== undefined) return;
    this.#state.work ??= { message: '', isSlow: false };
    this.#work.request(picture.source.key);
  }

  /** Ends the slow method that runs; what was there stays. */
  stop(): void {
    this.#running?.stop.abort();
  }

  #missing(picture: ShownPicture): readonly Step[] {
    const { settings, lens } = this.#state;
    return lens === undefined ? [] : missingSteps(settings, lens.info, explanationsOf(picture, settings));
  }

  async #explain(key: string): Promise<void> {
    const { lens, picture } = this.#state;
    if (lens === undefined || picture?.source.key !== key) return;
    let id = picture.id;
    try {
      id ??= await this.#open(lens, picture);
      // A step that left no trace, since memory went to others, is not tried for ever.
      const tried: Step[] = [];
      for (let step = this.#next(lens, key, tried); step !== undefined; step = this.#next(lens, key, tried)) {
        tried.push(step);
        await this.#run(lens, key, id, step);
      }
      this.#state.release(lens, id);
    } catch (error) {
      if (this.#state.isGone(lens, error)) return;
      if (this.#state.picture?.source.key === key) this.#options.onRefused(picture, describeError(error).message);
      if (id !== undefined) this.#state.release(lens, id);
    }
    if (this.#state.isGone(lens) || this.#work.waiting) return;
    this.#state.work = undefined;
    this.#state.changed();
  }

  async #open(lens: Lens, { file, source }: ShownPicture): Promise<number> {
    const { id, width, height } = await lens.open(file, source.name);
    this.#state.update(lens, source.key, { id, size: { width, height } });
    return id;
  }

  #next(lens: Lens, key: string, tried: readonly Step[]): Step | undefined {
    const { picture } = this.#state;
    if (this.#state.isGone(lens) || picture?.source.key !== key) return undefined;
    return this.#missing(picture).find((step) => !tried.some((other) => isSame(step, other)));
  }

  async #run(lens: Lens, key: string, id: number, step: Step): Promise<void> {
    const { settings, picture } = this.#state;
    const { class: target, convention, threshold } = settings;
    const keep = picture?.explained !== undefined && picture.target === target;
    const running: Running = { step, target, convention, stop: new AbortController(), isUnwanted: false };
    this.#running = running;
    this.#report(running, { message: '', isSlow: step.isSlow });
    const onProgress = ({ fraction, message }: { fraction: number; message: string }) =>
      this.#report(running, {
        ...{ message, fraction, isSlow: step.isSlow },
        sinceMs: this.#state.work?.sinceMs ?? performance.now(),
      });
    try {
      const { methods, layers } = step;
      const choice = { methods, layers, class: target, conventions: [convention], threshold, timed: true, keep };
      const watch = step.isSlow ? { onProgress, signal: running.stop.signal } : {};
      const explained = await lens.explain(id, choice, watch);
      // Paintings of another class would pass for this one's.
      const strip = keep ? {} : { strip: { method: '', blends: {} } };
      if (this.#state.update(lens, key, { id, explained, target, ...strip })) this.#options.onExplained(lens);
    } catch (error) {
      if (describeError(error).code !== 'stopped' || this.#state.isGone(lens)) throw error;
      if (!running.isUnwanted) this.#fallBack();
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }

  #report(running: Running, work: NonNullable<LensState['work']>): void {
    if (this.#running !== running) return;
    this.#state.work = work;
    this.#state.changed();
  }

  /** After a stop: a method that is explained at this layer, and no strip. */
  #fallBack(): void {
    const { settings, lens, picture } = this.#state;
    const there = explanationsOf(picture, settings);
    const found = lens?.info.methods.filter((method) =>
      there.some((one) => one.method === method.name && one.layer === layerOf(method, settings.layer)),
    );
    const names = found?.map(({ name }) => name) ?? [];
    const method = [settings.method, picture?.paintedMethod, 'grad-cam', ...names].find(
      (name) => name !== undefined && names.includes(name),
    );
    if (method === undefined) return;
    this.#state.settings = afterChange(settings, { method, compare: false }, lens?.info);
    if (lens !== undefined) this.#options.onExplained(lens);
  }
}

function isSame(one: Step, other: Step | undefined): boolean {
  return String(one.methods) === String(other?.methods) && String(one.layers) === String(other?.layers);
}
