/** A saved result of an evaluation, of the command or of the page, opened to be compared with others. */
import { CamLensError } from '../errors.ts';
import { describeWrong } from '../evaluation/checks.ts';
import type { ComparedRun } from '../evaluation/compare-runs.ts';
import { FoundRecords } from '../evaluation/found-records.ts';
import { recordCheck } from '../evaluation/record-checks.ts';
import { requireRecord } from '../evaluation/record-lines.ts';
import { choiceOf, type RunHead, type RunSettings } from './kept-run.ts';
import { pageResultCheck, resultCheck } from './run-checks.ts';
import type { RunChoice } from './run-choice.ts';

export interface SavedModel {
  readonly name: string;
  readonly sha256?: string;
  /** Width of its input, in pixels. */
  readonly size: number;
}

export interface SavedResult extends ComparedRun {
  readonly choice: RunChoice;
  readonly model: SavedModel;
  /** Class index → name, as far as the file names classes. */
  readonly classes: Readonly<Record<number, string>>;
}

/** What the command saves. */
interface CommandDocument {
  readonly plan: { readonly choice: RunChoice; readonly model: SavedModel };
  readonly classes?: Readonly<Record<number, string>>;
}

/** What the page saves. */
interface PageDocument {
  readonly settings: RunSettings;
  readonly model: Omit<SavedModel, 'size'>;
  /** Absent in results of earlier versions. */
  readonly classes?: Readonly<Record<number, string>>;
}

/**
 * @param text the content of a `.json` file
 * @param name of the file
 * @throws CamLensError `records-unfit`, naming the file, the picture and the field
 */
export function parseSavedResult(text: string, name: string): SavedResult {
  return readSavedResult(parsed(text, name), name);
}

/**
 * The same of a parsed document.
 * @throws CamLensError `records-unfit`
 */
export function readSavedResult(found: object, name: string): SavedResult {
  const isOfPage = isSavedByPage(found);
  const wrong = (isOfPage ? pageResultCheck : resultCheck)(found);
  if (wrong !== undefined) {
    throw new CamLensError('records-unfit', `${name} is not a result of an evaluation: ${describeWrong(wrong)}.`);
  }
  const run = isOfPage ? ofPage(found as PageDocument) : ofCommand(found as CommandDocument);
  const { thresholds, boxThreshold } = run.choice;
  const check = recordCheck({ thresholds: thresholds.length });
  const records = new FoundRecords();
  (found as { readonly perPicture: readonly unknown[] }).perPicture.forEach((picture, i) => {
    const where = `${name}, "perPicture" ${i + 1}`;
    records.add(requireRecord(picture, where, check), where);
  });
  return { name, ...run, thresholds, boxThreshold, records: records.records };
}

/** Whether a document was saved by the page for data sets rather than by the command. */
export function isSavedByPage(document: object): boolean {
  return Object.hasOwn(document, 'settings');
}

/** The run of the page itself, under a name. */
export function resultOfRun(
  name: string,
  { settings, info }: Pick<RunHead, 'settings' | 'info'>,
  records: SavedResult['records'],
): SavedResult {
  const choice = choiceOf(settings);
  const { thresholds, boxThreshold } = choice;
  const model = modelOf(info.model, settings);
  return { name, choice, model, classes: info.classes, thresholds, boxThreshold, records };
}

function ofCommand({ plan: { choice, model }, classes = {} }: CommandDocument) {
  return { choice, model, classes };
}

function ofPage({ settings, model, classes = {} }: PageDocument) {
  return { choice: choiceOf(settings), model: modelOf(model, settings), classes };
}

function modelOf({ name, sha256 }: Omit<SavedModel, 'size'>, { size }: Pick<RunSettings, 'size'>): SavedModel {
  return { name, ...(sha256 === undefined ? {} : { sha256 }), size };
}

function parsed(text: string, name: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Refused below.
  }
  if (typeof value === 'object' && value !== null) return value;
  throw new CamLensError('records-unfit', `${name} is not JSON; the result of an evaluation was expected.`);
}
