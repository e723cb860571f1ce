/** An evaluation as files. */
import { judged, type Problem } from '../datasets/problems.ts';
import { csv } from '../evaluation/csv.ts';
import { recordTable } from '../evaluation/record-table.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import { sortedById } from '../evaluation/merge.ts';
import type { Summary } from '../evaluation/summary.ts';
import { choiceOf, type RunHead } from '../runs/kept-run.ts';

/**
 * Summary, settings, machine, records and problems; records by id, so that runs can be compared.
 * @param problems null where they are not known, as of a run of an earlier visit
 */
export function runAsJson(
  { settings, info, split }: RunHead,
  summary: Summary,
  records: readonly PictureRecord[],
  problems: Iterable<Problem> | null,
): Blob {
  const boxes = records.reduce((sum, record) => sum + record.boxes.length, 0);
  const { failed, notes, withoutPicture } = judged(problems ?? []);
  const found = problems === null ? { problems: null } : { problems: [...failed, ...notes], withoutPicture };
  const document = {
    tool: 'cam-lens',
    dataset: { pictures: records.length, boxes, split: split?.name ?? null },
    settings,
    backend: info.backend,
    model: info.model,
    ...summary,
    perPicture: sortedById(records),
    ...found,
  };
  return new Blob([JSON.stringify(document, null, 1)], { type: 'application/json' });
}

export function runAsCsv({ settings }: RunHead, records: readonly PictureRecord[]): Blob {
  return new Blob([csv(recordTable(records, choiceOf(settings).thresholds))], { type: 'text/csv' });
}
