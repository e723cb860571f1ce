/** The page's communication with its worker: load a model, look at a picture, show channels of a layer. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { describeError } from '../../errors.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { ModelFiles } from '../../pipeline/model/model-files.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import { Latest } from '../explain/latest.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { hasClasses } from '../shared/settings.ts';
import type { ChannelChoice, ModelFile, PictureFacts, ShownChannels } from './model-protocol.ts';
import type { Inspector, StartInspector } from './start-inspector.ts';

/** How many channels are shown at first, and more at each request. */
export const channelsAtOnce = 64;

export class Inspecting implements ReactiveController {
  inspector: Inspector | undefined;
  /** Of a model that is loading. */
  progress: LoadProgress | undefined;
  /** Why there is no model. */
  failure: string | undefined;
  /** What went wrong last; what was shown before stays. */
  fault: string | undefined;
  /** What is done now; empty if nothing. */
  work = '';
  /** The picture that was chosen. */
  source: PictureSource | undefined;
  target: Target = 'predicted';
  /** Of the picture that was looked at last. */
  picture: PictureFacts | undefined;
  choice: ChannelChoice = { layer: '', kind: 'activations', order: 'magnitude', count: channelsAtOnce };
  /** Of a choice that was made before, until the next one is there. */
  shown: ShownChannels | undefined;

  readonly #host: ReactiveControllerHost;
  /** The picture that is open in the worker. */
  #open: PictureSource | undefined;
  #loading: object | undefined;
  readonly #looks = new Latest<null>(() => this.#look());
  readonly #shows = new Latest<null>(() => this.#show());

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#loading = undefined;
    this.#end();
  }

  /** The model in use stays until the new one is ready, and if that fails. */
  async load(start: StartInspector, model: string | ModelFiles): Promise<boolean> {
    const loading = (this.#loading = {});
    const isLatest = (): boolean => this.#loading === loading;
    this.#change({ failure: undefined, fault: undefined, progress: undefined });
    try {
      const inspector = await start(model, (progress) => {
        if (isLatest()) this.#change({ progress });
      });
      if (!isLatest()) {
        inspector.end();
        return false;
      }
      this.#end();
      const { classes, defaultLayer } = inspector.facts;
      const target = hasClasses(this.target, classes.length) ? this.target : 'predicted';
      this.#change({ inspector, target, choice: { ...this.choice, layer: defaultLayer, count: channelsAtOnce } });
      this.#looks.request(null);
      return true;
    } catch (error) {
      if (!isLatest()) return false;
      const { message } = describeError(error);
      this.#change(this.inspector === undefined ? { failure: message } : { fault: message });
      return false;
    } finally {
      if (isLatest()) this.#change({ progress: undefined });
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
    this.#change({ choice: { ...this.choice, count, ...change }, fault: undefined });
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
    const picture = await this.#during(inspector, 'Running the network', async () => {
      if (this.#open !== source) {
        await inspector.open(await source.load(), source.name);
        this.#open = source;
      }
      return inspector.look(target);
    });
    if (picture === undefined) return;
    this.#change({ picture });
    this.#shows.request(null);
  }

  async #show(): Promise<void> {
    const { inspector, picture, choice } = this;
    if (inspector === undefined || picture === undefined) return;
    const shown = await this.#during(inspector, 'Reading the layer', () => inspector.show(choice));
    if (shown !== undefined) this.#change({ shown });
  }

  /** Undefined if it failed, which is said, or if the model is not in use any more. */
  async #during<Result>(inspector: Inspector, work: string, run: () => Promise<Result>): Promise<Result | undefined> {
    this.#change({ work });
    try {
      const result = await run();
      return inspector === this.inspector ? result : undefined;
    } catch (error) {
      if (inspector === this.inspector) this.#change({ fault: describeError(error).message });
      return undefined;
    } finally {
      if (inspector === this.inspector) this.#change({ work: '' });
    }
  }

  #end(): void {
    this.inspector?.end();
    this.#looks.abandon();
    this.#shows.abandon();
    this.#open = undefined;
    this.#change({ inspector: undefined, picture: undefined, shown: undefined, work: '' });
  }

  #change(change: Partial<Inspecting>): void {
    Object.assign(this, change);
    this.#host.requestUpdate();
  }
}
