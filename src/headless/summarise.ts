/** Files of records, as the command wrote them: read again, summed up, made a table. */
import { CamLensError } from '../errors.ts';
import { csv } from '../evaluation/csv.ts';
import { mergeRecords } from '../evaluation/merge.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import { readRecords, writeRecord, type RecordsRead } from '../evaluation/record-lines.ts';
import { recordTable } from '../evaluation/record-table.ts';
import { summarise } from '../evaluation/summary.ts';
import type { RecordsFile, RecordsKept, Summarised, SummaryRequest } from './evaluation-calls.ts';

/** @throws CamLensError `records-unfit` */
export async function readRun(file: RecordsFile): Promise<RecordsKept> {
  const { records, isCutOff, text } = await read(file);
  // What is added must not land on the last line.
  const canGoOn = !isCutOff && (text === '' || text.endsWith('\n'));
  return { ids: records.map(({ id }) => id), mended: canGoOn ? null : records.map(writeRecord).join('') };
}

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
  return mergeRecords(await Promise.all(files.map(async (file) => (await read(file)).records)));
}

async function read({ file, url }: RecordsFile): Promise<RecordsRead & { readonly text: string }> {
  const response = await fetch(url);
  if (!response.ok) throw new CamLensError('internal', `${file} is not to be had at ${url} (HTTP ${response.status}).`);
  const text = await response.text();
  return { ...readRecords(text, file), text };
}
