/** The page's state of its Lens and its pictures, shared by the parts of the controller. */
import { describeError } from '../../errors.ts';
import type { Lens } from '../../pipeline/api/lens.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { initialSettings, type Settings } from '../shared/settings.ts';
import { unopened, type ShownPicture } from './shown-picture.ts';
import { deviceLost } from '../shared/words.ts';

/** An explanation in progress. */
export interface Work {
  /** The Lens's progress message; empty if there is none. */
  readonly message: string;
  /** 0…1, for long work. */
  readonly fraction?: number;
  /** When its first report arrived, in milliseconds of the page's clock. */
  readonly sinceMs?: number;
  /** It can be stopped. */
  readonly isSlow: boolean;
}

export interface LensStateOptions {
  /** Something here has changed. */
  readonly onChange: () => void;
  /** A picture could not be shown, or something else went wrong. */
  readonly onProblem: (message: string, source?: PictureSource) => void;
}

export class LensState {
  lens: Lens | undefined;
  progress: LoadProgress | undefined;
  /** Why there is no Lens: it could not be loaded, or its device was lost. */
  failure: string | undefined;
  settings: Settings = initialSettings;
  /** Key of the picture requested last; `picture` follows as soon as there is something to show. */
  selected: string | undefined;
  picture: ShownPicture | undefined;
  /** The last picture that was explained; the page returns to it if the next one fails. */
  settled: ShownPicture | undefined;
  work: Work | undefined;

  readonly #options: LensStateOptions;
  readonly #endings: (() => void)[] = [];

  constructor(options: LensStateOptions) {
    this.#options = options;
  }

  changed(): void {
    this.#options.onChange();
  }

  tell(message: string, source?: PictureSource): void {
    this.#options.onProblem(message, source);
  }

  /** Calls back when the Lens ends, so that nothing waits for its answers. */
  onEnd(ending: () => void): void {
    this.#endings.push(ending);
  }

  endLens(): void {
    this.lens?.destroy();
    this.lens = undefined;
    this.settled = undefined;
    this.work = undefined;
    for (const ending of this.#endings) ending();
  }

  /** Ignores answers of a Lens after its end. A lost device ends it. */
  isGone(lens: Lens, error?: unknown): boolean {
    if (this.lens === lens && describeError(error).code === 'device-lost') {
      this.endLens();
      this.failure = deviceLost;
      if (this.picture !== undefined) this.picture = unopened(this.picture);
      this.changed();
    }
    return this.lens !== lens;
  }

  /** Updates the shown picture; false if another one is shown by now. */
  update(lens: Lens, key: string, known: Partial<ShownPicture>): boolean {
    if (this.isGone(lens) || this.picture?.source.key !== key) return false;
    this.picture = { ...this.picture, ...known };
    if (this.settled?.source.key === key) this.settled = this.picture;
    this.changed();
    return true;
  }

  /** Closes a picture unless the page still shows it or may return to it. */
  release(lens: Lens, id: number): void {
    if (this.isGone(lens) || id === this.picture?.id || id === this.settled?.id) return;
    void lens.close(id).catch((error: unknown) => {
      if (!this.isGone(lens, error)) reportError(error);
    });
  }
}
