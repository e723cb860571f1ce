/** Measures the pictures of an evaluation in the page, and stores every record at once. */
import { basename } from 'node:path';
import { describeError } from '../src/errors.ts';
import type { AnnotationFormat } from '../src/datasets/formats.ts';
import type { Problem } from '../src/datasets/problems.ts';
import type { RunEnd, RunInfo, RunNews, EvaluationRequest, RunStart } from '../src/headless/evaluation-calls.ts';
import { crashedOn, Crashes, type Crash } from '../src/runs/crashes.ts';
import { hardwareOrNone, startOnBestAdapter } from './headless.ts';
import type { Tone } from './command.ts';
import { ProblemTeller } from './problem-teller.ts';
import type { TellProgress } from './progress.ts';
import type { RecordsLoss } from './records-file.ts';
import type { RunFiles } from './run-files.ts';
import type { RunOutcome } from './run-sheet.ts';
import { RunProgress } from './run-progress.ts';
import type { PageSession, SessionOptions } from './session.ts';

export interface EvaluationRunOptions {
  readonly session: SessionOptions;
  readonly start: RunStart;
  readonly files: RunFiles;
  /** Ids of the pictures that earlier sessions measured. */
  readonly done: readonly string[];
  /** Notes of earlier sessions on pictures that they measured. Default: none. */
  readonly notes?: readonly Problem[];
  /** Pictures that crashed pages in earlier sessions. */
  readonly crashes?: readonly Crash[];
  /** Called when the format of the annotations is known, before the first record; stops the run if it throws. */
  readonly onFormat?: (format: AnnotationFormat) => void;
  /** Stores the crashes, including this session's, for the next session. */
  readonly keepCrashes?: (crashes: readonly Crash[]) => void;
  readonly tell: (line: string, tone?: Tone) => void;
  /** Receives lines of progress, possibly many. */
  readonly tellProgress: TellProgress;
}

/** The part of the request that does not depend on the progress of the run. */
export type RunWish = Omit<EvaluationRequest, 'done' | 'suspects'>;

export interface FinishedRun {
  readonly outcome: RunOutcome;
  readonly session: PageSession;
  /** The information from that page's start. */
  readonly info: RunInfo;
}

/** Limit on consecutive pages that crash before any picture is in progress. */
const mostIdleDeaths = 2;
/** Limit on pages that crash before the first picture is measured: then the cause is not one picture. */
const mostDeathsAtFirst = 10;

export class EvaluationRun {
  readonly #options: EvaluationRunOptions;
  readonly #done: Set<string>;
  readonly #teller: ProblemTeller;
  readonly #failed = new Map<string, Problem>();
  readonly #notes = new Map<string, Problem>();
  readonly #progress: RunProgress;
  readonly #crashes: Crashes;
  /** Number of pictures set aside in this session. */
  #setAside = 0;
  /** Rejects if a record cannot be stored; then measuring stops. */
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

  /** Number of pictures with a record, including those of earlier sessions. */
  get measured(): number {
    return this.#done.size;
  }

  /**
   * Measures until all pictures are done. If a page crashes, a new one continues: the pictures that were in progress
   * come last, and one that crashes a second page is set aside. Gives up when two pages in a row crash with no picture
   * in progress, or ten before the first picture is measured.
   * @throws CamLensError `run-locked`, `output-unwritable` if records cannot be stored
   * @param prepare makes the request for a page that has started; may throw to stop the run
   * @returns also the last page, which the caller closes
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
        this.#options.tell(`${message} Continuing with a new page …`);
      }
    }
  }

  #open(): Promise<{ readonly session: PageSession; readonly info: RunInfo }> {
    const { session, start } = this.#options;
    const options = { ...session, onNews: (news: RunNews) => this.#hear(news) };
    return startOnBestAdapter(options, start.backend, (page) => page.call('startRun', start), hardwareOrNone);
  }

  #measure(session: PageSession, request: RunWish): Promise<RunEnd> {
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
    else if (news.about === 'format') this.#orGiveUp(() => this.#options.onFormat?.(news.format));
    else if (news.about === 'begun') this.#crashes.begin(news.id);
    else if (news.about === 'failed') this.#endWithout(news);
    else if (news.about === 'record') {
      this.#crashes.end(news.id);
      if (!this.#done.has(news.id)) this.#store(news);
    }
  }

  #hearProblem({ problem, isNote }: Extract<RunNews, { readonly about: 'problem' }>): void {
    if (!this.#keep(problem, isNote ? this.#notes : this.#failed) || !isNote) return;
    this.#orGiveUp(() => this.#options.files.keepNote(problem));
  }

  /** Its error was reported earlier. */
  #endWithout({ id, code }: Extract<RunNews, { readonly about: 'failed' }>): void {
    if (code !== 'crashed-on') return this.#crashes.end(id);
    this.#crashes.setAside(id);
    this.#orGiveUp(() => this.#options.keepCrashes?.(this.#crashes.all));
  }

  #orGiveUp(does: () => void): void {
    try {
      does();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** @returns the number of pictures in progress */
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
      this.#progress.addRecord(id);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** The run goes on; --resume measures lost records again. */
  #keepLoss(loss: RecordsLoss | undefined): void {
    if (loss === undefined) return;
    const { before, restored, lost } = loss;
    for (const id of lost) this.#done.delete(id);
    const file = basename(this.#options.files.recordsFile);
    const message =
      `${file} was deleted or changed during the run: ${lost.length} of ${before} records are lost, ` +
      `${restored} were stored again.${lost.length === 0 ? '' : ' The same command with --resume measures the lost ones.'}`;
    this.#keep({ id: file, code: 'records-lost', message }, this.#failed);
  }

  /**
   * Keeps each problem once, because a new page reports everything again.
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

/** Sorted by id, code and message, so that the order does not depend on the workers. */
export function sortedProblems(problems: readonly Problem[]): Problem[] {
  const key = ({ id, code, message }: Problem): string => `${id}\n${code}\n${message}`;
  return problems.toSorted((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}

function keyOf({ id, code, message }: Problem): string {
  return JSON.stringify([id, code, message]);
}
