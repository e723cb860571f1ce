/**
 * Explains the shown picture until everything shown is available: the quick methods first, the slow one with progress.
 */
import { describeError } from '../../errors.ts';
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import type { Lens } from '../../pipeline/api/lens.ts';
import type { RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import { Latest } from './latest.ts';
import type { LensState } from './lens-state.ts';
import { afterChange } from '../shared/settings.ts';
import { explanationsOf, type ShownPicture } from './shown-picture.ts';
import { layerOf } from '../shared/layer-of.ts';
import { missingSteps, type WantedStep } from '../shared/wanted.ts';

export interface ExplainingOptions {
  /** The picture has one more explanation. */
  readonly onExplained: (lens: Lens) => void;
  /** It cannot be explained, and why. */
  readonly onRefused: (picture: ShownPicture, fault: string) => void;
}

interface Running {
  readonly step: WantedStep;
  readonly target: Target;
  readonly convention: ConventionName;
  readonly refine: RefinementName;
  readonly stop: AbortController;
  isUnwanted: boolean;
}

export class ExplainingQueue {
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

  /** Explains what is missing, and stops work that is no longer needed. */
  request(): void {
    const { lens, picture, settings } = this.#state;
    if (lens === undefined || picture === undefined) return;
    const missing = this.#missing(picture);
    const running = this.#running;
    const isWanted =
      missing.some((step) => isSame(step, running?.step)) &&
      running?.target === settings.class &&
      running.convention === settings.convention &&
      running.refine === settings.refine;
    if (running !== undefined && !isWanted) {
      running.isUnwanted = true;
      running.stop.abort();
    }
    if (missing.length === 0 && picture.id !== undefined) return;
    this.#state.work ??= { message: '', isSlow: false };
    this.#work.request(picture.source.key);
  }

  /** Stops the running slow method; earlier results stay. */
  stop(): void {
    this.#running?.stop.abort();
  }

  #missing(picture: ShownPicture): readonly WantedStep[] {
    const { settings, lens } = this.#state;
    return lens === undefined ? [] : missingSteps(settings, lens.info, explanationsOf(picture, settings));
  }

  async #explain(key: string): Promise<void> {
    const { lens, picture } = this.#state;
    if (lens === undefined || picture?.source.key !== key) return;
    let id = picture.id;
    try {
      id ??= await this.#open(lens, picture);
      // A step whose result was evicted from memory is not tried forever.
      const tried: WantedStep[] = [];
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

  #next(lens: Lens, key: string, tried: readonly WantedStep[]): WantedStep | undefined {
    const { picture } = this.#state;
    if (this.#state.isGone(lens) || picture?.source.key !== key) return undefined;
    return this.#missing(picture).find((step) => !tried.some((other) => isSame(step, other)));
  }

  async #run(lens: Lens, key: string, id: number, step: WantedStep): Promise<void> {
    const { settings, picture } = this.#state;
    const { class: target, convention, refine, threshold } = settings;
    const keep = picture?.explained !== undefined && picture.target === target && picture.refine === refine;
    const running: Running = { step, target, convention, refine, stop: new AbortController(), isUnwanted: false };
    this.#running = running;
    this.#report(running, { message: '', isSlow: step.isSlow });
    const onProgress = ({ fraction, message }: { fraction: number; message: string }) =>
      this.#report(running, {
        ...{ message, fraction, isSlow: step.isSlow },
        sinceMs: this.#state.work?.sinceMs ?? performance.now(),
      });
    try {
      const { methods, layers } = step;
      const how = { conventions: [convention], refine: step.refine, threshold, timed: true, keep };
      const choice = { methods, layers, class: target, ...how };
      const watch = step.isSlow ? { onProgress, signal: running.stop.signal } : {};
      const explained = await lens.explain(id, choice, watch);
      // Paintings of another class, or refined otherwise, would be mistaken for this one's.
      const strip = keep ? {} : { strip: { name: '', blends: {} } };
      if (this.#state.update(lens, key, { id, explained, target, refine, ...strip })) this.#options.onExplained(lens);
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

  /** After a stop: switches to a method that is chosen and explained at this layer, without the strip. */
  #fallBack(): void {
    const { settings, lens, picture } = this.#state;
    const there = explanationsOf(picture, settings);
    const found = lens?.info.methods.filter(
      (method) =>
        settings.methods.includes(method.name) &&
        there.some((one) => one.method === method.name && one.layer === layerOf(method, settings.layer)),
    );
    const names = found?.map(({ name }) => name) ?? [];
    const method = [settings.method, picture?.paintedMethod, 'grad-cam', ...names].find(
      (name) => name !== undefined && names.includes(name),
    );
    if (method === undefined) return;
    this.#state.settings = afterChange(
      settings,
      { method, compare: settings.compare === 'layers' ? 'nothing' : settings.compare },
      lens?.info,
    );
    if (lens !== undefined) this.#options.onExplained(lens);
  }
}

function isSame(one: WantedStep, other: WantedStep | undefined): boolean {
  return (
    String(one.methods) === String(other?.methods) &&
    String(one.layers) === String(other?.layers) &&
    one.refine === other?.refine
  );
}
