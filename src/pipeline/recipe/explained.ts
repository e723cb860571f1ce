/**
 * Explanations whose heatmaps are still where they were made, so that boxes and paintings need no further run of the
 * network.
 */
import type { Heatmaps, Value } from '../chain/chain.ts';
import { checkAtEach, checkPainting, checkThreshold } from './check-choice.ts';
import { rankClasses } from './classes.ts';
import type { ConventionName } from './conventions.ts';
import type { ExplainedParts } from './explained-parts.ts';
import { checkFacts, type Facts } from './facts.ts';
import { byPicture, locate, type AtEach, type LocatedAtEach, type LocatedGroups } from './locate.ts';
import { CamLensError } from '../../errors.ts';
import { required } from '../invariants.ts';
import { readHeatmaps } from './read-heatmaps.ts';
import { resultsOf, type PictureResult } from './results.ts';
import { classesOf, targetOf, targetRows } from './target.ts';
import { Trial } from './trial.ts';
import type { ColourMap, Size } from '../types.ts';

/** Which explanation to paint, and how. */
export interface PaintChoice {
  /** Which picture of the batch; default: 0. */
  readonly picture?: number;
  /** The method's name. */
  readonly method: string;
  /** The layer's name; `input` for methods that use no layer. */
  readonly layer: string;
  /** Default: the first one requested. */
  readonly convention?: ConventionName;
  /** The heatmap alone, or over the picture. */
  readonly show: 'heatmap' | 'blend';
  /** How 0…1 is mapped to colours. */
  readonly colourMap: ColourMap;
  /** Opacity of the colours over the picture, 0…1; only for a blend. */
  readonly opacity: number;
}

/** What is read immediately. */
interface FirstLook {
  /** [N, classes] */
  readonly logits: Value;
  /** Of the boxes in the results. */
  readonly threshold: number;
  /** No boxes are in the results. */
  readonly boxless: boolean;
  readonly atEach: AtEach | undefined;
}

/**
 * Tests one explanation; the caller destroys the trial before the explanations. Not for users of the library: measures
 * are built on it.
 * @param picture of the batch
 * @param index among the picture's explanations, in the order of its results
 * @throws CamLensError `bad-option` if there is none; `ended`
 */
export let beginTrial: (explained: Explained, picture: number, index: number) => Trial;

/**
 * Explanations of a batch, whose heatmaps are still where they were made. Every method throws `ended` after `destroy`.
 */
export class Explained {
  readonly #parts: ExplainedParts;
  readonly #facts: Facts;
  readonly #trials: Trial[] = [];
  #isDestroyed = false;

  private constructor(parts: ExplainedParts, facts: Facts) {
    this.#parts = parts;
    this.#facts = facts;
  }

  /**
   * The first results, at one threshold, on the chain that made the heatmaps: one submit and one read-back for all.
   * @param parts with the logits, [N, classes]
   * @throws CamLensError `not-finite` naming the picture, and the class, or the method and the layer
   * @internal
   */
  static async create(parts: ExplainedParts & FirstLook): Promise<{
    explained: Explained;
    results: readonly PictureResult[];
    located: readonly (readonly LocatedAtEach[])[];
  }> {
    const { chain, groups, logits, threshold, atEach } = parts;
    const rangeValues = groups.map(({ heatmaps }) => rangesOf(heatmaps));
    const mapValues = [...new Set(groups.flatMap(({ items }) => items.map((item) => item.map)))];
    const wanted = [logits, ...rangeValues, ...mapValues];
    const look = async (): Promise<{ located?: LocatedGroups; values: readonly Float32Array[] }> => {
      if (atEach !== undefined) return locate(chain, parts, { ...atEach, all: false }, wanted);
      if (parts.boxless) return { values: await chain.read(wanted) };
      return locate(chain, parts, { thresholds: [threshold], all: true }, wanted);
    };
    const { located, values } = await look();
    const [logitsRead, ...others] = values;
    const facts: Facts = {
      logits: required(logitsRead, 'the logits'),
      ranges: others.slice(0, rangeValues.length),
      maps: new Map(mapValues.map((map, i) => [map, required(others[rangeValues.length + i], `raw map ${i}`)])),
    };
    checkFacts(parts, facts);
    const explained = new Explained(parts, facts);
    if (atEach === undefined) return { explained, results: resultsOf(parts, facts, threshold, located), located: [] };
    const found = required(located, 'the results at each threshold');
    return { explained, results: resultsOf(parts, facts, threshold), located: byPicture(parts, found) };
  }

  /**
   * Masks, components and boxes at another threshold, 0…1, one result per picture; neither the network nor the
   * upsampling runs again.
   * @throws CamLensError `bad-option`, `out-of-memory`, `gpu-failed`, `device-lost`, `ended`
   */
  async locate(threshold: number): Promise<readonly PictureResult[]> {
    checkThreshold(threshold);
    const chain = this.#alive.engine.begin();
    try {
      const { located } = await locate(chain, this.#alive, { thresholds: [threshold], all: true });
      return resultsOf(this.#parts, this.#facts, threshold, located);
    } finally {
      chain.destroy();
    }
  }

  /**
   * The largest component's box at each of many thresholds at once.
   * @returns [pictures][explanations, in the order of the results]
   * @throws CamLensError as `locate`
   */
  async locateAtEach(atEach: AtEach): Promise<readonly (readonly LocatedAtEach[])[]> {
    checkAtEach(atEach, this.#alive.pictures.length);
    const chain = this.#alive.engine.begin();
    try {
      const { located } = await locate(chain, this.#alive, { ...atEach, all: false });
      return byPicture(this.#parts, located);
    } finally {
      chain.destroy();
    }
  }

  /**
   * The scores before softmax.
   * @param picture of the batch, 0 … pictures − 1
   * @returns [classes]
   * @throws CamLensError `bad-option` if there is no such picture; `ended`
   */
  logitsOf(picture: number): Float32Array {
    this.#checkPicture(picture);
    const count = this.#alive.classNames.length;
    return this.#facts.logits.subarray(picture * count, (picture + 1) * count);
  }

  /**
   * The heatmaps of a picture, in the order of its results; a copy of every pixel.
   * @param picture of the batch, 0 … pictures − 1
   * @returns by explanation: width · height values, 0…1, row-major
   * @throws CamLensError `bad-option` if there is no such picture; otherwise as `locate`
   */
  async readHeatmaps(picture: number): Promise<readonly (Size & { readonly values: Float32Array })[]> {
    this.#checkPicture(picture);
    const all = await readHeatmaps(this.#alive, (item) => item.picture === picture);
    return required(all[picture], `the heatmaps of picture ${picture}`);
  }

  /**
   * Those of all pictures, each read once.
   * @returns [pictures][explanations, in the order of the results]
   * @throws CamLensError as `locate`
   * @internal
   */
  readAllHeatmaps(): Promise<readonly (readonly (Size & { readonly values: Float32Array })[])[]> {
    return readHeatmaps(this.#alive, () => true);
  }

  static {
    beginTrial = (explained, picture, index) => explained.#beginTrial(picture, index);
  }

  #beginTrial(picture: number, index: number): Trial {
    const { engine, network, input, image, pictures, groups, classNames, target } = this.#alive;
    const item = groups.flatMap(({ items }) => items).filter((one) => one.picture === picture)[index];
    if (item === undefined) throw new CamLensError('bad-option', `Picture ${picture} has no explanation ${index}.`);
    const logits = this.logitsOf(picture);
    const [best] = rankClasses(logits, classNames, 1);
    const row = targetRows(
      classesOf(targetOf(target, picture), required(best, 'the class predicted').index),
      1,
      classNames.length,
    );
    const trial = new Trial({
      ...item,
      name: pictures[picture]?.name ?? '',
      engine,
      network,
      image,
      input,
      logits,
      target: row,
    });
    this.#trials.push(trial);
    return trial;
  }

  /** Its GPU is lost, or its explainer destroyed: nothing can be located or painted any more. */
  get isDead(): boolean {
    return this.#parts.engine.isDead;
  }

  /**
   * Paints one explanation at the canvas's own size, directly on the GPU.
   * @throws CamLensError `bad-option` if that explanation was not made; `out-of-memory`, `gpu-failed`, `device-lost`:
   *   then the canvas's content is not valid
   */
  async paint(canvas: OffscreenCanvas | HTMLCanvasElement, choice: PaintChoice): Promise<void> {
    await this.#paint(canvas, choice, () => undefined);
  }

  /**
   * As `paint`, as a bitmap of that size.
   * @param size in pixels
   * @throws CamLensError as `paint`
   */
  paintBitmap({ width, height }: Size, choice: PaintChoice): Promise<ImageBitmap> {
    const canvas = new OffscreenCanvas(width, height);
    return this.#paint(canvas, choice, () => canvas.transferToImageBitmap());
  }

  /** @param take takes what was painted, in the task in which a GPU paints: in the next, the canvas is blank */
  async #paint<Taken>(
    canvas: OffscreenCanvas | HTMLCanvasElement,
    choice: PaintChoice,
    take: () => Taken,
  ): Promise<Taken> {
    const { engine, groups, pictures } = this.#alive;
    checkPainting(choice);
    const index = choice.picture ?? 0;
    for (const { items, heatmaps } of groups) {
      const found = items.findIndex(
        ({ picture, method, layer, convention }) =>
          picture === index &&
          method === choice.method &&
          layer === choice.layer &&
          convention === (choice.convention ?? convention),
      );
      const picture = pictures[index];
      if (found < 0 || picture === undefined) continue;
      const chain = engine.begin();
      try {
        await chain.paint(canvas, { ...choice, picture, heatmaps, index: found });
        const taken = take();
        await chain.settled();
        return taken;
      } finally {
        chain.destroy();
      }
    }
    throw new CamLensError(
      'bad-option',
      `${choice.method} at ${choice.layer} is not among the explanations that were made.`,
    );
  }

  /** Frees the memory of the heatmaps and of its trials. The pictures belong to the caller. */
  destroy(): void {
    this.#isDestroyed = true;
    for (const trial of this.#trials.splice(0)) trial.destroy();
    this.#parts.chain.destroy();
  }

  #checkPicture(picture: number): void {
    const { length } = this.#alive.pictures;
    if (Number.isInteger(picture) && picture >= 0 && picture < length) return;
    throw new CamLensError('bad-option', `There is no picture ${picture}; the indices are 0 to ${length - 1}.`);
  }

  /** Once destroyed, its handles refer to memory that other pictures reuse. */
  get #alive(): ExplainedParts {
    if (!this.#isDestroyed) return this.#parts;
    throw new CamLensError('ended', 'This explanation was destroyed; explain the picture again.');
  }
}

function rangesOf(heatmaps: Heatmaps): Value {
  if (heatmaps.ranges === undefined) throw new CamLensError('internal', 'The heatmaps are not normalised yet.');
  return heatmaps.ranges;
}
