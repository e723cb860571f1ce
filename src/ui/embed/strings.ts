/** What the elements say, by language. */
import type { ErrorCode } from '../../errors.ts';
import type { ProgressStep } from '../shared/events.ts';
import type { Pixel } from '../shared/heatmap-value.ts';
import { percent, rawValue, wholePercent } from '../shared/words.ts';

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
  /**
   * By error code, what is wrong and what helps. The error's own English message, which names files and options, is shown
   * after it; where there is no sentence, it is shown alone.
   */
  readonly errors: Readonly<Partial<Record<ErrorCode, string>>>;
  /** By step, what is being done; where there is none, the progress's own English message is shown. */
  readonly steps: Readonly<Partial<Record<ProgressStep, string>>>;
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

const tables = new Map<string, ElementStrings>([['en', english]]);
const followers = new Set<() => void>();
let observer: MutationObserver | undefined;

function tellFollowers(): void {
  for (const follow of followers) follow();
}

/**
 * What the elements say in a language, or some of it; the rest stays as it was: at first as in the language without its
 * region, or English. Elements on the page follow.
 * @param language a tag as in `lang`: `de`, `de-AT`
 */
export function setStrings(language: string, strings: Partial<ElementStrings>): void {
  const before = stringsFor(language);
  tables.set(language.toLowerCase(), {
    ...{ ...before, ...strings },
    errors: { ...before.errors, ...strings.errors },
    steps: { ...before.steps, ...strings.steps },
  });
  tellFollowers();
}

/** The strings for a language tag, for its language without region, or English. */
export function stringsFor(language: string): ElementStrings {
  const parts = language.toLowerCase().split('-');
  for (; parts.length > 0; parts.pop()) {
    const found = tables.get(parts.join('-'));
    if (found !== undefined) return found;
  }
  return english;
}

/**
 * @param follow called when strings are set, and when a `lang` in the document changes
 * @returns ends it
 */
export function followStrings(follow: () => void): () => void {
  followers.add(follow);
  observer ??= new MutationObserver(tellFollowers);
  observer.observe(document, { subtree: true, attributes: true, attributeFilter: ['lang'] });
  return () => {
    followers.delete(follow);
    if (followers.size === 0) observer?.disconnect();
  };
}
