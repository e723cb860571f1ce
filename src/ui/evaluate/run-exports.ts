/** Formats an evaluation as JSON or CSV. */
import { csv } from '../../evaluation/csv.ts';
import { recordTable } from '../../evaluation/record-table.ts';
import { namedClasses } from '../../evaluation/named-classes.ts';
import { countBoxes } from '../../evaluation/record.ts';
import { sortedById } from '../../evaluation/merge.ts';
import { choiceOf } from '../../runs/kept-run.ts';
import { leftOutWithReasons } from '../../runs/run-format.ts';
import type { SavedRun } from './saved-run.ts';

/** Summary, settings, machine, records and problems; records are sorted by id, so that runs can be compared. */
export function runAsJson({
  head: { settings, info, split, format, leftOut = [] },
  summary,
  records,
  problems,
}: SavedRun): Blob {
  const boxes = countBoxes(records);
  const found =
    problems === null
      ? { problems: null }
      : { problems: [...problems.failed, ...problems.notes], withoutPicture: problems.withoutPicture };
  const document = {
    tool: 'cam-lens',
    dataset: { pictures: records.length, boxes, format: format ?? null, split: split?.name ?? null },
    ...{ settings, leftOut: leftOutWithReasons(leftOut) },
    backend: info.backend,
    model: info.model,
    ...summary,
    classes: namedClasses(records, info.classes),
    perPicture: sortedById(records),
    ...found,
  };
  return new Blob([JSON.stringify(document, null, 1)], { type: 'application/json' });
}

export function runAsCsv({ head, records }: Pick<SavedRun, 'head' | 'records'>): Blob {
  return new Blob([csv(recordTable(records, choiceOf(head.settings).thresholds))], { type: 'text/csv' });
}
