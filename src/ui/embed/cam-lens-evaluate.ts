import type { PropertyValues, TemplateResult } from 'lit';
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { FormatChoice } from '../../datasets/formats.ts';
import { CamLensError, describeError } from '../../errors.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { ModelOffer } from '../../pipeline/api/lens.ts';
import type { RunSettings } from '../../runs/kept-run.ts';
import { evaluationLayout } from '../evaluate/cam-lens-evaluation.styles.ts';
import { EvaluationController } from '../evaluate/evaluation-controller.ts';
import { runFiles, type RunFileKind } from '../evaluate/run-files.ts';
import { RunResults } from '../evaluate/run-results.ts';
import { exportsView, obstacleOf, optionsView, problemsView, statusView } from '../evaluate/run-views.ts';
import type { CamLensEvents } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { SpokenStrings } from '../shared/spoken-strings.ts';
import { failureWords } from '../shared/work-words.ts';
import { runStrings } from '../evaluate/spoken-run.ts';
import type { ResultStrings } from '../evaluate/run-strings.ts';
import { download } from '../shared/save-blend.ts';
import { button } from '../shared/styles/button.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { CamLensEvaluateProperties } from './cam-lens-evaluate-properties.ts';
import { otherSettings, otherSettingsNote } from './other-settings.ts';
import { runMeans } from './run-means.ts';
import { ToldRun } from './told-run.ts';

export { setRunStrings } from '../evaluate/spoken-run.ts';

/** The properties that are settings of a run. */
const settings = ['methods', 'measures', 'conventions', 'refine', 'layer', 'source', 'size', 'limit'] as const;

/**
 * Explains every picture of a data set and compares the boxes with the true ones: the data set, the options, the run
 * and its tables. Visitors drop or choose the files, or the page gives them; nothing is uploaded. The model is loaded
 * with the first files, or by `start()`, in workers of the element's own.
 *
 * @fires cam-lens-progress - of a run: `message`, its `step` before pictures are measured, and `fraction` if known
 * @fires cam-lens-record - for each picture, in the order in which they are measured: its `record`
 * @fires cam-lens-evaluate - a run has ended: `measured`, `total`, `problems`, `finished`, `otherSettings` and `summary`
 * @fires cam-lens-error - `code` and `message`; the run has stopped, or has not started
 * @csspart setup - data set and options
 * @csspart status - progress, and the buttons that start, pause and stop
 * @csspart note - that a begun run keeps other settings
 * @csspart results - the tables
 * @csspart error - what could not be made
 * @cssprop --cam-lens-surface - behind each part
 * @cssprop --cam-lens-ink - text
 * @cssprop --cam-lens-soft - secondary text
 * @cssprop --cam-lens-line - borders
 * @cssprop --cam-lens-edge - the same under the pointer
 * @cssprop --cam-lens-accent - progress, and the focus ring
 * @cssprop --cam-lens-warn - errors
 */
export class CamLensEvaluate extends CamLensEvaluateProperties {
  static override readonly styles = [tokens, button, evaluationLayout];

  readonly #run = new EvaluationController(this);
  readonly #results = new RunResults(this, this.#run);
  readonly #news = new ToldRun(this, this.#run, this.#results);
  readonly #means = runMeans(() => this);
  readonly #spoken = new SpokenStrings(this, runStrings);
  #opening: Promise<void> | undefined;
  /** The one whose layer was chosen. */
  #offer: ModelOffer | undefined;
  /** How often it was stopped or removed. */
  #halts = 0;
  /** Why no run can be started with these properties. */
  #unfit: CamLensError | undefined;

  /** The records so far, in the order in which the pictures were measured. */
  get records(): readonly PictureRecord[] {
    return this.#run.records;
  }

  /** What a begun run keeps, of the settings that the properties have otherwise by now; empty if nothing. */
  get otherSettings(): Partial<RunSettings> {
    return otherSettings(this.#run);
  }

  /**
   * Adds files to the data set: archives, pictures, annotations, a split file, a class map. Folders are told apart by
   * paths.
   * @param format of the annotations; default: guessed from the files
   */
  give(files: Iterable<File | NamedFile>, format?: FormatChoice): void {
    this.#run.give(Array.from(files, asNamed), format);
    void this.#load();
  }

  /**
   * Starts a run or continues the current one, which keeps its settings: see `otherSettings`.
   * @returns when it ends
   * @throws CamLensError as reported by `cam-lens-error`: `bad-option` if a property is not valid, `dataset-empty` if
   *   no files were given; `stopped` if it is stopped
   */
  async start(): Promise<void> {
    const halts = this.#halts;
    // Properties that were just set apply.
    if (this.isUpdatePending || !this.hasUpdated) await this.updateComplete;
    try {
      await this.#ready();
    } catch (error) {
      this.#news.report(describeError(error));
      throw error;
    }
    const run = this.#run;
    if (run.model.fault !== undefined) throw new CamLensError(run.model.fault.code, run.model.fault.message);
    // One that is being stopped is continued.
    if (run.state === 'stopping') await run.start();
    if (halts !== this.#halts) throw new CamLensError('stopped', 'The run was stopped.');
    this.#results.open();
    await run.start();
    if (run.fault !== undefined) throw new CamLensError(run.fault.code, run.fault.message);
    if (!run.isFinished) throw new CamLensError('stopped', 'The run was stopped.');
  }

  /** Holds back the pictures that have not begun, until `resume()`. */
  pause(): void {
    this.#run.pause();
  }

  /** Continues after `pause()`. */
  resume(): void {
    this.#run.resume();
  }

  /** Stops the run after the pictures in progress; `start()` continues it. */
  stop(): void {
    this.#halts++;
    this.#run.stop();
  }

  /** Forgets the run, also on this device if it is stored there; the files stay. Nothing happens during a run. */
  async startAnew(): Promise<void> {
    await this.#run.startAnew();
    if (this.#run.head === undefined) this.#choose();
  }

  /**
   * The run as a file with exact intervals: `json`, `csv`, or `report` as HTML.
   * @throws CamLensError `bad-option` for another kind; `dataset-empty` if no picture is measured yet
   */
  async toBlob(kind: RunFileKind = 'json'): Promise<Blob> {
    const kinds = Object.keys(runFiles);
    if (!kinds.includes(kind)) {
      throw new CamLensError('bad-option', `There is no kind of file "${kind}"; possible are ${kinds.join(', ')}.`);
    }
    return this.#results.blob(kind, () => undefined);
  }

  /**
   * Downloads the result of `toBlob`.
   * @throws CamLensError as `toBlob`
   */
  async download(kind: RunFileKind = 'json'): Promise<void> {
    download(await this.toBlob(kind), runFiles[kind].name);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // One that moves within its page opens its store again.
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#halts++;
    this.#opening = undefined;
    void this.#run.close();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const has = (name: PropertyKey): boolean => (changed as ReadonlyMap<PropertyKey, unknown>).has(name);
    const { state, head } = this.#run;
    const isFree = state === 'idle' && head === undefined;
    if (this.isConnected && (this.#opening === undefined || (has('keep') && isFree))) {
      this.#opening = this.#run.open(this.#means);
    }
    // A model that was in use is loaded anew: its run can be continued only with the same one.
    if (has('model') && this.#run.model.forget()) void this.#load();
    if (settings.some(has)) this.#choose();
  }

  protected override updated(): void {
    this.#news.tell();
  }

  async #load(): Promise<void> {
    if (!this.hasUpdated) await this.updateComplete;
    await this.#opening;
    await this.#run.load();
    const { offer } = this.#run.model;
    if (offer === this.#offer) return;
    this.#offer = offer;
    // The visitor's choices stay.
    if (this.layer !== '') this.#run.choose({ layer: this.layer });
  }

  /** The run takes over the properties; until then the visitor's choices stay. */
  #choose(): void {
    this.#unfit = undefined;
    try {
      const { defaultLayer = '' } = this.#run.model.offer ?? {};
      this.#run.choose((this.#run.asked = { ...this.#run.settings, layer: defaultLayer, ...this.chosen() }));
    } catch (error) {
      const { code, message } = describeError(error);
      this.#unfit = new CamLensError(code, message);
    }
  }

  #change(change: CamLensEvents['cam-lens-run-change']): void {
    this.#unfit = undefined;
    this.#run.choose(change);
  }

  /** @throws CamLensError why no run can be started */
  async #ready(): Promise<void> {
    if (this.#unfit !== undefined) throw this.#unfit;
    const { given } = this.#run;
    if (given.files.length === 0) throw new CamLensError('dataset-empty', 'No files of a data set were given.');
    const { model } = this.#run;
    // A model that is replaced while it loads gives none.
    do await this.#load();
    while (model.offer === undefined && model.fault === undefined);
  }

  async #save(kind: RunFileKind): Promise<void> {
    const file = await this.#results.file(kind);
    if (file !== undefined) download(file, runFiles[kind].name);
  }

  async #command({ command }: CamLensEvents['cam-lens-run']): Promise<void> {
    if (command !== 'start') this.#results.command(command);
    // Reported by an event.
    else await this.start().catch(() => undefined);
  }

  #tables(words: ResultStrings): TemplateResult | '' {
    const { tables, saving, isOpen } = this.#results;
    const { isFromBefore } = this.#run;
    if (tables === undefined) return '';
    if (isFromBefore && !isOpen) {
      return html`<button type="button" class="button" data-open @click=${() => this.#results.open()}>
        ${words.openStored}
      </button>`;
    }
    return html`<section class="results" part="results" aria-label=${words.title}>
      <cam-lens-summary-table .tables=${tables} ?rough=${!tables.isFinal}></cam-lens-summary-table>
      <cam-lens-measures-table .tables=${tables}></cam-lens-measures-table>
      ${exportsView(saving, words, (kind) => this.#save(kind))}
    </section>`;
  }

  protected override render(): TemplateResult {
    const run = this.#run;
    const { fault } = this.#results;
    const { strings } = this.#spoken;
    const unfit = this.#unfit && failureWords(this.#unfit, strings);
    const handled = <Name extends keyof CamLensEvents>(does: (detail: CamLensEvents[Name]) => unknown) => {
      return (event: CustomEvent<CamLensEvents[Name]>): void => {
        // These are of the parts, and tell the page nothing.
        event.stopPropagation();
        does(event.detail);
      };
    };
    return html`<div
      class="frame"
      @cam-lens-given=${handled<'cam-lens-given'>(({ files, format }) => this.give(files, format))}
      @cam-lens-run-change=${handled<'cam-lens-run-change'>((change) => this.#change(change))}
      @cam-lens-retry=${handled<'cam-lens-retry'>(() => void this.#load())}
      @cam-lens-run=${handled<'cam-lens-run'>((detail) => void this.#command(detail))}
    >
      <div class="body">
        <div class="setup ${this.fixed ? 'alone' : ''}" part="setup">
          <cam-lens-data-set .given=${run.given} ?disabled=${run.state !== 'idle'}></cam-lens-data-set>
          ${this.fixed ? '' : optionsView(run)}
        </div>
        ${otherSettingsNote(this.otherSettings, strings)}
        <div part="status">${statusView(run, unfit ?? obstacleOf(run, strings))}</div>
        ${
          fault === undefined
            ? ''
            : html`<p class="fault" part="error" role="alert">${failureWords(fault, strings)}</p>`
        }
        ${this.#tables(strings.results)} ${problemsView(run)}
      </div>
    </div>`;
  }
}

function asNamed(file: File | NamedFile): NamedFile {
  return file instanceof File ? { path: file.webkitRelativePath || file.name, file } : file;
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-evaluate': CamLensEvaluate;
  }
}
