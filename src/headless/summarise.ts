/** Files of records, as the command wrote them: read again, summed up, made a table. */
import { CamLensError } from '../errors.ts';
import { csv } from '../evaluation/csv.ts';
import { mergeRecords } from '../evaluation/merge.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import { readRecords } from '../evaluation/record-lines.ts';
import { recordTable } from '../evaluation/record-table.ts';
import { summarise } from '../evaluation/summary.ts';
import type { RecordsFile, Summarised, SummaryRequest } from './evaluation-calls.ts';

/** @throws CamLensError `records-unfit` */
export async function summariseRecords({
  records: files,
  csv: wantsCsv,
  ...options
}: SummaryRequest): Promise<Summarised> {
  const records = await readAll(files);
  return {
    summary: summarise(records, options),
    csv: wantsCsv ? csv(recordTable(records, options.thresholds)) : null,
  };
}

/** @throws CamLensError `records-unfit` */
export async function readAll(files: readonly RecordsFile[]): Promise<readonly PictureRecord[]> {
  return mergeRecords(await Promise.all(files.map(read)));
}

async function read({ file, url }: RecordsFile): Promise<readonly PictureRecord[]> {
  const response = await fetch(url);
  if (!response.ok) throw new CamLensError('internal', `${file} is not to be had at ${url} (HTTP ${response.status}).`);
  return readRecords(await response.text(), file).records;
}
