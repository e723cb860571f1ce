/** `cam-lens merge`: the parts of an evaluation, measured by `evaluate --shard`, as one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CamLensError } from '../../src/errors.ts';
import type { Problem } from '../../src/datasets/problems.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import type { Command } from '../command.ts';
import { placeOf } from '../data-place.ts';
import { checkOut, putOut, type Measured } from '../evaluation-output.ts';
import { recordLines, type EvaluationResult } from '../evaluation-result.ts';
import { sortedProblems } from '../evaluation-run.ts';
import { flag, parseOptions, text, type OptionsOf } from '../parse-options.ts';
import { checkReport, type ReportWish } from '../report-folder.ts';
import { differences, isRecordsFile, readSheet, sheetFileOf, type RunOutcome, type RunTimings } from '../run-files.ts';
import { startServer, type RunningServer } from '../server.ts';

const options = {
  images: text('DIR|TAR', 'the pictures, for those that --report shows', undefined),
  out: text('FILE.json|FILE.csv', 'store the result, or a table of the records, there', undefined),
  report: text('DIR', 'write a page with tables, charts and pictures there, and a manifest', undefined),
  ...browserOptions,
  json: flag('print one JSON document'),
} as const;

export const merge: Command = {
  positionals: 'FILE…',
  help: 'Puts the results of evaluations of parts of a data set (.json or .records.ndjson) together.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    checkOut(wanted.out);
    checkReport(wanted.report);
    if (positionals.length === 0) {
      throw new CamLensError('bad-option', 'No result was named: cam-lens merge FILE…, each .json or .records.ndjson.');
    }
    const folder = mkdtempSync(join(tmpdir(), 'cam-lens-merge-'));
    const server = await startServer(serverOf(wanted));
    try {
      const parts = positionals.map((file, i) => readPart(file, join(folder, String(i))));
      const session = {
        address: server.address,
        ...browserOf(wanted, terminal),
        onProgress: (line: string) => terminal.tell(line),
        interrupted: terminal.interrupted,
      };
      const report = reportWish(wanted, positionals, server);
      return await putOut(joined(parts, positionals), { ...wanted, report }, server, session, terminal);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function reportWish(
  { report: folder, images }: OptionsOf<typeof options>,
  files: readonly string[],
  server: RunningServer,
): ReportWish | undefined {
  if (folder === undefined) return undefined;
  if (images === undefined) return { folder, command: 'merge', options: {}, files };
  return { folder, command: 'merge', options: { images }, files, images: placeOf('--images', images, server) };
}

type Part = Omit<Measured, 'outcome'> & { readonly outcome: RunOutcome | null };

/** @param aside where records that stand in a result can be written as lines */
function readPart(file: string, aside: string): Part {
  if (isRecordsFile(file)) {
    const { outcome, ...sheet } = readSheet(sheetFileOf(file));
    return { sheet, outcome, recordFiles: [resolve(file)] };
  }
  const { plan, backend, failed, notes, withoutPicture, timings, perPicture, classes } = readResult(file);
  const recordsFile = `${aside}.records.ndjson`;
  writeFileSync(recordsFile, recordLines({ perPicture }));
  const outcome = { failed, notes, withoutPicture, timings };
  return { sheet: { plan, backend, classes, shard: null }, outcome, recordFiles: [recordsFile] };
}

function readResult(file: string): EvaluationResult {
  let result: Partial<EvaluationResult> | null;
  try {
    result = JSON.parse(readFileSync(file, 'utf8')) as Partial<EvaluationResult> | null;
  } catch (cause) {
    throw new CamLensError('records-unfit', `${file} cannot be read as the result of an evaluation.`, { cause });
  }
  if (result?.plan !== undefined && Array.isArray(result.perPicture)) return result as EvaluationResult;
  throw new CamLensError('records-unfit', `${file} is no result of an evaluation; plan and perPicture were expected.`);
}

function joined(parts: readonly Part[], names: readonly string[]): Measured {
  const [first, ...others] = parts;
  for (const [i, { sheet }] of others.entries()) {
    const differing = differences(first!.sheet.plan, sheet.plan);
    if (differing.length === 0) continue;
    throw new CamLensError(
      'records-unfit',
      `${names[i + 1] ?? ''} has another ${differing.join(' and ')} than ${names[0] ?? ''}; parts of one evaluation were expected.`,
    );
  }
  const outcomes = parts.map(({ outcome }, i) => {
    if (outcome !== null) return outcome;
    throw new CamLensError('records-unfit', `${names[i] ?? ''} is of a run that was cut off; --resume finishes it.`);
  });
  return {
    sheet: {
      ...first!.sheet,
      // Parts that are results name the classes that occur in them alone.
      classes: parts.reduce((all, { sheet }) => ({ ...all, ...sheet.classes }), {}),
      shard: null,
    },
    recordFiles: parts.flatMap(({ recordFiles }) => recordFiles),
    outcome: {
      failed: united(outcomes.map(({ failed }) => failed)),
      notes: united(outcomes.map(({ notes }) => notes)),
      withoutPicture: common(outcomes.map(({ withoutPicture }) => withoutPicture)),
      timings: summed(outcomes.map(({ timings }) => timings)),
    },
  };
}

/** Every part reads all annotations, and says the same of them. */
function united(lists: readonly (readonly Problem[])[]): readonly Problem[] {
  const each = new Map(
    lists.flat().map(({ id, code, message }) => [JSON.stringify([id, code, message]), { id, code, message }]),
  );
  return sortedProblems([...each.values()]);
}

/** Parts that were given other pictures lack other ones: what no part had is missing. */
function common([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return others.reduce((left, list) => {
    const known = new Set(list);
    return left.filter((id) => known.has(id));
  }, first);
}

function summed(timings: readonly RunTimings[]): RunTimings {
  const total = (name: 'pictures' | 'seconds'): number => timings.reduce((sum, each) => sum + each[name], 0);
  const [pictures, seconds] = [total('pictures'), total('seconds')];
  const workers = Math.max(...timings.map((each) => each.workers));
  return { pictures, seconds, picturesPerSecond: seconds === 0 ? 0 : pictures / seconds, workers };
}
