/** Reads the other inputs of an evaluation, before a browser is started. */
import { readClassMap } from '../src/datasets/class-map.ts';
import { readSplit } from '../src/datasets/read-split.ts';
import type { NamedText } from '../src/headless/evaluation-calls.ts';
import { fingerprint } from './run-sheet.ts';
import { readBytes, textOf } from './text-file.ts';

export interface GivenTable extends NamedText {
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
}

/** Readers of an evaluation's tables, by option. */
const readers = {
  '--split': { what: 'CSV with the columns id and split', read: readSplit },
  '--class-map': { what: 'JSON, {"<name>": <class index>, …},', read: readClassMap },
} as const;

/**
 * @returns undefined if none is given
 * @throws CamLensError `bad-option` if it does not exist or cannot be read, `table-unreadable` if its content is not
 *   valid
 */
export function readTable(option: keyof typeof readers, file: string | undefined): GivenTable | undefined {
  if (file === undefined) return undefined;
  const { what, read } = readers[option];
  const bytes = readBytes('bad-option', file, `${option}: ${what}`);
  const text = textOf('table-unreadable', file, what, bytes);
  read(text, file);
  return { file, text, sha256: fingerprint(bytes)! };
}
