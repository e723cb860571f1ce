/** How well each class is recognised and, for several methods, localised. */
import { accuracyOf, picturesByClass, type ClassAccuracy } from './accuracy.ts';
import { localisationValues } from './localisation.ts';
import { mean } from './mean.ts';
import { explanationOf, type ExplanationKey, type PictureRecord } from './record.ts';

/** An explanation, and the index of the threshold at which it is measured. */
export interface Column extends ExplanationKey {
  readonly threshold: number;
}

export interface ClassRow extends ClassAccuracy {
  /** One for each column; null if no picture of the class has the explanation. */
  readonly columns: readonly ({ readonly meanIoU: number; readonly corLoc: number } | null)[];
}

/** A row for every class that has a picture, by class index. */
export function classTable(records: readonly PictureRecord[], columns: readonly Column[]): ClassRow[] {
  return picturesByClass(records).map(([index, pictures]) => ({
    ...{ class: index, pictures: pictures.length },
    ...accuracyOf(pictures)!,
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
