/**
 * Whether what a caller asks for can be asked: the library is called from JavaScript too, where anything may come.
 */
import { colourMaps } from '../../shaders/colour-maps.ts';
import { CamLensError } from '../../errors.ts';
import { conventionNamed } from './conventions.ts';
import { checkTarget, targetOf, type PerPicture, type Target } from './target.ts';

/** @throws CamLensError `bad-option` unless it is a number from 0 to 1 */
export function checkThreshold(threshold: unknown): void {
  if (typeof threshold === 'number' && threshold >= 0 && threshold <= 1) return;
  throw new CamLensError('bad-option', `The threshold is ${told(threshold)}; a number from 0 to 1 was expected.`);
}

/** @throws CamLensError `bad-option` unless they are numbers from 0 to 1, at least one, rising */
export function checkThresholds(thresholds: unknown): void {
  if (!Array.isArray(thresholds) || thresholds.length === 0) {
    throw new CamLensError('bad-option', 'No thresholds were given; a list of at least one was expected.');
  }
  thresholds.forEach(checkThreshold);
  const place = thresholds.findIndex((threshold, i) => i > 0 && !(threshold > thresholds[i - 1]));
  if (place < 0) return;
  const [before, after] = [told(thresholds[place - 1]), told(thresholds[place])];
  throw new CamLensError('bad-option', `The thresholds do not rise: ${after} comes after ${before}.`);
}

/** @throws CamLensError `bad-option` unless it is an object: what the caller chooses */
export function checkIsChoice(choice: unknown, call: string): void {
  if (typeof choice === 'object' && choice !== null && !Array.isArray(choice)) return;
  throw new CamLensError('bad-option', `${call} was given ${told(choice)} as its choice; an object was expected.`);
}

/** @throws CamLensError `bad-option` unless they are names in a list, at least one */
export function checkNames(names: unknown, what: string): void {
  if (Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string')) return;
  throw new CamLensError(
    'bad-option',
    `At least one ${what} was expected, by name, in a list; ${told(names)} was given.`,
  );
}

/** What an explanation is made of, as it may come. */
export interface AskedFor {
  readonly methods: unknown;
  readonly layers: unknown;
  readonly conventions: unknown;
  readonly threshold: unknown;
  /** Absent or undefined where nothing is looked for at many thresholds. */
  readonly atEach?: unknown;
}

/** @throws CamLensError `bad-option` naming what is not as it should be */
export function checkAskedFor({ methods, layers, conventions, threshold, atEach }: AskedFor): void {
  checkNames(methods, 'method');
  checkNames(layers, 'layer');
  checkNames(conventions, 'convention');
  (conventions as readonly string[]).forEach(conventionNamed);
  checkThreshold(threshold);
  if (atEach !== undefined) checkAtEach(atEach);
}

/** @throws CamLensError `bad-option` */
export function checkAtEach(atEach: unknown): void {
  checkIsChoice(atEach, 'atEach');
  checkThresholds((atEach as { readonly thresholds?: unknown }).thresholds);
}

/** @throws CamLensError `bad-option` unless they are pictures, at least one */
export function checkPictures(pictures: unknown): void {
  if (!Array.isArray(pictures)) {
    throw new CamLensError('bad-option', `A list of pictures was expected; ${told(pictures)} was given.`);
  }
  if (pictures.length === 0) throw new CamLensError('bad-option', 'No picture was given; at least one was expected.');
  const odd = pictures.findIndex((picture: unknown) => !isPicture(picture));
  if (odd < 0) return;
  throw new CamLensError('bad-option', `Picture ${odd} of the list is none: decodePicture makes one of a file.`);
}

/** @throws CamLensError `unknown-class`, `bad-option` */
export function checkTargets(target: Target | PerPicture, pictures: number, classes: number): void {
  for (let picture = 0; picture < pictures; picture++) checkTarget(targetOf(target, picture), classes);
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
    `A bitmap of ${told(width)} × ${told(height)} was asked for; pixels were expected.`,
  );
}

function isPicture(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'bitmap' in value && 'width' in value && 'height' in value;
}

/** As it stands in a message: short, whatever it is. */
function told(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, 60)}"`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
