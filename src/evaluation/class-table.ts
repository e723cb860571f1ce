/** How well each class is localised, for several methods. */
import { localisationValues } from './localisation.ts';
import { mean } from './mean.ts';
import { sortedById } from './merge.ts';
import { explanationOf, type ExplanationKey, type PictureRecord } from './record.ts';

/** An explanation, and the index of the threshold at which it is measured. */
export interface Column extends ExplanationKey {
  readonly threshold: number;
}

export interface ClassRow {
  /** Index of the true class. */
  readonly class: number;
  readonly pictures: number;
  /** One for each column; null if no picture of the class has the explanation. */
  readonly columns: readonly ({ readonly meanIoU: number; readonly corLoc: number } | null)[];
}

/** A row for every class that has a picture, by class index. */
export function classTable(records: readonly PictureRecord[], columns: readonly Column[]): ClassRow[] {
  const byClass = new Map<number, PictureRecord[]>();
  for (const record of sortedById(records)) {
    const pictures = byClass.get(record.class);
    if (pictures === undefined) byClass.set(record.class, [record]);
    else pictures.push(record);
  }
  return [...byClass]
    .sort(([a], [b]) => a - b)
    .map(([index, pictures]) => ({
      class: index,
      pictures: pictures.length,
      columns: columns.map((column) => {
        const localised = pictures.flatMap((picture) => {
          const ious = explanationOf(picture, column)?.ious;
          return ious === undefined ? [] : [{ ious, rank: picture.rank }];
        });
        if (localised.length === 0) return null;
        const meanOf = (statistic: 'meanIoU' | 'corLoc'): number =>
          mean(localisationValues(localised, statistic, column.threshold));
        return { meanIoU: meanOf('meanIoU'), corLoc: meanOf('corLoc') };
      }),
    }));
}
