/** What an evaluation reads besides pictures and annotations: looked at before a browser is started. */
import { readClassMap } from '../src/datasets/class-map.ts';
import { readSplit } from '../src/datasets/read-split.ts';
import type { NamedText } from '../src/headless/evaluation-calls.ts';
import { fingerprint } from './run-sheet.ts';
import { readBytes, textOf } from './text-file.ts';

export interface GivenTable extends NamedText {
  /** Of its bytes. */
  readonly sha256: string;
}

/** The tables of an evaluation by the options that name them. */
const readers = {
  '--split': { what: 'CSV with the columns id and split', read: readSplit },
  '--class-map': { what: 'JSON, {"<name>": <class index>, …},', read: readClassMap },
} as const;

/**
 * @returns undefined where none is named
 * @throws CamLensError `bad-option` where it is not there or cannot be read, `table-unreadable` where it says nothing usable
 */
export function readTable(option: keyof typeof readers, file: string | undefined): GivenTable | undefined {
  if (file === undefined) return undefined;
  const { what, read } = readers[option];
  const bytes = readBytes('bad-option', file, `${option}: ${what}`);
  const text = textOf('table-unreadable', file, what, bytes);
  read(text, file);
  return { file, text, sha256: fingerprint(bytes)! };
}
