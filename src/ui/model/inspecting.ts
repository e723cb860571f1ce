/** The page's communication with its worker: load a model, look at a picture, show channels of a layer. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { describeError } from '../../errors.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { ModelFiles } from '../../pipeline/model/model-files.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import { Latest } from '../explain/latest.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { channelsAtOnce } from './channels.ts';
import type { ChannelChoice, ModelFile, PictureFacts, ShownChannels } from './model-protocol.ts';
import type { Inspector, StartInspector } from './start-inspector.ts';

export class Inspecting implements ReactiveController {
  inspector: Inspector | undefined;
  /** Of a model that is loading. */
  progress: LoadProgress | undefined;
  /** Why there is no model. */
  failure: string | undefined;
  /** What went wrong last; what was shown before stays. */
  fault: string | undefined;
  /** The picture that was chosen; of what failed, the one that is shown still. */
  source: PictureSource | undefined;
  /** Likewise. */
  target: Target = 'predicted';
  /** Of the picture that was looked at last. */
  picture: PictureFacts | undefined;
  choice: ChannelChoice = { layer: '', kind: 'activations', order: 'magnitude', count: channelsAtOnce };
  /** Of a choice that was made before, until the next one is there: see `isStale`. */
  shown: ShownChannels | undefined;
  /** Why the chosen channels cannot be shown. */
  refusal: string | undefined;

  readonly #host: ReactiveControllerHost;
  /** What `picture` is of. */
  #seen: { readonly source: PictureSource; readonly target: Target } | undefined;
  /** What `shown` is of. */
  #shownOf: PictureFacts | undefined;
  #loading: AbortController | undefined;
  /** What is done now, in the order of its beginning. */
  readonly #tasks = new Set<{ readonly work: string }>();
  readonly #looks = new Latest<null>(() => this.#look());
  readonly #shows = new Latest<null>(() => this.#show());

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#loading?.abort();
    this.#end();
    this.#change({ source: undefined, target: 'predicted' });
  }

  /** What is done now; empty if nothing. */
  get work(): string {
    return [...this.#tasks].at(-1)?.work ?? '';
  }

  /** What is shown is of another picture or layer than the chosen one, or of other values. */
  get isStale(): boolean {
    const { shown, choice, picture } = this;
    if (shown === undefined) return false;
    return shown.layer !== choice.layer || shown.kind !== choice.kind || this.#shownOf !== picture;
  }

  /** The model in use stays until the new one is ready, and if that fails. A load that was still running ends. */
  async load(start: StartInspector, model: string | ModelFiles): Promise<boolean> {
    this.#loading?.abort();
    const { signal } = (this.#loading = new AbortController());
    this.#change({ failure: undefined, fault: undefined, progress: undefined });
    const onProgress = (progress: LoadProgress): void => {
      if (!signal.aborted) this.#change({ progress });
    };
    try {
      const inspector = await start(model, onProgress, signal);
      if (signal.aborted) {
        inspector.end();
        return false;
      }
      this.#end();
      const choice = { ...this.choice, layer: inspector.facts.defaultLayer, count: channelsAtOnce };
      // A class of another model may be anything in this one.
      this.#change({ inspector, target: 'predicted', choice });
      this.#looks.request(null);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const { message } = describeError(error);
      this.#change(this.inspector === undefined ? { failure: message } : { fault: message });
      return false;
    } finally {
      if (!signal.aborted) this.#change({ progress: undefined });
    }
  }

  look(source: PictureSource): void {
    if (source === this.source) return;
    this.#change({ source, target: source.target ?? 'predicted', fault: undefined });
    this.#looks.request(null);
  }

  explain(target: Target): void {
    this.#change({ target, fault: undefined });
    this.#looks.request(null);
  }

  /** Another layer begins with its first channels again. */
  choose(change: Partial<ChannelChoice>): void {
    const count = change.layer === undefined ? this.choice.count : channelsAtOnce;
    this.#change({ choice: { ...this.choice, count, ...change }, fault: undefined, refusal: undefined });
    this.#shows.request(null);
  }

  /** @returns undefined if it failed */
  async write(): Promise<ModelFile | undefined> {
    const { inspector } = this;
    if (inspector === undefined) return undefined;
    return this.#during(inspector, 'Writing the file', () => inspector.write(this.choice.layer));
  }

  async #look(): Promise<void> {
    const { inspector, source, target } = this;
    if (inspector === undefined || source === undefined) return;
    const run = async (): Promise<PictureFacts> =>
      source === this.#seen?.source
        ? inspector.look(target)
        : inspector.look(target, { file: await source.load(), name: source.name });
    const picture = await this.#during(inspector, 'Running the network', run, (fault) => {
      this.#change({ fault });
      const isChosen = this.source === source && this.target === target;
      if (isChosen) this.#change({ source: this.#seen?.source, target: this.#seen?.target ?? 'predicted' });
    });
    if (picture === undefined) return;
    this.#seen = { source, target };
    this.#change({ picture, refusal: undefined });
    this.#shows.request(null);
  }

  async #show(): Promise<void> {
    const { inspector, picture, choice } = this;
    if (inspector === undefined || picture === undefined) return;
    const run = (): Promise<ShownChannels> => inspector.show(choice);
    const shown = await this.#during(inspector, 'Reading the layer', run, (refusal) => {
      if (this.choice === choice && this.picture === picture) this.#change({ shown: undefined, refusal });
    });
    if (shown === undefined) return;
    this.#shownOf = picture;
    this.#change({ shown });
  }

  /** Undefined if it failed, which is handed to `refuse`, or if the model is not in use any more. */
  async #during<Result>(
    inspector: Inspector,
    work: string,
    run: () => Promise<Result>,
    refuse: (message: string) => void = (fault) => this.#change({ fault }),
  ): Promise<Result | undefined> {
    const task = { work };
    this.#tasks.add(task);
    this.#change({});
    try {
      const result = await run();
      return inspector === this.inspector ? result : undefined;
    } catch (error) {
      if (inspector === this.inspector) refuse(describeError(error).message);
      return undefined;
    } finally {
      this.#tasks.delete(task);
      this.#change({});
    }
  }

  #end(): void {
    this.inspector?.end();
    this.#looks.abandon();
    this.#shows.abandon();
    this.#tasks.clear();
    this.#seen = undefined;
    this.#change({ inspector: undefined, picture: undefined, shown: undefined, refusal: undefined });
  }

  #change(change: Partial<Inspecting>): void {
    Object.assign(this, change);
    this.#host.requestUpdate();
  }
}
