/** `--report DIR`: a page for people, a manifest by which the run can be made again, the result and the records. */
import { statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import type { DataPlace, ReportMade } from '../src/headless/evaluation-calls.ts';
import { hashPlace, hashRecords, type DataHash } from './data-hashes.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { checkFolderPlace, storeWhole } from './files.ts';
import { askPage } from './headless.ts';
import type { RunSheet } from './run-sheet.ts';
import type { RunningServer } from './server.ts';
import type { SessionOptions } from './session.ts';
import { tool } from './tool.ts';

/** What is known of a run besides its result. */
export interface ReportWish {
  readonly folder: string;
  readonly command: 'evaluate' | 'merge';
  /** The command's options by name, as the command line takes them, those included that nobody gave. */
  readonly options: Readonly<Record<string, string>>;
  /** What the command names besides options. */
  readonly files: readonly string[];
  readonly images?: DataPlace;
  readonly annotations?: DataPlace;
}

export interface Manifest extends Pick<ReportMade, 'browser' | 'conventions' | 'seeds' | 'bootstrap'> {
  readonly tool: string;
  readonly version: string;
  /** ISO 8601. */
  readonly date: string;
  readonly command: ReportWish['command'];
  readonly options: ReportWish['options'];
  readonly files: ReportWish['files'];
  /** What was measured of every picture; of a merge, what its parts have in common. */
  readonly choice: EvaluationResult['plan']['choice'];
  readonly model: EvaluationResult['model'];
  readonly backend: EvaluationResult['backend'];
  readonly shard: RunSheet['shard'];
  readonly counts: EvaluationResult['dataset'] & { readonly failed: number; readonly notes: number };
  readonly data: Readonly<Record<string, DataHash>>;
  readonly timings: EvaluationResult['timings'];
}

/**
 * Before a run that may take hours.
 * @throws CamLensError `bad-option` where that can be no folder, `output-unwritable` where nothing can be written there
 */
export function checkReport(folder: string | undefined): void {
  if (folder === undefined) return;
  const found = ancestorOf(folder);
  if (found.isFile()) {
    throw new CamLensError('bad-option', `--report: ${folder} cannot be made; a folder was expected.`);
  }
  checkFolderPlace('--report', folder);
}

/** What is there of its path. */
function ancestorOf(folder: string): Stats {
  for (let place = resolve(folder); ; place = dirname(place)) {
    try {
      return statSync(place);
    } catch {
      // Nothing is there yet; the root always is.
    }
  }
}

export interface Reported {
  readonly result: EvaluationResult;
  readonly shard: RunSheet['shard'];
  readonly recordFiles: readonly string[];
  /** Every record, as a table. */
  readonly csv: string;
  /** `result` as it is stored. */
  readonly document: string;
}

export async function putReport(
  wish: ReportWish,
  { result, shard, recordFiles, csv, document }: Reported,
  server: RunningServer,
  session: SessionOptions,
): Promise<void> {
  const { folder, command, options, files, images, annotations } = wish;
  const date = new Date().toISOString();
  const { plan, backend, model, dataset, failed, notes, timings } = result;
  const data = await dataHashes(wish, result);
  const hashes = Object.fromEntries(Object.entries(data).map(([name, { sha256 }]) => [name, sha256]));
  const { page, ...made } = await askPage(session, 'report', {
    ...{ ...tool(), date, backend, shard, failed, notes, choice: plan.choice },
    model: { ...model, classes: result.classes },
    dataset: {
      images: images === undefined ? null : basename(images.name),
      annotations: annotations === undefined ? null : basename(annotations.name),
      limit: options['limit'] === undefined ? null : Number(options['limit']),
      withoutPicture: result.withoutPicture,
      isOfImageNet: plan.classMap === null,
    },
    summary: {
      ...{ pictures: { train: dataset.train, test: dataset.test }, methods: result.methods },
      ...{ centreBaseline: result.centreBaseline, accuracy: result.accuracy, statistics: result.statistics },
    },
    repeating: { command: commandLine(wish), hashes },
    records: recordFiles.map((file) => ({ file, url: server.addInput(file) })),
    ...(images === undefined ? {} : { pictures: images }),
  });
  const manifest: Manifest = {
    ...{ ...tool(), date, command, options, files, choice: plan.choice, model, backend, ...made, shard },
    counts: { ...dataset, failed: failed.length, notes: notes.length },
    ...{ data, timings },
  };
  const written = { 'index.html': page, 'records.csv': csv, 'result.json': document };
  for (const [name, text] of Object.entries(written)) storeWhole(join(folder, name), text);
  storeWhole(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** The words of a command that means the same. */
export function commandLine({ command, options, files }: Pick<ReportWish, 'command' | 'options' | 'files'>): string[] {
  // An option's value may begin with dashes, as a file's name may.
  return ['cam-lens', command, ...files, ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)];
}

async function dataHashes(
  { command, images, annotations }: ReportWish,
  { perPicture, plan }: EvaluationResult,
): Promise<Record<string, DataHash>> {
  const paths = perPicture.flatMap(({ path }) => path ?? []);
  const tables = { split: plan.split, 'class map': plan.classMap };
  return {
    measured: hashRecords(perPicture),
    // Parts that are merged may have been read elsewhere, under other paths.
    ...(images === undefined || command === 'merge' ? {} : { images: await hashPlace(images, paths) }),
    ...(annotations === undefined ? {} : { annotations: await hashPlace(annotations) }),
    ...Object.fromEntries(
      Object.entries(tables).flatMap(([name, sha256]) =>
        sha256 === null ? [] : [[name, { sha256, of: 'the bytes of the file' }]],
      ),
    ),
  };
}
