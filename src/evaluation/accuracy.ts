/** How often the network itself is right, whatever explains it: over all pictures and for each class. */
import { mean } from './mean.ts';
import { sortedById } from './merge.ts';
import type { PictureRecord } from './record.ts';

export interface Accuracy {
  /** Share of pictures whose true class is the predicted one, 0…1. */
  readonly top1: number;
  /** Share of pictures whose true class is among the first five by score, 0…1. */
  readonly top5: number;
}

export interface ClassAccuracy extends Accuracy {
  /** Index of the true class. */
  readonly class: number;
  /** At least one. */
  readonly pictures: number;
}

/** @returns null without pictures */
export function accuracyOf(pictures: readonly Pick<PictureRecord, 'rank'>[]): Accuracy | null {
  if (pictures.length === 0) return null;
  const within = (most: number): number => mean(pictures.map(({ rank }) => Number(rank <= most)));
  return { top1: within(1), top5: within(5) };
}

/** For every class that is the true one of a picture, by class index. */
export function accuracyByClass(pictures: readonly PictureRecord[]): ClassAccuracy[] {
  return picturesByClass(pictures).map(([index, its]) => ({
    ...{ class: index, pictures: its.length },
    ...accuracyOf(its)!,
  }));
}

/** The pictures of each true class, sorted by id; by class index. */
export function picturesByClass(
  pictures: readonly PictureRecord[],
): readonly (readonly [index: number, pictures: readonly PictureRecord[]])[] {
  const byClass = new Map<number, PictureRecord[]>();
  for (const picture of sortedById(pictures)) {
    const its = byClass.get(picture.class);
    if (its === undefined) byClass.set(picture.class, [picture]);
    else its.push(picture);
  }
  return [...byClass].sort(([a], [b]) => a - b);
}
