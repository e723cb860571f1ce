/**
 * A picture of an evaluation handed to the page that explains: everything stands in the link's fragment, which no server
 * sees; the file itself is read from the page that hands it over, as long as that is open.
 */
import { CamLensError } from '../../errors.ts';
import { conventionNames, type ConventionName } from '../../pipeline/recipe/conventions.ts';
import type { Box } from '../../pipeline/types.ts';
import type { PictureSource } from './picture-source.ts';

export interface HandOver {
  /** Of the file: `blob:` and this page's origin. */
  readonly address: string;
  readonly name: string;
  readonly truths: readonly Box[];
  readonly methods: readonly string[];
  readonly layer: string;
  /** What is explained: a class's index, or whatever the network predicts. */
  readonly class: number | 'predicted';
  /** Side of the network's input in pixels. */
  readonly size: number;
  /** How raw maps become heatmaps. */
  readonly convention: ConventionName;
}

const key = 'picture';

/** Relative to the pages, which lie beside each other. */
export function handOverLink(handOver: HandOver): string {
  return `./#${new URLSearchParams({ [key]: JSON.stringify(handOver) })}`;
}

/**
 * @param hash of the page's address; anybody can write one
 * @returns undefined where nothing is handed over
 * @throws CamLensError `bad-option` where the link is not one of `handOverLink`
 */
export function readHandOver(hash: string): HandOver | undefined {
  const text = new URLSearchParams(hash.replace(/^#/, '')).get(key);
  if (text === null) return undefined;
  const value = parsed(text);
  if (value !== undefined) return value;
  throw new CamLensError('bad-option', 'The link does not say which picture is meant; open it from its page again.');
}

/** The picture as one of the strip. */
export function handedSource({ address, name, truths, class: target }: HandOver): PictureSource {
  return {
    ...{ key: `handed:${address}`, name, truths, target, thumbnail: address },
    load: async () => {
      try {
        return await (await fetch(address)).blob();
      } catch (cause) {
        throw new CamLensError(
          'picture-missing',
          'The page that evaluates has been closed, or shows the picture no more: open it from there again.',
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
};
