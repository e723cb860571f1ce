/** Records → rows for a spreadsheet: one for each explanation of each picture. */
import type { Cell } from './csv.ts';
import { sortedById } from './merge.ts';
import { explanationKeys, explanationOf, type PictureRecord } from './record.ts';

const names = ['id', 'path', 'split', 'width', 'height', 'class', 'predicted', 'rank', 'method', 'layer', 'source'];
const boxNames = ['empty', 'minimum', 'maximum', 'x0', 'y0', 'x1', 'y1'];

/**
 * The first row names the columns; the last ones are the IoU at each threshold. Pictures come by id.
 * @param thresholds of the run
 */
export function recordTable(records: readonly PictureRecord[], thresholds: readonly number[]): Cell[][] {
  const sorted = sortedById(records);
  const keys = explanationKeys(sorted);
  // 0.15000000000000002 is what adding up steps makes of 0.15.
  const iouNames = thresholds.map((threshold) => `iou@${Number(threshold.toFixed(6))}`);
  const rows = sorted.flatMap((record) =>
    keys.flatMap((key) => {
      const explanation = explanationOf(record, key);
      if (explanation === undefined) return [];
      const { id, path = null, split = null, width, height, predicted, rank } = record;
      const { ious, box, empty, minimum, maximum } = explanation;
      return [
        [
          ...[id, path, split, width, height, record.class, predicted, rank, key.method, key.layer, key.source],
          ...[empty, minimum, maximum, ...(box ?? [null, null, null, null])],
          ...ious,
        ],
      ];
    }),
  );
  return [[...names, ...boxNames, ...iouNames], ...rows];
}
