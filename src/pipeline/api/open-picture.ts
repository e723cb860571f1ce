/** A picture that stays open in the worker, with those of its explanations whose heatmaps are still available. */
import { CamLensError } from '../../errors.ts';
import { closePicture } from '../picture/decode.ts';
import type { Explaining } from '../recipe/explain.ts';
import type { Explained, PaintChoice } from '../recipe/explained.ts';
import { heatmapSize } from '../recipe/heatmap-size.ts';
import type { Picture, Size } from '../types.ts';
import type { Explanation } from '../recipe/explanation.ts';

/** Repeats an explanation of the picture. */
type ExplainAgain = () => Promise<Pick<Explaining, 'explained'>>;

interface Kept {
  explained: Explained;
  explanations: readonly Explanation[];
  readonly again: ExplainAgain;
}

/** Total limit on the pixels of heatmaps kept for one picture (256 MiB of float32). */
const usualBudget = 2 ** 26;

export class OpenPicture {
  readonly picture: Picture;
  readonly #mostPixels: number;
  /** The newest comes last. */
  #kept: Kept[] = [];

  /** @param mostPixels limit on the total number of heatmap pixels; the newest heatmaps are always kept */
  constructor(picture: Picture, mostPixels = usualBudget) {
    this.picture = picture;
    this.#mostPixels = mostPixels;
  }

  /** Everything that can be painted, oldest first. */
  get explanations(): readonly Explanation[] {
    return this.#kept.flatMap(({ explanations }) => explanations);
  }

  /**
   * @param keep also keep earlier explanations, as far as memory allows: the oldest is dropped first
   * @param again recreates the heatmaps if they were lost with their GPU
   */
  add({ explained, results }: Pick<Explaining, 'explained' | 'results'>, keep: boolean, again: ExplainAgain): void {
    if (!keep) this.#drop(this.#kept.length);
    this.#kept.push({ explained, explanations: results[0]?.explanations ?? [], again });
    const { width, height } = heatmapSize(this.picture);
    while (this.#kept.length > 1 && this.explanations.length * width * height > this.#mostPixels) {
      this.#drop(1);
    }
  }

  /** Boxes at another threshold, 0…1, for everything that is kept. */
  async locate(threshold: number): Promise<readonly Explanation[]> {
    if (this.#kept.length === 0) throw new CamLensError('bad-option', `${this.picture.name} is not explained yet.`);
    for (const kept of this.#kept) {
      const [result] = await (await living(kept)).locate(threshold);
      kept.explanations = result?.explanations ?? [];
    }
    return this.explanations;
  }

  /** @param size of the bitmap, in pixels */
  async paint(size: Size, choice: PaintChoice): Promise<ImageBitmap> {
    const { method, layer, convention } = choice;
    const made = this.#kept.findLast(({ explanations }) =>
      explanations.some(
        (one) => one.method === method && one.layer === layer && one.convention === (convention ?? one.convention),
      ),
    );
    if (made === undefined) {
      throw new CamLensError('bad-option', `${this.picture.name} is not explained by ${method} at ${layer}.`);
    }
    return (await living(made)).paintBitmap(size, choice);
  }

  close(): void {
    this.#drop(this.#kept.length);
    closePicture(this.picture);
  }

  #drop(count: number): void {
    for (const { explained } of this.#kept.splice(0, count)) explained.destroy();
  }
}

async function living(kept: Kept): Promise<Explained> {
  if (kept.explained.isDead) ({ explained: kept.explained } = await kept.again());
  return kept.explained;
}
