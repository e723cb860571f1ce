/**
 * A link that opens a picture of an evaluation in the page that explains: all its data are in the fragment, which no
 * server sees; the file itself is read from the page with the link, as long as that is open.
 */
import { CamLensError } from '../../errors.ts';
import { conventionNames, type ConventionName } from '../../pipeline/recipe/conventions.ts';
import { refinementNames, type RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import type { Box } from '../../pipeline/types.ts';
import type { PictureSource } from './picture-source.ts';

export interface HandOver {
  /** Of the file: `blob:` and this page's origin. */
  readonly address: string;
  readonly name: string;
  readonly truths: readonly Box[];
  readonly methods: readonly string[];
  readonly layer: string;
  /** The class to explain: an index, or the predicted class. */
  readonly class: number | 'predicted';
  /** Side of the network's input in pixels. */
  readonly size: number;
  /** How raw maps become heatmaps. */
  readonly convention: ConventionName;
  /** How raw maps are refined first; default: not at all. */
  readonly refine?: RefinementName;
}

const key = 'picture';

/** Relative to the pages, which are in the same folder. */
export function handOverLink(handOver: HandOver): string {
  return `./#${new URLSearchParams({ [key]: JSON.stringify(handOver) })}`;
}

/**
 * @param hash of the page's URL, which anybody can write
 * @returns undefined if it passes no picture
 * @throws CamLensError `bad-option` if the link is not one made by `handOverLink`
 */
export function readHandOver(hash: string): HandOver | undefined {
  const text = new URLSearchParams(hash.replace(/^#/, '')).get(key);
  if (text === null) return undefined;
  const value = parsed(text);
  if (value !== undefined) return value;
  throw new CamLensError('bad-option', 'The link does not say which picture to open; open it from its page again.');
}

/** The picture as one of the strip. */
export function handedSource(handed: HandOver): PictureSource {
  const { address, name, truths, class: target } = handed;
  return {
    ...{ key: `${key}:${JSON.stringify(handed)}`, name, truths, target, thumbnail: address },
    load: async () => {
      try {
        return await (await fetch(address)).blob();
      } catch (cause) {
        throw new CamLensError(
          'picture-missing',
          'The evaluation page has been closed, or no longer shows the picture: open it from there again.',
          { cause },
        );
      }
    },
  };
}

function parsed(text: string): HandOver | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof HandOver, unknown>> | null;
    return value !== null && Object.entries(holds).every(([field, check]) => check(value[field as keyof HandOver]))
      ? (value as unknown as HandOver)
      : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
const isListOf =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(check);

const holds: Readonly<Record<keyof HandOver, (value: unknown) => boolean>> = {
  // Nothing is fetched from elsewhere, whatever a link says.
  address: (value) => typeof value === 'string' && value.startsWith(`blob:${location.origin}/`),
  name: isText,
  truths: isListOf((box) => isListOf(Number.isFinite)(box) && (box as unknown[]).length === 4),
  methods: isListOf(isText),
  layer: isText,
  class: (value) => value === 'predicted' || isCount(value),
  size: (value) => isCount(value) && Number(value) > 0,
  convention: (value) => conventionNames.some((name) => name === value),
  refine: (value) => value === undefined || refinementNames.some((name) => name === value),
};
