/** `cam-lens evaluate`: how well explanations find what is in the true boxes of a data set. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CamLensError } from '../../src/errors.ts';
import type { NamedText, RunInfo, RunRequest } from '../../src/headless/evaluation-calls.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import { offerModel } from '../chosen-model.ts';
import type { Command, Terminal } from '../command.ts';
import { placeOf } from '../data-place.ts';
import { checkOut, defaultThreshold, putOut } from '../evaluation-output.ts';
import { EvaluationRun, type RunWish } from '../evaluation-run.ts';
import { evaluationWords } from '../evaluation-words.ts';
import type { ExitCode } from '../exit-codes.ts';
import { listingWithTexts } from '../folder-listing.ts';
import { askPage } from '../headless.ts';
import { modelOptions, sizeOption } from '../model-options.ts';
import { flag, list, listOf, number, oneOf, parseOptions, text, type OptionsOf } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { quietProgress } from '../progress.ts';
import { checkReport, type ReportWish } from '../report-folder.ts';
import { fingerprint, RunFiles, type RunPlan, type RunSheet } from '../run-files.ts';
import { startServer, type RunningServer } from '../server.ts';
import { readThresholds, thresholdList } from '../threshold-list.ts';

const options = {
  images: text('DIR|TAR', 'the pictures', undefined),
  annotations: text('DIR|TAR', 'their true boxes, in the XML of PASCAL VOC', undefined),
  methods: list('NAME[,NAME…]', 'how to explain', ['cam', 'grad-cam']),
  layers: list('NAME[,NAME…]', "where in the network (the model's last: layer4)", undefined),
  conventions: listOf(
    ['paper', 'pytorch-grad-cam', 'torch-cam'],
    "whose way from map to heatmap; others than the paper's stand beside it as method@convention",
    ['paper'],
  ),
  class: oneOf(['true', 'predicted', 'both'], 'whose score is explained', 'true'),
  thresholds: thresholdList('of the heatmap, at which boxes are drawn (0.05:0.95:0.05)'),
  measures: listOf(
    ['wsol', 'pointing', 'energy', 'deletion', 'insertion', 'drop', 'randomisation'],
    'what else to measure; deletion, insertion, drop and randomisation too, which run the network again; randomisation by ' +
      'networks of random weights: some five times as slow, with room for the weights three times more',
    ['wsol', 'pointing', 'energy'],
  ),
  steps: number('of deletion and insertion (28)', { least: 1, most: 1000, whole: true, fallback: undefined }),
  size: sizeOption,
  split: text('FILE.csv', 'columns id and split: τ is chosen on train and reported on test', undefined),
  'class-map': text('FILE.json', "the data set's names → the model's class indices (Stanford Dogs)", undefined),
  limit: number('of new pictures', { least: 1, most: 1e9, whole: true, fallback: undefined }),
  shard: text('I/N', 'one part of the data set, for "cam-lens merge"', undefined),
  workers: number('networks side by side', { least: 1, most: 64, whole: true, fallback: undefined }),
  backend: oneOf(['auto', 'webgpu', 'wasm', 'cpu'], 'what to run on', 'auto'),
  model: text('FILE.onnx', 'a model of your own, described by FILE.json beside it where that is there', undefined),
  ...modelOptions,
  out: text('FILE.json|FILE.csv', 'store the result, or a table of the records, there', undefined),
  report: text('DIR', 'write a page with tables, charts and pictures there, and a manifest', undefined),
  resume: flag('go on where the run that stored in --out was cut off'),
  ...browserOptions,
  json: flag('print one JSON document'),
} as const;

export type EvaluateOptions = OptionsOf<typeof options>;

export const evaluate: Command = {
  positionals: '',
  help: 'Measures on a data set how well explanations find what is in its true boxes.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 0);
    if (wanted.conventions.length === 0) throw new CamLensError('bad-option', '--conventions needs at least one.');
    checkOut(wanted.out);
    checkReport(wanted.report);
    if (wanted.resume && wanted.out === undefined) {
      throw new CamLensError('bad-option', '--resume needs --out, beside which the records of a run are kept.');
    }
    const folder = wanted.out === undefined ? mkdtempSync(join(tmpdir(), 'cam-lens-evaluate-')) : undefined;
    const server = await startServer(serverOf(wanted));
    try {
      const files = new RunFiles(folder === undefined ? resolve(wanted.out!) : join(folder, 'run'));
      return await evaluateAll(wanted, files, server, terminal);
    } finally {
      await server.close();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function evaluateAll(
  wanted: EvaluateOptions,
  files: RunFiles,
  server: RunningServer,
  terminal: Terminal,
): Promise<ExitCode> {
  const data = {
    images: placeOf('--images', wanted.images, server),
    annotations: placeOf('--annotations', wanted.annotations, server, listingWithTexts),
    ...optional('split', textOf('--split', wanted.split)),
    ...optional('classMap', textOf('--class-map', wanted['class-map'])),
  };
  const offered = offerModel(server, wanted);
  const tellProgress = quietProgress((line) => terminal.tell(line));
  const session = {
    address: server.address,
    ...browserOf(wanted, terminal),
    onProgress: tellProgress,
    interrupted: terminal.interrupted,
    fileBeside: offered.fileBeside,
  };
  const isResumed = wanted.resume && files.hasRun;
  if (!isResumed && files.isCutOff) {
    throw new CamLensError(
      'bad-option',
      `${files.recordsFile} is of a run that was cut off: --resume goes on with it; remove it to begin anew.`,
    );
  }
  const done = isResumed ? await doneBefore(files, server, session) : [];
  let crashes = isResumed ? files.crashes : [];
  const { methods, layers, workers, size, backend, shard } = wanted;
  const run = new EvaluationRun({
    ...{ session, files, done, tellProgress, crashes },
    keepCrashes: (now) => {
      crashes = now;
      files.writeSheet({ ...sheet!, crashes, outcome: null });
    },
    start: {
      ...{ backend, model: offered.model, methods },
      ...{ ...optional('layers', layers), ...optional('workers', workers) },
      ...{ ...optional('size', size), ...optional('shard', shard) },
    },
    tell: (line) => terminal.tell(line),
  });

  let sheet: Omit<RunSheet, 'outcome'> | undefined;
  /** The first page that starts tells what the sheet lacks. */
  const prepare = (info: RunInfo): RunWish => {
    const plan = planOf(wanted, info, data);
    const part = info.shard ?? null;
    if (sheet === undefined) {
      info.assumptions.forEach((sentence) => terminal.tell(sentence));
      if (isResumed) files.checkSame(plan, part);
      else files.begin();
      sheet = { plan, shard: part, backend: info.backend, classes: info.classes };
      files.writeSheet({ ...sheet, crashes, outcome: null });
    }
    return { ...data, choice: plan.choice, ...optional('shard', info.shard), ...optional('limit', wanted.limit) };
  };

  try {
    const outcome = await run.finish(prepare);
    files.writeSheet({ ...sheet!, crashes, outcome });
    const report = reportWish(wanted, sheet!.plan, data);
    const measured = { sheet: sheet!, outcome, recordFiles: [files.recordsFile] };
    return await putOut(measured, { ...wanted, report }, server, session, terminal);
  } catch (error) {
    if (wanted.out !== undefined && sheet !== undefined) {
      terminal.tell(`${String(run.measured)} pictures are measured; the same command with --resume goes on.`);
    }
    throw error;
  }
}

function reportWish(
  wanted: EvaluateOptions,
  plan: RunPlan,
  { images, annotations }: Pick<RunRequest, 'images' | 'annotations'>,
): ReportWish | undefined {
  if (wanted.report === undefined) return undefined;
  const options = evaluationWords(wanted, plan);
  return { folder: wanted.report, command: 'evaluate', options, files: [], images, annotations };
}

function planOf(
  { methods, class: source, thresholds, measures, conventions, steps }: EvaluateOptions,
  { layers, model: { name, sha256, size } }: RunInfo,
  { split, classMap }: Pick<RunRequest, 'split' | 'classMap'>,
): RunPlan {
  return {
    choice: {
      ...{ methods, layers, measures },
      ...optional('conventions', conventions.join() === 'paper' ? undefined : conventions),
      ...optional('steps', steps),
      sources: source === 'both' ? ['true', 'predicted'] : [source],
      thresholds: thresholds ?? readThresholds('0.05:0.95:0.05')!,
      boxThreshold: defaultThreshold,
    },
    model: { name, ...optional('sha256', sha256), size },
    split: fingerprint(split?.text),
    classMap: fingerprint(classMap?.text),
  };
}

/** A line that breaks off is left out of the file, and its picture is measured again. */
async function doneBefore(
  files: RunFiles,
  server: RunningServer,
  session: Parameters<typeof askPage>[0],
): Promise<readonly string[]> {
  const file = files.recordsFile;
  const { ids, mended } = await askPage(session, 'readRun', { file, url: server.addInput(file) });
  if (mended !== null) files.replace(mended);
  return ids;
}

function textOf(option: string, file: string | undefined): NamedText | undefined {
  if (file === undefined) return undefined;
  if (!existsSync(file)) throw new CamLensError('bad-option', `${option}: ${file} is not there.`);
  return { file, text: readFileSync(file, 'utf8') };
}

/** The field, where there is a value. */
function optional<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, Value>>;
}
