/** `--report DIR`: writes a page, a manifest with which the run can be reproduced, the result and the records. */
import { statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { bootstrapDefaults } from '../src/evaluation/bootstrap.ts';
import { haveBoxes, haveMasks, type PictureRecord } from '../src/evaluation/record.ts';
import type { Summary } from '../src/evaluation/summary.ts';
import type { DataPlace, Thumbnails, WantedThumbnails } from '../src/headless/evaluation-calls.ts';
import { boxColour } from '../src/pipeline/recipe/box-colours.ts';
import { methodNamed } from '../src/pipeline/recipe/methods/index.ts';
import { gallerySeed } from '../src/report/choose-pictures.ts';
import { inputSize } from '../src/pipeline/model/input-side.ts';
import { conventionsOf, type Conventions } from '../src/report/conventions.ts';
import { reportPage } from '../src/report/report-page.ts';
import { reportedMethod } from '../src/report/reported-method.ts';
import { shownIds } from '../src/report/sections/gallery.ts';
import { leftOutInWords } from '../src/runs/run-format.ts';
import { hashPlace, hashRecords, type DataHash } from './data-hashes.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { checkFolderPlace, storeWhole } from './files.ts';
import type { RunSheet } from './run-sheet.ts';
import { tool } from './tool.ts';

/** Written last: if it exists, the report is complete. */
export const manifestName = 'manifest.json';

/** Information about a run besides its result. */
export interface ReportWish {
  readonly folder: string;
  readonly command: 'evaluate' | 'merge';
  /** The command's options by name, with values as on the command line, including defaults. */
  readonly options: Readonly<Record<string, string>>;
  /** The positional arguments of the command. */
  readonly files: readonly string[];
  readonly images?: Place;
  readonly annotations?: Place;
  /** Name and version of the browser that measured; null if unknown. */
  readonly browser: string | null;
  /** Makes thumbnails as data: URIs; absent if the pictures are not available. */
  readonly thumbnails?: (wanted: WantedThumbnails) => Promise<Thumbnails>;
}

type Place = Pick<DataPlace, 'kind' | 'name'>;

export interface Manifest {
  readonly tool: string;
  readonly version: string;
  /** Date and time, ISO 8601. */
  readonly date: string;
  readonly command: ReportWish['command'];
  readonly options: ReportWish['options'];
  readonly files: ReportWish['files'];
  /** The choice of methods and measures; for a merge, the one that its parts share. */
  readonly choice: EvaluationResult['plan']['choice'];
  readonly model: EvaluationResult['model'];
  readonly backend: EvaluationResult['backend'];
  readonly browser: ReportWish['browser'];
  readonly conventions: Conventions;
  /** Use of random numbers → seed. */
  readonly seeds: Readonly<Record<string, number>>;
  readonly bootstrap: { readonly resamples: number; readonly confidence: number };
  readonly shard: RunSheet['shard'];
  readonly counts: EvaluationResult['dataset'] & { readonly failed: number; readonly notes: number };
  readonly data: Readonly<Record<string, DataHash>>;
  readonly timings: EvaluationResult['timings'];
}

/**
 * Checks the folder before a run that may take hours.
 * @throws CamLensError `bad-option` if it cannot be a folder, `output-unwritable` if it cannot be written to
 */
export function checkReport(folder: string | undefined): void {
  if (folder === undefined) return;
  const found = ancestorOf(folder);
  if (found.isFile()) {
    throw new CamLensError('bad-option', `--report: ${folder} cannot be made; a folder was expected.`);
  }
  checkFolderPlace('--report', folder);
}

/** The nearest existing parent. */
function ancestorOf(folder: string): Stats {
  for (let place = resolve(folder); ; place = dirname(place)) {
    try {
      return statSync(place);
    } catch {
      // It does not exist yet; the root always does.
    }
  }
}

export interface Reported {
  readonly result: EvaluationResult;
  readonly shard: RunSheet['shard'];
  readonly summary: Summary;
  /** Sorted by id. */
  readonly records: readonly PictureRecord[];
  /** All records as a table. */
  readonly csv: string;
  /** `result` as stored. */
  readonly document: string;
}

export async function putReport(
  wish: ReportWish,
  { result, shard, summary, records, csv, document }: Reported,
): Promise<void> {
  const { folder, command, options, files, images, annotations, browser, thumbnails } = wish;
  const date = new Date().toISOString();
  const { plan, leftOut, backend, model, dataset, failed, notes, timings } = result;
  const { choice } = plan;
  const data = await dataHashes(wish, result);
  const hashes = Object.fromEntries(Object.entries(data).map(([name, { sha256 }]) => [name, sha256]));
  const { resamples, seed, confidence } = bootstrapDefaults;
  const seeds = { bootstrap: seed, gallery: gallerySeed };
  const page = reportPage({
    ...{ ...tool(), date, shard, failed, notes, choice, summary, records },
    leftOut: leftOutInWords(leftOut.map(({ measure }) => measure)),
    machine: { backend, browser },
    model: { ...model, classes: result.classes },
    methods: choice.methods.map((name) => reportedMethod(methodNamed(name))),
    truthColour: boxColour('truth'),
    dataset: {
      images: images === undefined ? null : basename(images.name),
      annotations: annotations === undefined ? null : basename(annotations.name),
      limit: options['limit'] === undefined ? null : Number(options['limit']),
      withoutPicture: result.withoutPicture,
      isOfImageNet: plan.classMap === null && plan.format !== 'folders' && plan.format !== 'masks',
    },
    thumbnails:
      thumbnails === undefined
        ? null
        : new Map(await thumbnails({ ids: shownIds({ records, summary }), hasMasks: plan.format === 'masks' })),
    repeating: { command: commandLine(wish), hashes, seeds },
  });
  const made = {
    browser,
    conventions: conventionsOf(choice, inputSize(model), {
      hasBoxes: haveBoxes(records),
      hasMasks: haveMasks(records),
    }),
    seeds,
    bootstrap: { resamples, confidence },
  };
  const manifest: Manifest = {
    ...{ ...tool(), date, command, options, files, choice, model, backend, ...made, shard },
    counts: { ...dataset, failed: failed.length, notes: notes.length },
    ...{ data, timings },
  };
  const written = { 'index.html': page, 'records.csv': csv, 'result.json': document };
  for (const [name, text] of Object.entries(written)) storeWhole(join(folder, name), text);
  storeWhole(join(folder, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** The arguments of an equivalent command. */
export function commandLine({ command, options, files }: Pick<ReportWish, 'command' | 'options' | 'files'>): string[] {
  // Values of options may begin with dashes, and so may file names.
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
    // Merged parts may have been read elsewhere, under other paths.
    ...(images === undefined || command === 'merge' ? {} : { images: await hashPlace(images, paths) }),
    ...(annotations === undefined ? {} : { annotations: await hashPlace(annotations) }),
    ...Object.fromEntries(
      Object.entries(tables).flatMap(([name, sha256]) =>
        sha256 === null ? [] : [[name, { sha256, of: 'the bytes of the file' }]],
      ),
    ),
  };
}
