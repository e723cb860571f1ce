/** The pictures of an evaluation, measured in the page; every record is on disk as soon as it is made. */
import { basename } from 'node:path';
import { describeError } from '../src/errors.ts';
import type { Problem } from '../src/datasets/problems.ts';
import type { RunEnd, RunInfo, RunNews, RunRequest, RunStart } from '../src/headless/evaluation-calls.ts';
import { Crashes, type Crash } from './crashes.ts';
import { adaptersForRuns, startOnBestAdapter } from './headless.ts';
import { ProblemTeller } from './problem-teller.ts';
import type { RecordsLoss } from './records-file.ts';
import type { RunFiles } from './run-files.ts';
import type { RunOutcome } from './run-sheet.ts';
import { RunProgress } from './run-progress.ts';
import type { Session, SessionOptions } from './session.ts';

export interface EvaluationRunOptions {
  readonly session: SessionOptions;
  readonly start: RunStart;
  readonly files: RunFiles;
  /** The ids of earlier sessions. */
  readonly done: readonly string[];
  /** What earlier sessions told of pictures that they measured; none unless said. */
  readonly notes?: readonly Problem[];
  /** Pictures that pages of earlier sessions died of. */
  readonly crashes?: readonly Crash[];
  /** Keeps those of this session too, for the next. */
  readonly keepCrashes?: (crashes: readonly Crash[]) => void;
  readonly tell: (line: string) => void;
  /** Lines of progress, of which many may come. */
  readonly tellProgress: (line: string) => void;
}

/** What does not hang on how far the run is. */
export type RunWish = Omit<RunRequest, 'done' | 'suspects'>;

export interface FinishedRun {
  readonly outcome: RunOutcome;
  readonly session: Session;
  /** What that page said when it started. */
  readonly info: RunInfo;
}

/** Pages in a row that die while they read or start, and measure nothing. */
const mostIdleDeaths = 2;
/** Pages that die before any picture is measured: it is not one picture that they die of. */
const mostDeathsAtFirst = 10;

export class EvaluationRun {
  readonly #options: EvaluationRunOptions;
  readonly #done: Set<string>;
  readonly #teller: ProblemTeller;
  readonly #failed = new Map<string, Problem>();
  readonly #notes = new Map<string, Problem>();
  readonly #progress: RunProgress;
  readonly #crashes: Crashes;
  /** Those set aside in this session. */
  #setAside = 0;
  /** Rejects where a record cannot be kept: nothing more needs to be measured. */
  readonly #unkept: Promise<never>;
  #giveUp!: (error: unknown) => void;
  #unkeptError: Error | undefined;

  constructor(options: EvaluationRunOptions) {
    this.#options = options;
    this.#done = new Set(options.done);
    this.#teller = new ProblemTeller(options.tell);
    this.#progress = new RunProgress(options.tellProgress, options.done.length);
    this.#crashes = new Crashes(options.crashes);
    for (const note of options.notes ?? []) this.#notes.set(keyOf(note), note);
    for (const id of this.#crashes.aside) this.#keep(crashedOn(id), this.#failed);
    this.#unkept = new Promise((_, reject) => {
      this.#giveUp = (error) => {
        this.#unkeptError ??= error instanceof Error ? error : new Error(String(error));
        reject(this.#unkeptError);
      };
    });
    this.#unkept.catch(() => undefined);
  }

  /** How many pictures have their record, those of earlier sessions included. */
  get measured(): number {
    return this.#done.size;
  }

  /**
   * Measures until all is done. A page that dies is started afresh and goes on: what it may have died of comes last, and is
   * set aside when another dies of it. It ends where two in a row die without any picture under way, or ten before any is
   * measured.
   * @throws CamLensError `run-locked`, `output-unwritable` where records cannot be kept
   * @param prepare what is to be asked of a page that has started; it may refuse by throwing
   * @returns the last page too, which the caller closes
   */
  async finish(prepare: (info: RunInfo) => RunWish): Promise<FinishedRun> {
    let [idleDeaths, deaths] = [0, 0];
    for (;;) {
      const { session, info } = await this.#open();
      const before = this.#progress.done;
      try {
        const { withoutPicture } = await Promise.race([this.#measure(session, prepare(info)), this.#unkept]);
        this.#keepLoss(this.#options.files.verify());
        return { outcome: this.#outcome(withoutPicture, info.workers), session, info };
      } catch (error) {
        const wasAlive = session.alive;
        await session.close();
        if (this.#unkeptError !== undefined) throw this.#unkeptError;
        const { code, message } = describeError(error);
        if (wasAlive || code === 'stopped') throw error;
        const isIdle = this.#countDeath() === 0 && this.#progress.done === before;
        idleDeaths = isIdle ? idleDeaths + 1 : 0;
        deaths++;
        if (idleDeaths >= mostIdleDeaths || (this.#progress.done === 0 && deaths >= mostDeathsAtFirst)) throw error;
        this.#options.tell(`${message} Going on with a fresh page …`);
      }
    }
  }

  #open(): Promise<{ readonly session: Session; readonly info: RunInfo }> {
    const { session, start } = this.#options;
    const options = { ...session, onNews: (news: RunNews) => this.#hear(news) };
    return startOnBestAdapter(options, start.backend, (page) => page.call('startRun', start), adaptersForRuns);
  }

  #measure(session: Session, request: RunWish): Promise<RunEnd> {
    const { limit } = request;
    return session.call('evaluate', {
      ...request,
      ...(limit === undefined ? {} : { limit: limit - this.#progress.done - this.#setAside }),
      done: [...this.#done, ...this.#crashes.aside],
      suspects: this.#crashes.suspects.filter((id) => !this.#done.has(id)),
    });
  }

  #hear(news: RunNews): void {
    if (news.about === 'total') this.#progress.begin(news.pictures, news.isExact);
    else if (news.about === 'problem') this.#hearProblem(news);
    else if (news.about === 'begun') this.#crashes.begin(news.id);
    else if (news.about === 'failed') this.#endWithout(news);
    else if (news.about === 'record') {
      this.#crashes.end(news.id);
      if (!this.#done.has(news.id)) this.#store(news);
    }
  }

  #hearProblem({ problem, isNote }: Extract<RunNews, { readonly about: 'problem' }>): void {
    if (!this.#keep(problem, isNote ? this.#notes : this.#failed) || !isNote) return;
    try {
      this.#options.files.keepNote(problem);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** What is wrong with it was told before. */
  #endWithout({ id, code }: Extract<RunNews, { readonly about: 'failed' }>): void {
    if (code !== 'crashed-on') return this.#crashes.end(id);
    this.#crashes.setAside(id);
    try {
      this.#options.keepCrashes?.(this.#crashes.all);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** @returns how many pictures were under way */
  #countDeath(): number {
    const { underWay, setAside } = this.#crashes.pageDied();
    for (const id of setAside) this.#keep(crashedOn(id), this.#failed);
    this.#setAside += setAside.length;
    if (underWay.length > 0) this.#options.keepCrashes?.(this.#crashes.all);
    return underWay.length;
  }

  #store({ id, line }: Extract<RunNews, { readonly about: 'record' }>): void {
    if (this.#unkeptError !== undefined) return;
    try {
      this.#keepLoss(this.#options.files.append(line, id));
      this.#done.add(id);
      this.#progress.addRecord();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** The run goes on; what is gone is measured again with --resume. */
  #keepLoss(loss: RecordsLoss | undefined): void {
    if (loss === undefined) return;
    const { before, restored, lost } = loss;
    for (const id of lost) this.#done.delete(id);
    const file = basename(this.#options.files.recordsFile);
    const message =
      `${file} was deleted or changed while its run was going on: ${lost.length} of ${before} records are lost, ` +
      `${restored} were stored again.${lost.length === 0 ? '' : ' The same command with --resume measures the lost ones.'}`;
    this.#keep({ id: file, code: 'records-lost', message }, this.#failed);
  }

  /**
   * Each once: a page that starts afresh says everything again.
   * @returns whether it is new
   */
  #keep(problem: Problem, known: Map<string, Problem>): boolean {
    const key = keyOf(problem);
    if (known.has(key)) return false;
    known.set(key, problem);
    this.#teller.tell(problem);
    return true;
  }

  #outcome(found: readonly string[], workers: number): RunOutcome {
    const { done: pictures, seconds } = this.#progress;
    const withoutPicture = found.toSorted();
    this.#teller.sumUp(withoutPicture);
    return {
      failed: sortedProblems([...this.#failed.values()]),
      notes: sortedProblems([...this.#notes.values()]),
      withoutPicture,
      timings: { pictures, seconds, picturesPerSecond: seconds === 0 ? 0 : pictures / seconds, workers },
    };
  }
}

function crashedOn(id: string): Problem {
  return { id, code: 'crashed-on', message: `${id} was set aside: the page died twice while measuring it.` };
}

/** By id, then code and message: in whatever order they were met. */
export function sortedProblems(problems: readonly Problem[]): Problem[] {
  const key = ({ id, code, message }: Problem): string => `${id}\n${code}\n${message}`;
  return problems.toSorted((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}

function keyOf({ id, code, message }: Problem): string {
  return JSON.stringify([id, code, message]);
}
