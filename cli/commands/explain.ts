/** `cam-lens explain`: makes heatmaps, boxes and numbers for pictures. */
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { CamLensError, describeError } from '../../src/errors.ts';
import type { HeadlessChoice, PageOptions, HeadlessResult } from '../../src/headless/calls.ts';
import { conventionNames } from '../../src/pipeline/recipe/conventions.ts';
import { defaultConventions } from '../../src/pipeline/recipe/defaults.ts';
import { refinementNamed, refinementNames, thresholdWords } from '../../src/pipeline/recipe/refine/refinements.ts';
import { backendChoices } from '../../src/pipeline/types.ts';
import { visible } from '../../src/visible.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import { checkModel, offerModel, type ChosenModel } from '../chosen-model.ts';
import type { Command, Terminal } from '../command.ts';
import { debugOf, debugOptions } from '../debug-options.ts';
import { exitCodes } from '../exit-codes.ts';
import { explainSummary, type ExplainedInput } from '../explain-summary.ts';
import { startHeadless, type Headless } from '../headless.ts';
import type { FetchOptions } from '../fetch-inputs.ts';
import { checkFolderPlace, withOwnFolder } from '../files.ts';
import { findInputs, readList, standardInput } from '../find-inputs.ts';
import { checkInputs, nameInputs, type CheckedPicture } from '../input-pictures.ts';
import { InputProgress } from '../input-progress.ts';
import { checkMethods, checkRefined, methodNames } from '../method-names.ts';
import { overwriteOption, refuseOverwritingPictures } from '../overwriting.ts';
import { flag, list, number, oneOf, parseOptions, path, text, type OptionsOf } from '../parse-options.ts';
import { modelOptions, sizeOption } from '../model-options.ts';
import { progressOf } from '../progress.ts';
import { startServer, type RunningServer } from '../server.ts';
import { toldError } from '../told-error.ts';
import { tool } from '../tool.ts';

const options = {
  method: list('NAME[,NAME…]|all', 'methods; "cam-lens methods" lists them', ['grad-cam'], [...methodNames, 'all']),
  layer: list('NAME[,NAME…]|all', "layers (default: the model's last, layer4); all: side by side", undefined),
  class: text(
    'predicted|INDEX|NAME|SUM',
    'class to explain, or a sum of classes: "German shepherd - Komodo dragon", "151..268", "0.5 * 235 + 0.5 * 281"',
    'predicted',
  ),
  refine: oneOf(refinementNames, 'make maps follow the object; affinity+guided: and its edges', 'none'),
  threshold: number(`heatmap value, 0…1, from which pixels belong to a box (${thresholdWords()})`, {
    least: 0,
    most: 1,
    fallback: undefined,
  }),
  convention: oneOf(conventionNames, 'how maps become heatmaps', defaultConventions[0]),
  size: sizeOption,
  backend: oneOf(backendChoices, 'backend', 'auto'),
  model: path('FILE.onnx', 'your own model; FILE.json beside it may describe it', undefined),
  ...modelOptions,
  list: path('FILE|-', 'a file that lists more pictures, one per line; - is standard input', undefined),
  out: path('DIR', 'folder for heatmap, blend and boxes as PNG', undefined),
  ...overwriteOption,
  ...browserOptions,
  ...debugOptions,
  json: flag('print one JSON document'),
} as const;

export const explain: Command = {
  positionals: 'IMAGE|FOLDER|PATTERN|URL|-…',
  help: 'Explains what the network looked at in pictures: files, folders, "quoted/**/patterns*", URLs, or - for standard input.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    checkWords(wanted, positionals);
    if (wanted.out !== undefined) checkFolderPlace('--out', wanted.out);
    checkModel(wanted);
    return withOwnFolder('explain', async (folder) => {
      const inputs = await findAll(positionals, wanted, { folder, ...inputOf(terminal) });
      const server = await startServer(serverOf(wanted));
      try {
        const run = new ExplainRun(server, wanted, terminal);
        await run.explainAll(inputs);
        terminal.print(wanted.json ? run.json() : run.results.map(explainSummary).join('\n'));
        return run.failed ? exitCodes.someFailed : exitCodes.done;
      } finally {
        await server.close();
      }
    });
  },
};

type Wanted = OptionsOf<typeof options>;

/** @throws CamLensError `bad-option`, `unknown-method` */
function checkWords(wanted: Wanted, positionals: readonly string[]): void {
  if (positionals.length === 0 && wanted.list === undefined) {
    throw new CamLensError('bad-option', 'No picture was named: cam-lens explain IMAGE…');
  }
  const inputs = [...positionals, wanted.list].filter((word) => word === standardInput).length;
  if (inputs > 1)
    throw new CamLensError('bad-option', 'Standard input can be read only once, but "-" was given more than once.');
  debugOf(wanted);
  checkMethods(wanted.method);
  checkRefined(wanted.method, wanted.refine);
}

/** Finds and checks the pictures to explain. @throws CamLensError `bad-option`, `output-exists`, `stopped` */
async function findAll(
  positionals: readonly string[],
  { list: listFile, out, overwrite, method }: Wanted,
  fetching: FetchOptions,
): Promise<readonly CheckedPicture[]> {
  const listed = listFile === undefined ? [] : await readList(listFile, fetching.input);
  const meant = await findInputs([...positionals, ...listed]);
  if (out !== undefined && !overwrite) {
    const stems = nameInputs(meant.map(({ image }) => image)).map(({ stem }) => stem);
    refuseOverwritingPictures(out, { stems, methods: method.includes('all') ? methodNames : method });
  }
  return checkInputs(meant, fetching);
}

function inputOf(terminal: Terminal): Pick<FetchOptions, 'input' | 'interrupted'> {
  return {
    // Opened only when something reads it.
    input: { [Symbol.asyncIterator]: () => (terminal.input ?? Readable.from([]))[Symbol.asyncIterator]() },
    interrupted: terminal.interrupted,
  };
}

class ExplainRun {
  readonly results: ExplainedInput[] = [];
  readonly #server: RunningServer;
  readonly #wanted: Wanted;
  readonly #terminal: Terminal;
  #headless: Headless | undefined;
  #info: Headless['info'] | undefined;

  constructor(server: RunningServer, wanted: Wanted, terminal: Terminal) {
    this.#server = server;
    this.#wanted = wanted;
    this.#terminal = terminal;
  }

  get failed(): boolean {
    return this.results.some((result) => 'error' in result);
  }

  async explainAll(inputs: readonly CheckedPicture[]): Promise<void> {
    // Known before anything starts, so reported before anything slow.
    for (const { image, error } of inputs) if (error !== undefined) this.#tellFailure(image, error);
    // Without a usable picture, no browser is started.
    const left = inputs.filter(({ error }) => error === undefined).length;
    if (left > 0) await this.#begin();
    const progress = new InputProgress(this.#terminal, inputs.length);
    try {
      for (const input of inputs) {
        if (input.error === undefined) progress.begin(input.image);
        this.results.push(input.error === undefined ? await this.#explainOne(input) : failed(input.image, input.error));
        progress.end();
      }
    } finally {
      await this.#headless?.close();
    }
  }

  async #begin(): Promise<void> {
    this.#headless = await this.#start();
    const { assumptions, leftOut, notice } = this.#headless.info;
    // In JSON mode the backend is in the document; it is printed when debugging shaders.
    const split = debugOf(this.#wanted).debug === undefined ? [] : [notice ?? ''];
    for (const sentence of [...assumptions, ...leftOut, ...split]) this.#terminal.tell(sentence, 'warning');
  }

  json(): string {
    // Null if no picture was usable and nothing was started.
    const { backend = null, model = null } = this.#info ?? {};
    return `${JSON.stringify({ ...tool(), backend, model, results: this.results })}\n`;
  }

  /** If a picture crashes the page, the others get a new page. */
  async #living(): Promise<Headless> {
    if (this.#headless?.alive === true) return this.#headless;
    await this.#headless?.close();
    this.#headless = await this.#start();
    return this.#headless;
  }

  async #start(): Promise<Headless> {
    const offered = offerModel(this.#server, this.#wanted);
    const headless = await startHeadless({
      address: this.#server.address,
      ...browserOf(this.#wanted, this.#terminal),
      start: this.#startOptions(offered),
      fileBeside: offered.fileBeside,
      onProgress: progressOf(this.#terminal),
      interrupted: this.#terminal.interrupted,
    });
    this.#info = headless.info;
    return headless;
  }

  #startOptions({ model }: ChosenModel): PageOptions {
    const { backend, method, layer, class: name, refine, out } = this.#wanted;
    return {
      backend,
      // On such a machine, boxes and numbers are faster without shaders, and pictures are painted faster with them.
      ...(out === undefined ? { onSoftware: 'cpu' as const } : {}),
      model,
      methods: allOr(method),
      class: name,
      refine,
      ...debugOf(this.#wanted),
      ...(layer === undefined ? {} : { layers: allOr(layer) }),
    };
  }

  /**
   * After the start, every error is reported for its picture and the other results are kept. Only Ctrl+C ends the
   * command.
   */
  async #explainOne({ image, stem, file }: CheckedPicture & { readonly file: string }): Promise<ExplainedInput> {
    try {
      const url = this.#server.addInput(file);
      const once = async (): Promise<HeadlessResult> => {
        const headless = await this.#living();
        return headless.explain({ url, name: image }, this.#choice(headless.info, stem));
      };
      return { image, ...(await once().catch((error: unknown) => this.#unlessDeviceLost(error, once))) };
    } catch (cause) {
      const error = describeError(cause);
      if (error.code === 'stopped') throw cause;
      this.#tellFailure(image, error);
      return failed(image, error);
    }
  }

  #tellFailure(image: string, error: Failure): void {
    const told = toldError(error);
    this.#terminal.tell(told.startsWith(visible(image)) ? told : `${image}: ${told}`, 'error');
  }

  /** A lost device may not be the picture's fault, so the picture is tried again once, on a new page. */
  #unlessDeviceLost(error: unknown, again: () => Promise<HeadlessResult>): Promise<HeadlessResult> {
    const { code, message } = describeError(error);
    if (code !== 'device-lost') throw error;
    this.#terminal.tell(`${message} Trying again …`);
    return again();
  }

  #choice({ chosen }: Headless['info'], stem: string): HeadlessChoice {
    const { class: name, refine, threshold = refinementNamed(refine).threshold, convention, out } = this.#wanted;
    // For each method, three files per layer and a strip.
    const most = chosen.methods.length * (3 * chosen.layers.length + 1);
    return {
      ...chosen,
      class: name,
      refine,
      threshold,
      conventions: [convention],
      ...(out === undefined ? {} : { output: this.#server.addOutput(resolve(out), stem, most) }),
    };
  }
}

type Failure = ReturnType<typeof describeError>;

function failed(image: string, error: Failure): ExplainedInput {
  return { image, error };
}

function allOr(names: readonly string[]): readonly string[] | 'all' {
  return names.includes('all') ? 'all' : names;
}
