/** A run to compare: as the command saved it, or as the page for data sets did. */
import { existsSync } from 'node:fs';
import { isSavedByPage, readSavedResult } from '../src/runs/saved-result.ts';
import type { ComparedFile } from './comparison.ts';
import { readPart } from './evaluation-part.ts';
import { isRecordsFile } from './run-files.ts';
import { readJson } from './text-file.ts';

/** @throws CamLensError `records-unfit`, naming the file, the line or picture, and the field */
export function readComparedFile(file: string): ComparedFile {
  if (isRecordsFile(file) || !existsSync(file)) return readPart(file);
  const found = readJson('records-unfit', file, 'the result of an evaluation');
  if (typeof found !== 'object' || found === null || !isSavedByPage(found)) return readPart(file);
  const { name, choice, model, records } = readSavedResult(found, file);
  return { name, plan: { choice, model }, records };
}
