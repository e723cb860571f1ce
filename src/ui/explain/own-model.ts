/** A model of the visitor's own: from the files to the Lens that uses it, and the way back. */
import { describeError } from '../../errors.ts';
import type { LensOptions } from '../../pipeline/api/lens.ts';
import type { ModelFiles, ModelSummary } from '../../pipeline/model/model-files.ts';
import type { PartialDescription } from '../../pipeline/model/read-description.ts';
import type { CreateLens, LensController } from './lens-controller.ts';

export type DescribeModel = (model: ModelFiles) => Promise<ModelSummary>;

export interface OwnModelOptions {
  readonly onChange: () => void;
  readonly createLens: () => CreateLens | undefined;
  readonly describe: () => DescribeModel | undefined;
}

/** What a visitor gave that is no picture, as far as a name can tell. */
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
  inUse: ModelFiles | undefined;
  /** The name of the page's first model. */
  first = '';

  /** The output chosen, where one was. */
  #output: string | undefined;
  readonly #lens: LensController;
  readonly #options: OwnModelOptions;
  /** Reading or loading that began last. */
  #latest: object | undefined;

  constructor(lens: LensController, options: OwnModelOptions) {
    this.#lens = lens;
    this.#options = options;
  }

  /** Makes a Lens of the model in use. */
  readonly createLens: CreateLens = (options) => this.#create(options, this.inUse);

  open(): void {
    this.isOpen = true;
    this.#options.onChange();
  }

  /** Forgets what was given; a model that is loading is not used. */
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

  /** Adds files to those given before, those of the same name replaced, and finds out what they say. */
  async take(files: readonly File[]): Promise<void> {
    this.isOpen = true;
    // Another model has nothing to do with what lay beside the one before.
    const before = holdsModel(files) ? [] : this.files;
    if (holdsModel(files)) this.#output = undefined;
    this.files = [...before.filter(({ name }) => files.every((file) => file.name !== name)), ...files];
    this.summary = undefined;
    await this.#describe();
  }

  /** Finds out what the files say of another output; what is known of the one before is shown until then. */
  async chooseOutput(output: string): Promise<void> {
    this.#output = output;
    await this.#describe();
  }

  /** Loads the model that was given; the one before goes on until it is there. */
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
      this.close();
    });
  }

  /** The page's first model again. */
  back(): Promise<void> {
    this.inUse = undefined;
    return this.#lens.reload(this.createLens);
  }

  async #describe(): Promise<void> {
    const said = this.#output === undefined ? {} : { description: { logits: this.#output } };
    await this.#work('reading', async (isLatest) => {
      const summary = await this.#options.describe()?.({ files: this.files, ...said });
      if (isLatest()) this.summary = summary;
    });
  }

  #create(options: LensOptions, model: ModelFiles | undefined): ReturnType<CreateLens> {
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
