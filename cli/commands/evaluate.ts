/** `cam-lens evaluate`: measures how well explanations localise the objects in the true boxes of a data set. */
import { join, resolve } from 'node:path';
import { CamLensError } from '../../src/errors.ts';
import type { AnnotationFormat } from '../../src/datasets/formats.ts';
import { readClassMap } from '../../src/datasets/class-map.ts';
import { checkClassIndices } from '../../src/datasets/unmatched.ts';
import type { RunInfo, Thumbnails, WantedThumbnails } from '../../src/headless/evaluation-calls.ts';
import { controlMethod } from '../../src/pipeline/recipe/controls/index.ts';
import { checkSameFormat, leftOut, leftOutInWords, leftOutOfAny } from '../../src/runs/run-format.ts';
import { browserOf, serverOf } from '../browser-options.ts';
import { checkModel, offerModel } from '../chosen-model.ts';
import type { Command, Terminal } from '../command.ts';
import { checkPlace, offerPlace } from '../data-place.ts';
import { readTable, type GivenTable } from '../evaluation-inputs.ts';
import { evaluateOptions, type EvaluateOptions } from '../evaluate-options.ts';
import { checkOut, checkOutName, putOut } from '../evaluation-output.ts';
import { EvaluationRun, type RunWish } from '../evaluation-run.ts';
import { evaluationWords } from '../evaluation-words.ts';
import type { ExitCode } from '../exit-codes.ts';
import { askPage } from '../headless.ts';
import { listingWithTexts } from '../folder-listing.ts';
import { withOwnFolder } from '../files.ts';
import { checkMethods, checkRefined } from '../method-names.ts';
import { refuseOverwriting } from '../overwriting.ts';
import { optional } from '../optional.ts';
import { parseOptions } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { progressOf } from '../progress.ts';
import { checkReport, manifestName, type ReportWish } from '../report-folder.ts';
import { RunFiles, type BegunSheet } from '../run-files.ts';
import { planOf } from '../run-plan.ts';
import { withFormat, type RunPlan } from '../run-sheet.ts';
import { startServer, type RunningServer } from '../server.ts';
import type { PageSession } from '../session.ts';

export const evaluate: Command = {
  positionals: '',
  help: 'Measures how well explanations localise the objects of a data set with true boxes, or how faithful they are without.',
  options: evaluateOptions,
  async run(words, terminal) {
    const { options: given, positionals } = parseOptions(evaluateOptions, words);
    const wanted = { ...given, methods: [...new Set([...given.methods, ...given.controls.map(controlMethod)])] };
    refuseMore(positionals, 0);
    if (wanted.conventions.length === 0) throw new CamLensError('bad-option', '--conventions needs at least one.');
    checkOutName(wanted.out);
    if (wanted.resume && wanted.out === undefined) {
      throw new CamLensError('bad-option', '--resume needs --out: the records of a run are kept beside that file.');
    }
    checkMethods(wanted.methods);
    checkRefined(wanted.methods, wanted.refine);
    const inputs = readInputs(wanted);
    checkOut(wanted.out);
    checkReport(wanted.report);
    if (!wanted.overwrite && !wanted.resume) refuseOverwritingRun(wanted);
    const evaluateAt = async (out: string): Promise<ExitCode> => {
      const files = new RunFiles(out);
      try {
        await files.lock({ tell: (line) => terminal.tell(line), interrupted: terminal.interrupted });
        return await evaluateAll(wanted, inputs, files, terminal);
      } finally {
        files.release();
      }
    };
    const { out } = wanted;
    return out === undefined
      ? withOwnFolder('evaluate', (folder) => evaluateAt(join(folder(), 'run')))
      : evaluateAt(resolve(out));
  },
};

/** @throws CamLensError `output-exists` */
function refuseOverwritingRun({ out, report }: EvaluateOptions): void {
  if (out !== undefined) refuseOverwriting('--out', out, ', --resume continues it');
  if (report !== undefined) refuseOverwriting('--report', join(report, manifestName));
}

interface Inputs {
  readonly images: string;
  /** Those of the pictures, if none are named. */
  readonly annotations: string;
  readonly split?: GivenTable;
  readonly classMap?: GivenTable;
}

/** @throws CamLensError `bad-option`, `table-unreadable`, `model-…`, before a browser is started */
function readInputs(wanted: EvaluateOptions): Inputs {
  const inputs = {
    images: checkPlace('--images', wanted.images),
    annotations: checkAnnotations(wanted),
    ...optional('split', readTable('--split', wanted.split)),
    ...optional('classMap', readTable('--class-map', wanted['class-map'])),
  };
  checkModel(wanted);
  return inputs;
}

function checkAnnotations({ images, annotations, format }: EvaluateOptions): string {
  if (annotations === undefined) return checkPlace('--images', images);
  if (format !== 'folders') return checkPlace('--annotations', annotations);
  throw new CamLensError(
    'bad-option',
    '--format folders takes no --annotations: the folders of --images are the classes.',
  );
}

async function evaluateAll(
  wanted: EvaluateOptions,
  given: Inputs,
  files: RunFiles,
  terminal: Terminal,
): Promise<ExitCode> {
  const isResumed = wanted.resume && files.hasRun;
  if (!isResumed && !wanted.overwrite && files.isCutOff) {
    throw new CamLensError(
      'bad-option',
      `${files.recordsFile} belongs to an interrupted run: --resume continues it, --overwrite starts again.`,
    );
  }
  if (files.hasOrphans) {
    throw new CamLensError(
      'records-unfit',
      `${files.recordsFile} has records, but the sheet that describes their run is missing; remove the file to start again.`,
    );
  }
  const done = isResumed ? files.resume() : [];
  const server = await startServer(serverOf(wanted));
  try {
    return await evaluateOn(server, { wanted, given, files, done, isResumed, terminal });
  } finally {
    await server.close();
  }
}

interface Wish {
  readonly wanted: EvaluateOptions;
  readonly given: Inputs;
  readonly files: RunFiles;
  readonly done: readonly string[];
  readonly isResumed: boolean;
  readonly terminal: Terminal;
}

async function evaluateOn(
  server: RunningServer,
  { wanted, given, files, done, isResumed, terminal }: Wish,
): Promise<ExitCode> {
  const data = {
    ...given,
    images: offerPlace(given.images, server),
    annotations: offerPlace(given.annotations, server, listingWithTexts),
  };
  const offered = offerModel(server, wanted);
  const tellProgress = progressOf(terminal);
  const session = {
    address: server.address,
    ...browserOf(wanted, terminal),
    onProgress: tellProgress,
    interrupted: terminal.interrupted,
    fileBeside: offered.fileBeside,
  };
  const crashes = isResumed ? files.crashes : [];
  const notes = isResumed ? files.notes : [];
  const { methods, layers, workers, size, backend, shard, refine } = wanted;
  const run = new EvaluationRun({
    ...{ session, files, done, notes, tellProgress, crashes },
    keepCrashes: (now) => files.keepCrashes(now),
    onFormat: (format) => takeFormat(format),
    start: {
      ...{ backend, model: offered.model, methods, refine },
      ...{ ...optional('layers', layers), ...optional('workers', workers) },
      ...{ ...optional('size', size), ...optional('shard', shard) },
    },
    tell: (line, tone) => terminal.tell(line, tone),
  });

  let sheet: BegunSheet | undefined;
  /** The first page that starts reports the rest of the sheet's content. */
  const prepare = (info: RunInfo): RunWish => {
    const plan = withFormat(planOf(wanted, info, given), isResumed ? files.format : undefined);
    const part = info.shard ?? null;
    if (sheet === undefined) {
      info.assumptions.forEach((sentence) => terminal.tell(sentence));
      if (given.classMap !== undefined) {
        const { text: table, file } = given.classMap;
        checkClassIndices(readClassMap(table, file), info.classes.length, file);
      }
      const without = [isResumed ? files.leftOut : [], leftOut(wanted.measures, plan.choice.measures)];
      sheet = { plan, shard: part, backend: info.backend, leftOut: leftOutOfAny(without), classes: info.classes };
      if (isResumed) {
        files.checkSame(plan, part);
        files.goOn({ ...sheet, crashes });
      } else files.begin(sheet);
    }
    return {
      ...data,
      choice: plan.choice,
      ...optional('shard', info.shard),
      ...optional('limit', wanted.limit),
      format: wanted.format,
      isAnnotated: wanted.annotations !== undefined,
    };
  };

  const takeFormat = (format: AnnotationFormat): void => {
    if (sheet === undefined) return;
    const { plan } = sheet;
    try {
      checkSameFormat(done.length === 0 ? undefined : plan, format);
    } catch (error) {
      files.putBack();
      throw error;
    }
    if (plan.format === format) return;
    const measured = withFormat(plan, format);
    const without = leftOut(plan.choice.measures, measured.choice.measures);
    sheet = { ...sheet, plan: measured, leftOut: without };
    files.describe(sheet);
    for (const sentence of leftOutInWords(without)) terminal.tell(sentence);
  };

  let page: PageSession | undefined;
  try {
    const { outcome, session: last, info } = await run.finish(prepare);
    page = last;
    files.finish(outcome);
    const { plan, shard: part } = sheet!;
    const shards = part === null ? [] : [part];
    const thumbnails = (shown: WantedThumbnails): Promise<Thumbnails> => {
      const request = { pictures: data.images, ...shown };
      return last.alive ? last.call('thumbnails', request) : askPage(session, 'thumbnails', request);
    };
    const { images, annotations } = data;
    const places = wanted.annotations === undefined ? { images } : { images, annotations };
    const report = reportWish(wanted, plan, { ...places, thumbnails, browser: info.browser });
    // Closed first, because its networks need much memory.
    if (report === undefined) await last.close();
    return await putOut(
      { sheet: { ...sheet!, shards }, outcome, records: files.records },
      { ...wanted, report },
      terminal,
    );
  } catch (error) {
    const isRefused = error instanceof CamLensError && error.code === 'records-unfit';
    if (wanted.out !== undefined && run.measured > 0 && !isRefused) {
      terminal.tell(`${String(run.measured)} pictures are measured; the same command with --resume continues the run.`);
    }
    throw error;
  } finally {
    await page?.close();
  }
}

function reportWish(
  wanted: EvaluateOptions,
  plan: RunPlan,
  { images, annotations, browser, thumbnails }: Pick<ReportWish, 'images' | 'annotations' | 'browser' | 'thumbnails'>,
): ReportWish | undefined {
  if (wanted.report === undefined) return undefined;
  const options = evaluationWords(wanted, plan);
  const shown = {
    ...optional('images', images),
    ...optional('annotations', annotations),
    ...optional('thumbnails', thumbnails),
  };
  return { folder: wanted.report, command: 'evaluate', options, files: [], browser, ...shown };
}
