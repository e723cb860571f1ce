/** `cam-lens explain`: pictures in, heatmaps, boxes and numbers out. */
import { resolve } from 'node:path';
import { CamLensError, describeError } from '../../src/errors.ts';
import type { HeadlessChoice, HeadlessOptions, HeadlessResult } from '../../src/headless/calls.ts';
import { conventionNames } from '../../src/pipeline/recipe/conventions.ts';
import { defaultConventions, defaultThreshold } from '../../src/pipeline/recipe/defaults.ts';
import { backendChoices } from '../../src/pipeline/types.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import { offerModel, type OfferedModel } from '../chosen-model.ts';
import type { Command, Terminal } from '../command.ts';
import { debugOf, debugOptions } from '../debug-options.ts';
import { exitCodes } from '../exit-codes.ts';
import { explainSummary, type ExplainedInput } from '../explain-summary.ts';
import { startHeadless, type Headless } from '../headless.ts';
import { checkFolderPlace } from '../files.ts';
import { checkInput, inputProblem, nameInputs, type InputPicture } from '../input-pictures.ts';
import { flag, list, number, oneOf, parseOptions, text, type OptionsOf } from '../parse-options.ts';
import { modelOptions, sizeOption } from '../model-options.ts';
import { quietProgress } from '../progress.ts';
import { startServer, type RunningServer } from '../server.ts';
import { tool } from '../tool.ts';

const options = {
  method: list('NAME[,NAME…]|all', 'how to explain; "cam-lens methods" tells the methods', ['grad-cam']),
  layer: list('NAME[,NAME…]|all', "where in the network (the model's last: layer4); all: side by side", undefined),
  class: text(
    'predicted|INDEX|NAME|SUM',
    'which class to explain, or which sum: "German shepherd - Komodo dragon", "151..268", "0.5 * 235 + 0.5 * 281"',
    'predicted',
  ),
  threshold: number('of the heatmap, 0…1, above which a box is drawn', {
    least: 0,
    most: 1,
    fallback: defaultThreshold,
  }),
  convention: oneOf(conventionNames, 'whose way from map to heatmap', defaultConventions[0]),
  size: sizeOption,
  backend: oneOf(backendChoices, 'what to run on', 'auto'),
  model: text('FILE.onnx', 'a model of your own, described by FILE.json beside it where that is there', undefined),
  ...modelOptions,
  out: text('DIR', 'store heatmap, blend and boxes as PNG there', undefined),
  ...browserOptions,
  ...debugOptions,
  json: flag('print one JSON document'),
} as const;

export const explain: Command = {
  positionals: 'IMAGE…',
  help: 'Explains what the network looked at in pictures.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    if (positionals.length === 0) throw new CamLensError('bad-option', 'No picture was named: cam-lens explain IMAGE…');
    debugOf(wanted);
    if (wanted.out !== undefined) checkFolderPlace('--out', wanted.out);
    const server = await startServer(serverOf(wanted));
    try {
      const run = new ExplainRun(server, wanted, terminal);
      await run.explainAll(nameInputs(positionals));
      terminal.print(wanted.json ? run.json() : run.results.map(explainSummary).join('\n'));
      return run.failed ? exitCodes.someFailed : exitCodes.done;
    } finally {
      await server.close();
    }
  },
};

class ExplainRun {
  readonly results: ExplainedInput[] = [];
  readonly #server: RunningServer;
  readonly #wanted: OptionsOf<typeof options>;
  readonly #terminal: Terminal;
  #headless: Headless | undefined;
  #info: Headless['info'] | undefined;

  constructor(server: RunningServer, wanted: OptionsOf<typeof options>, terminal: Terminal) {
    this.#server = server;
    this.#wanted = wanted;
    this.#terminal = terminal;
  }

  get failed(): boolean {
    return this.results.some((result) => 'error' in result);
  }

  async explainAll(inputs: readonly InputPicture[]): Promise<void> {
    // Where no picture can be had, no browser need be started to say so.
    if (inputs.every(({ image }) => inputProblem(image) !== undefined)) {
      offerModel(this.#server, this.#wanted);
      for (const input of inputs) this.results.push(await this.#explainOne(input));
      return;
    }
    this.#headless = await this.#start();
    const { assumptions, leftOut, notice } = this.#headless.info;
    // What a shader is looked for with is told; else the backend is in the JSON.
    const split = debugOf(this.#wanted).debug === undefined ? [] : [notice ?? ''];
    for (const sentence of [...assumptions, ...leftOut, ...split]) this.#terminal.tell(sentence);
    try {
      for (const [index, input] of inputs.entries()) {
        this.#terminal.tell(`${String(index + 1)} of ${String(inputs.length)}: ${input.image}`);
        this.results.push(await this.#explainOne(input));
      }
    } finally {
      await this.#headless.close();
    }
  }

  json(): string {
    // Null where no picture could be had, and nothing was started.
    const { backend = null, model = null } = this.#info ?? {};
    return `${JSON.stringify({ ...tool(), backend, model, results: this.results })}\n`;
  }

  /** One picture that brings the page down must not take the others with it: they get a fresh one. */
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
      onProgress: quietProgress((line) => this.#terminal.tell(line)),
      interrupted: this.#terminal.interrupted,
    });
    this.#info = headless.info;
    return headless;
  }

  #startOptions({ model }: OfferedModel): HeadlessOptions {
    const { backend, method, layer, class: name, out } = this.#wanted;
    return {
      backend,
      // Boxes and numbers are found faster without shaders there; pictures are painted faster with them.
      ...(out === undefined ? { onSoftware: 'cpu' as const } : {}),
      model,
      methods: allOr(method),
      class: name,
      ...debugOf(this.#wanted),
      ...(layer === undefined ? {} : { layers: allOr(layer) }),
    };
  }

  /** After the start, whatever goes wrong is the picture's own error: the results so far are kept. Ctrl+C ends it all. */
  async #explainOne({ image, stem }: InputPicture): Promise<ExplainedInput> {
    try {
      checkInput(image);
      const url = this.#server.addInput(resolve(image));
      const once = async (): Promise<HeadlessResult> => {
        const headless = await this.#living();
        return headless.explain({ url, name: image }, this.#choice(headless.info, stem));
      };
      return { image, ...(await once().catch((error: unknown) => this.#unlessDeviceLost(error, once))) };
    } catch (error) {
      const { code, message } = describeError(error);
      if (code === 'stopped') throw error;
      this.#terminal.tell(`${image}: ${code}: ${message}`);
      return { image, error: { code, message } };
    }
  }

  /** A device may be lost through no fault of the picture: that earns a second try, on a fresh page. */
  #unlessDeviceLost(error: unknown, again: () => Promise<HeadlessResult>): Promise<HeadlessResult> {
    const { code, message } = describeError(error);
    if (code !== 'device-lost') throw error;
    this.#terminal.tell(`${message} Trying once more …`);
    return again();
  }

  #choice({ chosen }: Headless['info'], stem: string): HeadlessChoice {
    const { class: name, threshold, convention, out } = this.#wanted;
    // Of each method three for each layer, and a strip.
    const most = chosen.methods.length * (3 * chosen.layers.length + 1);
    return {
      ...chosen,
      class: name,
      threshold,
      conventions: [convention],
      ...(out === undefined ? {} : { output: this.#server.addOutput(resolve(out), stem, most) }),
    };
  }
}

function allOr(names: readonly string[]): readonly string[] | 'all' {
  return names.includes('all') ? 'all' : names;
}
