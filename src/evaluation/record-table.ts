/** Records → rows for a spreadsheet: one for each explanation of each picture. */
import type { Cell } from './csv.ts';
import { sortedById } from './merge.ts';
import { explanationKeys, explanationOf, haveBoxes, type ExplanationRecord, type PictureRecord } from './record.ts';

const names = ['id', 'path', 'split', 'width', 'height', 'class', 'predicted', 'rank', 'method', 'layer', 'source'];
const boxNames = ['empty', 'minimum', 'maximum', 'x0', 'y0', 'x1', 'y1'];

/** Optional measures; a column if any record has it. */
export const optionalMeasures: Readonly<Record<string, (explanation: ExplanationRecord) => Cell | undefined>> = {
  'mask IoU': ({ maskIoU }) => maskIoU,
  pointing: ({ pointing }) => pointing,
  energy: ({ energy }) => energy,
  deletion: ({ deletion }) => deletion,
  insertion: ({ insertion }) => insertion,
  sparseness: ({ sparseness }) => sparseness,
  complexity: ({ complexity }) => complexity,
  'ROAD, most relevant removed': ({ roadMost }) => roadMost,
  'ROAD, least relevant removed': ({ roadLeast }) => roadLeast,
  'pixel flipping': ({ pixelFlipping }) => pixelFlipping,
  'faithfulness correlation': ({ faithfulnessCorrelation }) => faithfulnessCorrelation,
  'max-sensitivity': ({ maxSensitivity }) => maxSensitivity,
  probability: ({ confidence }) => confidence?.[0],
  'probability explained': ({ confidence }) => confidence?.[1],
};

/**
 * The first row names the columns; the last ones are the IoU at each threshold, if there are true boxes. Sorted by id.
 * @param thresholds of the run
 */
export function recordTable(records: readonly PictureRecord[], thresholds: readonly number[]): Cell[][] {
  const sorted = sortedById(records);
  const keys = explanationKeys(sorted);
  // 0.15000000000000002 is a sum of steps that means 0.15.
  const iouNames = (haveBoxes(sorted) ? thresholds : []).map((threshold) => `iou@${Number(threshold.toFixed(6))}`);
  const all = sorted.flatMap((record) => keys.flatMap((key) => explanationOf(record, key) ?? []));
  const others = Object.entries(optionalMeasures).filter(([, of]) =>
    all.some((explanation) => of(explanation) !== undefined),
  );
  const levels = [...new Set(all.flatMap(({ randomisation = [] }) => randomisation.map(([level]) => level)))];
  const rows = sorted.flatMap((record) =>
    keys.flatMap((key) => {
      const explanation = explanationOf(record, key);
      if (explanation === undefined) return [];
      const { id, path = null, split = null, width, height, predicted, rank } = record;
      const { ious, box, empty, minimum, maximum, randomisation = [] } = explanation;
      const correlations = new Map(randomisation);
      return [
        [
          ...[id, path, split, width, height, record.class, predicted, rank, key.method, key.layer, key.source],
          ...[empty, minimum, maximum, ...(box ?? [null, null, null, null])],
          ...others.map(([, of]) => of(explanation) ?? null),
          ...levels.map((level) => correlations.get(level) ?? null),
          ...(ious ?? []),
        ],
      ];
    }),
  );
  const otherNames = [...others.map(([name]) => name), ...levels.map((level) => `spearman@${level}`)];
  return [[...names, ...boxNames, ...otherNames, ...iouNames], ...rows];
}
