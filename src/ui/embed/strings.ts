/** What the elements say, by language. */
import type { Pixel } from '../shared/heatmap-value.ts';
import { StringTables } from '../shared/string-tables.ts';
import { percent, rawValue, wholePercent } from '../shared/words.ts';
import type { ErrorWords, StepWords } from '../shared/work-words.ts';

/** What is read at one point of a picture. */
export interface PointReading {
  readonly pixel: Pixel;
  /** Value of the heatmap, 0…1. */
  readonly heatmap: number;
  /** Value of the map it is made from. */
  readonly map: number;
  /** That map is a refined one, not the raw one. */
  readonly isRefined: boolean;
}

/** One line of the picture's thirds, from the left. */
type Thirds = readonly [left: string, middle: string, right: string];

export interface ElementStrings {
  /** The button of `reveal="interaction"`. */
  readonly explain: string;
  readonly tryAgain: string;
  /** Name of a picture without `alt`. */
  readonly picture: string;
  readonly camera: string;
  readonly video: string;
  readonly startCamera: string;
  readonly play: string;
  readonly stop: string;
  /** Label of the progress bar. */
  readonly explaining: string;
  readonly beingExplained: string;
  /** The slider of `view="slider"`. */
  readonly line: string;
  readonly fromLeft: (percent: number) => string;
  /** Below a picture with `controls` when nothing is read. */
  readonly howToRead: string;
  readonly reading: (reading: PointReading) => string;
  readonly method: string;
  readonly layer: string;
  readonly class: string;
  readonly predictedClass: string;
  readonly threshold: string;
  readonly opacity: string;
  /** Of a layer. */
  readonly recommended: string;
  readonly sizeNotKnown: string;
  /** The picture of `<cam-lens-compare>`. */
  readonly compared: (alt: string) => string;
  readonly andNot: (one: string, other: string) => string;
  /** Of a share 0…1, with one decimal. */
  readonly percent: (share: number) => string;
  readonly wholePercent: (share: number) => string;
  /** Where something is, by thirds from the top. */
  readonly places: readonly [Thirds, Thirds, Thirds];
  /** @param where `boxAt` or `allOver` */
  readonly evidence: (title: string, where: string) => string;
  readonly noEvidence: (title: string) => string;
  /** @param place one of `places` @param share of the picture's area, written */
  readonly boxAt: (place: string, share: string) => string;
  readonly allOver: (place: string) => string;
  /** @param place one of `places` */
  readonly shortEvidence: (place: string) => string;
  readonly noShortEvidence: string;
  readonly errors: ErrorWords;
  readonly steps: StepWords;
}

export const english: ElementStrings = {
  explain: 'Explain',
  tryAgain: 'Try again',
  picture: 'Picture',
  camera: 'Camera',
  video: 'Video',
  startCamera: 'Start the camera',
  play: 'Play and explain',
  stop: 'Stop',
  explaining: 'Explaining',
  beingExplained: 'The picture is being explained.',
  line: 'Line between the picture and its explanation',
  fromLeft: (share) => `${share} % from the left`,
  howToRead: 'Point at the picture, or press arrow keys in it, to read values.',
  reading: ({ pixel: [x, y], heatmap, map, isRefined }) =>
    `x ${x}, y ${y}: heatmap ${heatmap.toFixed(2)}, ${isRefined ? 'refined' : 'raw'} map ${rawValue(map)}`,
  method: 'Method',
  layer: 'Layer',
  class: 'Class',
  predictedClass: 'The predicted class',
  threshold: 'Threshold of the box',
  opacity: 'Opacity of the heatmap',
  recommended: 'recommended',
  sizeNotKnown: 'Size not known',
  compared: (alt) => `${alt}, explained side by side; arrow keys read values`,
  andNot: (one, other) => `${one} and not ${other}`,
  percent,
  wholePercent,
  places: [
    ['in the upper left', 'in the upper middle', 'in the upper right'],
    ['at the left', 'in the middle', 'at the right'],
    ['in the lower left', 'in the lower middle', 'in the lower right'],
  ],
  evidence: (title, where) => `The evidence (${title}) lies ${where}.`,
  noEvidence: (title) => `${title} finds no evidence that stands out.`,
  boxAt: (place, share) => `${place} of the picture, in a box of ${share} of its area`,
  allOver: (place) => `all over the picture, and is strongest ${place}`,
  shortEvidence: (place) => `evidence ${place}`,
  noShortEvidence: 'no evidence stands out',
  errors: {},
  steps: {},
};

export const elementStrings = new StringTables(english);

/** The strings for a language tag, for its language without region, or English. */
export function stringsFor(language: string): ElementStrings {
  return elementStrings.for(language);
}
