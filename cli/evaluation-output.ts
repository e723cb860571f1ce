/** Makes, prints and stores the result of an evaluation from its records. */
import { extname, join } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { csv } from '../src/evaluation/csv.ts';
import { recordTable } from '../src/evaluation/record-table.ts';
import type { PictureRecord } from '../src/evaluation/record.ts';
import { summarise } from '../src/evaluation/summary.ts';
import type { Terminal } from './command.ts';
import { evaluationResult, type EvaluationResult, type ResultSheet } from './evaluation-result.ts';
import { evaluationTable } from './evaluation-table.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { checkFilePlace, storeWhole } from './files.ts';
import { putReport, type ReportWish } from './report-folder.ts';
import type { RunOutcome, RunSheet } from './run-sheet.ts';

export interface OutputOptions {
  /** Name ending in `.json` or `.csv`. */
  readonly out?: string | undefined;
  readonly json: boolean;
  readonly report?: ReportWish | undefined;
}

/** @throws CamLensError `bad-option` */
export function checkOutName(out: string | undefined): void {
  if (out === undefined || ['.json', '.csv'].includes(extname(out).toLowerCase())) return;
  throw new CamLensError('bad-option', `--out cannot be "${out}"; a name that ends in .json or .csv was expected.`);
}

/** @throws CamLensError `bad-option`, `output-unwritable` */
export function checkOut(out: string | undefined): void {
  checkOutName(out);
  if (out !== undefined) checkFilePlace('--out', out);
}

export interface MeasuredRun {
  readonly sheet: ResultSheet & Pick<RunSheet, 'shard'>;
  readonly outcome: RunOutcome;
  /** Sorted by id. */
  readonly records: readonly PictureRecord[];
}

/** Summarises the records, prints the tables and stores the result. */
export async function putOut(
  { sheet, outcome, records }: MeasuredRun,
  { out, json, report }: OutputOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { thresholds, boxThreshold } = sheet.plan.choice;
  const summary = summarise(records, { thresholds, defaultThreshold: boxThreshold });
  const isCsv = out !== undefined && extname(out).toLowerCase() === '.csv';
  const table = isCsv || report !== undefined ? csv(recordTable(records, thresholds)) : '';
  const result = evaluationResult(sheet, outcome, summary, records);
  const document = `${JSON.stringify(result)}\n`;
  if (out !== undefined) storeWhole(out, isCsv ? table : document);
  terminal.print(json ? document : evaluationTable(result, terminal.columns));
  if (report !== undefined) {
    const { shard } = sheet;
    await putReport(report, { result, shard, summary, records, csv: table, document });
    terminal.tell(`${join(report.folder, 'index.html')} has the report.`);
  }
  return exitCodeOf(result);
}

function exitCodeOf({ dataset, failed }: EvaluationResult): ExitCode {
  if (dataset.pictures === 0) return exitCodes.cannotRun;
  return failed.length > 0 ? exitCodes.someFailed : exitCodes.done;
}
