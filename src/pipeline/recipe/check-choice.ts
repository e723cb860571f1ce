/** Validates requests: the library is called from JavaScript too, where any value may arrive. */
import { colourMaps } from '../../shaders/colour-maps.ts';
import { CamLensError } from '../../errors.ts';
import { conventionNamed } from './conventions.ts';
import { refinementNamed } from './refine/refinements.ts';
import { checkTarget, isPerPicture, type PerPicture, type Target } from './target.ts';

/** @throws CamLensError `bad-option` unless it is a number from 0 to 1 */
export function checkThreshold(threshold: unknown): void {
  if (typeof threshold === 'number' && threshold >= 0 && threshold <= 1) return;
  throw new CamLensError('bad-option', `The threshold is ${told(threshold)}; a number from 0 to 1 was expected.`);
}

/** @throws CamLensError `bad-option` unless they are numbers from 0 to 1, at least one, in increasing order */
export function checkThresholds(thresholds: unknown): void {
  if (!Array.isArray(thresholds) || thresholds.length === 0) {
    throw new CamLensError('bad-option', 'No thresholds were given; a list of at least one was expected.');
  }
  thresholds.forEach(checkThreshold);
  const place = thresholds.findIndex((threshold, i) => i > 0 && !(threshold > thresholds[i - 1]));
  if (place < 0) return;
  const [before, after] = [told(thresholds[place - 1]), told(thresholds[place])];
  throw new CamLensError('bad-option', `The thresholds are not in increasing order: ${after} comes after ${before}.`);
}

/** @throws CamLensError `bad-option` unless the caller's choice is an object */
export function checkIsChoice(choice: unknown, call: string): void {
  if (typeof choice === 'object' && choice !== null && !Array.isArray(choice)) return;
  throw new CamLensError('bad-option', `The choice given to ${call} is ${told(choice)}; an object was expected.`);
}

/** @throws CamLensError `bad-option` unless they are a list of names, at least one */
export function checkNames(names: unknown, what: string): void {
  if (Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string')) return;
  throw new CamLensError(
    'bad-option',
    `A list with the name of at least one ${what} was expected; ${told(names)} was given.`,
  );
}

/** The request for an explanation, not yet validated. */
export interface AskedFor {
  readonly methods: unknown;
  readonly layers: unknown;
  readonly conventions: unknown;
  readonly refine: unknown;
  readonly threshold: unknown;
  /** Absent or undefined unless boxes at many thresholds are requested. */
  readonly atEach?: unknown;
}

/**
 * @param pictures their number
 * @throws CamLensError `bad-option` naming what is not valid
 */
export function checkAskedFor(
  { methods, layers, conventions, refine, threshold, atEach }: AskedFor,
  pictures: number,
): void {
  checkNames(methods, 'method');
  checkNames(layers, 'layer');
  checkNames(conventions, 'convention');
  (conventions as readonly string[]).forEach(conventionNamed);
  refinementNamed(String(refine));
  checkThreshold(threshold);
  if (atEach !== undefined) checkAtEach(atEach, pictures);
}

/**
 * @param pictures their number
 * @throws CamLensError `bad-option`
 */
export function checkAtEach(atEach: unknown, pictures: number): void {
  checkIsChoice(atEach, 'atEach');
  const { thresholds, truths } = atEach as { readonly thresholds?: unknown; readonly truths?: unknown };
  checkThresholds(thresholds);
  if (truths !== undefined) checkTruths(truths, pictures);
}

function checkTruths(truths: unknown, pictures: number): void {
  checkOneEach(truths, pictures, 'list of true boxes');
  const odd = truths.findIndex((boxes) => !(Array.isArray(boxes) && boxes.every(isBox)));
  if (odd < 0) return;
  throw new CamLensError(
    'bad-option',
    `The true boxes of picture ${odd} are not valid; a list of [x0, y0, x1, y1], x0 < x1 and y0 < ` +
      'y1, was expected.',
  );
}

function isBox(box: unknown): boolean {
  if (!Array.isArray(box) || box.length !== 4 || !box.every(Number.isFinite)) return false;
  const [x0, y0, x1, y1] = box as [number, number, number, number];
  return x0 < x1 && y0 < y1;
}

/** @throws CamLensError `bad-option` unless there is one for each picture */
function checkOneEach(given: unknown, pictures: number, what: string): asserts given is readonly unknown[] {
  if (Array.isArray(given) && given.length === pictures) return;
  const found = Array.isArray(given) ? String(given.length) : told(given);
  throw new CamLensError(
    'bad-option',
    `One ${what} for each of ${pictures} pictures was expected; there are ${found}.`,
  );
}

/** @throws CamLensError `bad-option` unless they are pictures, at least one */
export function checkPictures(pictures: unknown): void {
  if (!Array.isArray(pictures)) {
    throw new CamLensError('bad-option', `A list of pictures was expected; ${told(pictures)} was given.`);
  }
  if (pictures.length === 0) throw new CamLensError('bad-option', 'No picture was given; at least one was expected.');
  const odd = pictures.findIndex((picture: unknown) => !isPicture(picture));
  if (odd < 0) return;
  throw new CamLensError(
    'bad-option',
    `Picture ${odd} of the list is not a picture: decodePicture makes one from a file.`,
  );
}

/** @throws CamLensError `unknown-class`, `bad-option` */
export function checkTargets(target: Target | PerPicture, pictures: number, classes: number): void {
  if (!isPerPicture(target)) return checkTarget(target, classes);
  checkOneEach(target.each, pictures, 'class');
  target.each.forEach((own) => checkTarget(own, classes));
}

/** @throws CamLensError `bad-option` */
export function checkPainting(choice: { show?: unknown; colourMap?: unknown; opacity?: unknown }): void {
  checkIsChoice(choice, 'paint');
  const { show, colourMap, opacity } = choice;
  if (show !== 'heatmap' && show !== 'blend') {
    throw new CamLensError('bad-option', `What to show is ${told(show)}; "heatmap" or "blend" was expected.`);
  }
  if (typeof colourMap !== 'string' || !Object.hasOwn(colourMaps, colourMap)) {
    const known = Object.keys(colourMaps).join(', ');
    throw new CamLensError('bad-option', `There is no colour map ${told(colourMap)}; the colour maps are ${known}.`);
  }
  if (typeof opacity !== 'number' || !(opacity >= 0 && opacity <= 1)) {
    throw new CamLensError('bad-option', `The opacity is ${told(opacity)}; a number from 0 to 1 was expected.`);
  }
}

/** @throws CamLensError `bad-option` unless both are whole numbers of pixels, 1 or more */
export function checkBitmapSize(width: unknown, height: unknown): void {
  const [odd] = [width, height].filter((side) => !(Number.isInteger(side) && (side as number) >= 1));
  if (odd === undefined && width !== undefined && height !== undefined) return;
  throw new CamLensError(
    'bad-option',
    `The size of the bitmap is ${told(width)} × ${told(height)}; whole numbers of pixels were expected.`,
  );
}

function isPicture(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'bitmap' in value && 'width' in value && 'height' in value;
}

/** Any value, in a short form for messages. */
function told(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, 60)}"`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
