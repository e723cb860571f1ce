/** From records to what the user gets: the summary is the page's, the writing is done here. */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import type { PictureRecord } from '../src/evaluation/record.ts';
import type { Terminal } from './command.ts';
import { evaluationResult, type EvaluationResult, type ResultSheet } from './evaluation-result.ts';
import { evaluationTable } from './evaluation-table.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { checkFilePlace, storeWhole } from './files.ts';
import { askPage } from './headless.ts';
import { putReport, type ReportWish } from './report-folder.ts';
import type { RunOutcome, RunSheet } from './run-sheet.ts';
import type { RunningServer } from './server.ts';
import type { SessionOptions } from './session.ts';

/** What is reported where no train split chooses, and of which the box is kept. */
export const defaultThreshold = 0.15;

export interface OutputOptions {
  /** `.json` or `.csv`. */
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

export interface Measured {
  readonly sheet: ResultSheet & Pick<RunSheet, 'shard'>;
  readonly outcome: RunOutcome;
  readonly recordFiles: readonly string[];
}

/** Sums up, prints and stores. */
export async function putOut(
  { sheet, outcome, recordFiles }: Measured,
  { out, json, report }: OutputOptions,
  server: RunningServer,
  session: SessionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const isCsv = out !== undefined && extname(out).toLowerCase() === '.csv';
  const { summary, csv } = await askPage(session, 'summarise', {
    records: recordFiles.map((file) => ({ file, url: server.addInput(file) })),
    thresholds: sheet.plan.choice.thresholds,
    defaultThreshold,
    csv: isCsv || report !== undefined,
  });
  const result = evaluationResult(sheet, outcome, summary, recordFiles.flatMap(readRecords).sort(byId));
  const document = `${JSON.stringify(result)}\n`;
  if (out !== undefined) storeWhole(out, isCsv ? (csv ?? '') : document);
  terminal.print(json ? document : evaluationTable(result));
  if (report !== undefined) {
    const { shard } = sheet;
    await putReport(report, { result, shard, recordFiles, csv: csv ?? '', document }, server, session);
    terminal.tell(`${join(report.folder, 'index.html')} is the report.`);
  }
  return exitCodeOf(result);
}

function exitCodeOf({ dataset, failed }: EvaluationResult): ExitCode {
  if (dataset.pictures === 0) return exitCodes.cannotRun;
  return failed.length > 0 ? exitCodes.someFailed : exitCodes.done;
}

/** The page has checked them. */
function readRecords(file: string): PictureRecord[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as PictureRecord);
}

function byId(a: PictureRecord, b: PictureRecord): number {
  return a.id < b.id ? -1 : 1;
}
