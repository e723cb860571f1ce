/** The visitor's own model: from the files to the Lens that uses it, and back. */
import { describeError } from '../../errors.ts';
import type { LensOptions } from '../../pipeline/api/lens.ts';
import type { ModelFiles, ModelSummary } from '../../pipeline/model/model-files.ts';
import type { PartialDescription } from '../../pipeline/model/read-description.ts';
import { freshName } from './own-pictures.ts';
import type { CreateLens, LensController } from './lens-controller.ts';

export type DescribeModel = (model: ModelFiles) => Promise<ModelSummary>;

export interface OwnModelOptions {
  readonly onChange: () => void;
  readonly createLens: () => CreateLens | undefined;
  readonly describe: () => DescribeModel | undefined;
}

/** Whether a file is not a picture, judging by its name. */
export function isModelFile({ name }: File): boolean {
  return /\.(onnx|data|bin|weights|json|txt)$/i.test(name);
}

export function holdsModel(files: readonly File[]): boolean {
  return files.some(({ name }) => /\.onnx$/i.test(name));
}

export class OwnModel {
  /** The dialog is open. */
  isOpen = false;
  files: readonly File[] = [];
  summary: ModelSummary | undefined;
  /** Reading, or loading. */
  busy: 'reading' | 'loading' | undefined;
  fault: string | undefined;
  /** The one in use; undefined is the page's first model. */
  inUse: ModelFiles | string | undefined;
  /** How a link names the one in use: its URL, or one from the device. */
  link: string | undefined;
  /** The name of the page's first model. */
  first = '';

  /** The chosen output, if any. */
  #output: string | undefined;
  /** Models from the device, by their names in links. */
  readonly #given = new Map<string, ModelFiles>();
  readonly #lens: LensController;
  readonly #options: OwnModelOptions;
  /** The latest reading or loading. */
  #latest: object | undefined;

  constructor(lens: LensController, options: OwnModelOptions) {
    this.#lens = lens;
    this.#options = options;
  }

  /** Creates a Lens of the model in use. */
  readonly createLens: CreateLens = (options) => this.#create(options, this.inUse);

  open(): void {
    this.isOpen = true;
    this.#options.onChange();
  }

  /** Discards the files; a model that is still loading is not used. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#latest = undefined;
    this.files = [];
    this.#output = undefined;
    this.summary = undefined;
    this.busy = undefined;
    this.fault = undefined;
    this.#options.onChange();
  }

  /** Adds files to the earlier ones, replacing those of the same name, and describes the model. */
  async take(files: readonly File[]): Promise<void> {
    this.isOpen = true;
    // Files beside an earlier model do not belong to another one.
    const before = holdsModel(files) ? [] : this.files;
    if (holdsModel(files)) this.#output = undefined;
    this.files = [...before.filter(({ name }) => files.every((file) => file.name !== name)), ...files];
    this.summary = undefined;
    await this.#describe();
  }

  /** Describes the model with another output; the earlier description is shown until then. */
  async chooseOutput(output: string): Promise<void> {
    this.#output = output;
    await this.#describe();
  }

  /** Loads the model; the earlier one stays in use until then. */
  async use(description: PartialDescription): Promise<void> {
    const model = { files: this.files, description };
    const first = this.#lens.state.lens?.info.model.title ?? '';
    await this.#work('loading', async (isLatest) => {
      await this.#lens.exchange(async (options) => {
        const lens = await this.#create(options, model);
        if (isLatest()) return lens;
        lens.destroy();
        throw new Error('The dialog was closed.');
      });
      if (this.inUse === undefined) this.first = first;
      this.inUse = model;
      this.link = `own:${freshName()}`;
      this.#given.set(this.link, model);
      this.close();
    });
  }

  /** The page's first model again. */
  back(): Promise<void> {
    this.choose(undefined);
    return this.#lens.reload(this.createLens);
  }

  /**
   * Names the model to load next, as a link does.
   * @param link URL of a model’s description, one from the device, or undefined for the page's first model
   * @returns false for a model from the device that the page does not have (any more): then it is the first
   */
  choose(link: string | undefined): boolean {
    const isOwn = link?.startsWith('own:') === true;
    const given = isOwn ? this.#given.get(link) : link;
    this.inUse = given;
    this.link = given === undefined ? undefined : link;
    if (this.first === '') this.first = 'the page’s own model';
    return !isOwn || given !== undefined;
  }

  async #describe(): Promise<void> {
    const said = this.#output === undefined ? {} : { description: { logits: this.#output } };
    await this.#work('reading', async (isLatest) => {
      const summary = await this.#options.describe()?.({ files: this.files, ...said });
      if (isLatest()) this.summary = summary;
    });
  }

  #create(options: LensOptions, model: ModelFiles | string | undefined): ReturnType<CreateLens> {
    const create = this.#options.createLens();
    if (create === undefined) throw new Error('The page has no createLens.');
    return create(model === undefined ? options : { ...options, model });
  }

  async #work(busy: 'reading' | 'loading', work: (isLatest: () => boolean) => Promise<void>): Promise<void> {
    const latest = (this.#latest = {});
    const isLatest = () => this.#latest === latest;
    this.busy = busy;
    this.fault = undefined;
    this.#options.onChange();
    try {
      await work(isLatest);
    } catch (error) {
      if (isLatest()) this.fault = describeError(error).message;
    }
    if (isLatest()) this.busy = undefined;
    this.#options.onChange();
  }
}
