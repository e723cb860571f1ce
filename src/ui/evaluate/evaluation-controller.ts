/** The state of an evaluation: given files, options, stored run, current run. Elements only show it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { describeError, CamLensError } from '../../errors.ts';
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { AnnotatedPicture } from '../../datasets/pair.ts';
import { Problems, type Problem } from '../../datasets/problems.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import { Gate } from '../../runs/gate.ts';
import { crashedOn } from '../../runs/crashes.ts';
import { checkSameModel, choiceOf, type RunHead, type RunSettings } from '../../runs/kept-run.ts';
import { checkSameFormat, leftOut, measurable } from '../../runs/run-format.ts';
import { Pace } from '../../runs/pace.ts';
import { runSuspectsLast } from '../../runs/suspects-last.ts';
import { DeathWatch, deathWatchHere } from './death-watch.ts';
import type { EvaluationMeans, RunPool } from './evaluation-means.ts';
import { idleParts, type RunParts } from './evaluation-parts.ts';
import { GalleryPictures } from './gallery-pictures.ts';
import { gatedPool } from './gated-pool.ts';
import { addGiven, nothingGiven, type GivenSet } from './given-set.ts';
import { keptRunning } from './kept-running.ts';
import { loadScript } from '../shared/load-script.ts';
import type { WorkFailure, WorkProgress } from '../shared/work-words.ts';
import type { ProgressStep } from '../shared/events.ts';
import { OfferLoading } from './offer-loading.ts';
import { RunStorage } from './run-storage.ts';
import { defaultRunSettings } from './run-settings.ts';
import { count } from './run-words.ts';
import { watched } from './watched-pictures.ts';

export type RunState = 'idle' | 'starting' | 'running' | 'paused' | 'stopping';

export class EvaluationController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #means: EvaluationMeans | undefined;
  readonly storage = new RunStorage();
  #deaths = new DeathWatch(undefined);
  #gate = new Gate();
  #stop = new AbortController();
  #running: Promise<void> | undefined;
  #records: PictureRecord[] = [];
  readonly model = new OfferLoading(
    () => this.#changed(),
    ({ defaultLayer }) => this.choose({ layer: defaultLayer }),
  );
  given: GivenSet = nothingGiven;
  settings: RunSettings = defaultRunSettings;
  /** What the page asks for; `settings` may also have a visitor's choices. */
  asked: RunSettings | undefined;
  state: RunState = 'idle';
  /** Number of pictures of the run, including measured ones; counted before a run starts or continues. */
  total = 0;
  /** The current, stopped or stored run; undefined if a new one can be set up. */
  head: RunHead | undefined;
  problems = new Problems();
  parts: RunParts = idleParts;
  pace = new Pace();
  pictures: GalleryPictures | undefined;
  /** Whether everything that was given has been processed. */
  isFinished = false;
  /** Whether the run is from an earlier visit and has not been continued. */
  isFromBefore = false;
  /** Why the run has failed; undefined if it has not. */
  fault: WorkFailure | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** In order of arrival; the list grows. */
  get records(): readonly PictureRecord[] {
    return this.#records;
  }

  hostDisconnected(): void {
    this.stop();
    this.pictures?.destroy();
  }

  /** Closes the store once no run uses it; `open` opens another. */
  close(): Promise<void> {
    return this.storage.close(this.#running);
  }

  /** Reads the stored run, if any. */
  async open(means: EvaluationMeans): Promise<void> {
    this.#means = means;
    const kept = await this.storage.open(means, this.#running);
    if (kept !== undefined && kept.records.length > 0) {
      this.#show(kept.head, kept.records);
      this.isFromBefore = true;
      this.total = kept.head.total;
      this.isFinished = kept.records.length >= kept.head.total;
    }
    this.#changed();
  }

  /** Loads the model, or tries again. */
  async load(): Promise<void> {
    if (this.#means !== undefined) await this.model.load(this.#means);
  }

  give(files: readonly NamedFile[], format?: GivenSet['format']): void {
    this.given = addGiven(this.given, files, format);
    this.#changed();
  }

  takeBack(): void {
    this.given = nothingGiven;
    this.#changed();
  }

  choose(change: Partial<RunSettings>): void {
    this.settings = { ...this.settings, ...change };
    this.#changed();
  }

  /** Starts a run or continues the current one; pictures that have a record are skipped. @returns when it ends */
  start(): Promise<void> {
    return (this.#running ??= this.#start().finally(() => (this.#running = undefined)));
  }

  async #start(): Promise<void> {
    const means = this.#means;
    if (means === undefined) return;
    const { signal } = (this.#stop = new AbortController());
    this.#gate = new Gate();
    this.problems = new Problems();
    this.pace = new Pace();
    this.parts = { ...idleParts, preparing: { step: 'annotations', message: 'Reading annotations' } };
    this.fault = undefined;
    this.isFinished = false;
    this.state = 'starting';
    this.#changed();
    try {
      this.#deaths = this.storage.isPassing ? new DeathWatch(undefined) : await deathWatchHere();
      this.#deaths.take();
      await keptRunning(() => this.#run(means, signal));
      this.isFinished = !signal.aborted;
    } catch (error) {
      const fault = describeError(error);
      if (fault.code !== 'stopped') this.fault = fault;
    } finally {
      this.#deaths.rest();
      this.state = 'idle';
      this.parts = { ...this.parts, busy: 0, workers: 0, preparing: undefined };
      await this.storage.keeper.close();
      this.#changed();
    }
  }

  pause(): void {
    if (this.state !== 'running') return;
    this.#gate.close();
    this.pace.rest(performance.now());
    this.#become('paused');
  }

  resume(): void {
    if (this.state !== 'paused') return;
    this.pace.go(performance.now());
    this.#gate.open();
    this.#become('running');
  }

  /** Stops the run after the pictures in progress. */
  stop(): void {
    if (this.state === 'idle') return;
    this.#stop.abort(new CamLensError('stopped', 'The run was stopped.'));
    this.#become('stopping');
  }

  /** Deletes the run from the page and from this device. */
  async startAnew(): Promise<void> {
    if (this.state !== 'idle') return;
    try {
      await this.storage.keeper.remove();
    } catch (error) {
      this.fault = describeError(error);
      return this.#changed();
    }
    (await deathWatchHere()).forget();
    this.pictures?.destroy();
    this.pictures = this.head = this.fault = undefined;
    this.#records = [];
    this.total = 0;
    this.problems = new Problems();
    this.parts = idleParts;
    this.isFinished = this.isFromBefore = false;
    this.#changed();
  }

  async #run(means: EvaluationMeans, signal: AbortSignal): Promise<void> {
    // If a source ends early, pictures only seem to be missing.
    const report = (problem: Problem): void => {
      if (!signal.aborted) this.problems.report(problem);
    };
    const prepare = (step: ProgressStep, message: string, more: Pick<WorkProgress, 'files'> = {}): void =>
      this.#count({ preparing: { step, message, ...more } });
    const { annotatedPictures, readGiven, survey } = await loadScript(import('./reading.ts'));
    const given = await readGiven(this.given, this.head, signal);
    const { suspects, aside } = this.#deaths;
    for (const id of aside) report(crashedOn(id));
    const done = new Set([...this.records.map(({ id }) => id), ...aside]);
    const classNames = this.model.offer?.classes ?? [];
    const { annotations, annotated } = await survey(given, {
      ...{ done, report, signal, classNames, classCount: this.model.offer?.classes.length ?? Infinity },
      onFiles: (files) => prepare('annotations', `Reading annotations, ${count(files, 'file')} read`, { files }),
    });
    const { format = 'voc', byId } = annotations;
    checkSameFormat(this.head, format);
    const { settings: asked } = this.head ?? this;
    const settings = measurable(asked, format);
    this.total = Math.min(annotated, settings.limit ?? Infinity);
    this.#count({ annotated, annotations: byId.size, format });
    prepare('networks', 'Starting the networks');
    const { layer, size, methods, refine = 'none' } = settings;
    const machine = { layers: [layer], size, methods, refine };
    const pool = await means.createPool(machine, (message) => prepare('networks', message));
    try {
      signal.throwIfAborted();
      const head = { settings, ...given.tables, format, info: pool.info, total: this.total, asked: this.asked };
      await this.#takeUp({ ...head, leftOut: leftOut(asked.measures, settings.measures) });
      this.#count({ workers: pool.workers, preparing: undefined, failed: aside.length });
      this.pace.go(performance.now());
      this.#become('running');
      const seen = new Set<string>();
      const pictures = (): AsyncIterable<AnnotatedPicture> =>
        watched(annotatedPictures(given.sources, annotations, report), this.pictures, (id) =>
          this.#count({ seen: seen.add(id).size }),
        );
      const run = runSuspectsLast(pictures, this.#gated(pool, signal), {
        ...{ choice: choiceOf(settings), done, signal, suspects: new Set(suspects) },
        onBegun: (id) => this.#deaths.begin(id),
        onFailed: (id, code) => this.#deaths.end(id, code),
        limit: (settings.limit ?? Infinity) - done.size,
        report: (problem) => {
          report(problem);
          if (!signal.aborted) this.#count({ failed: this.parts.failed + 1 });
        },
        splitOf: (id) => given.splits?.get(given.splits.match(id) ?? ''),
      });
      for await (const record of run) await this.#take(record);
    } finally {
      this.pace.rest(performance.now());
      pool.destroy();
    }
  }

  /** Stores a new run, or continues the current one if the model is the same. */
  async #takeUp(head: RunHead): Promise<void> {
    const begun = this.head;
    if (begun === undefined) this.#show(head, []);
    else checkSameModel(begun, head);
    this.isFromBefore = false;
    await this.storage.keeper.takeUp(begun ?? head, this.#records, begun === undefined);
  }

  #gated(pool: RunPool, signal: AbortSignal): ReturnType<typeof gatedPool> {
    return gatedPool(
      pool,
      () => this.#gate.pass(signal),
      (change) => this.#count({ busy: this.parts.busy + change }),
      async (record, file) => {
        this.pictures?.offer(record);
        await this.pictures?.illustrate(record.id, file);
      },
    );
  }

  async #take(record: PictureRecord): Promise<void> {
    // Stored before it is shown, so that nothing that a visitor has seen is lost.
    await this.storage.keeper.append(record);
    this.#deaths.end(record.id);
    this.#records.push(record);
    this.pace.count();
    this.#changed();
  }

  #show(head: RunHead, records: readonly PictureRecord[]): void {
    this.head = head;
    this.#records = [...records];
    this.pictures?.destroy();
    if (this.#means?.hasGallery !== false) this.pictures = new GalleryPictures(head, records);
  }

  #count(change: Partial<RunParts>): void {
    this.parts = { ...this.parts, ...change };
    this.#changed();
  }

  #become(state: RunState): void {
    this.state = state;
    this.#changed();
  }

  #changed(): void {
    this.#host.requestUpdate();
  }
}
