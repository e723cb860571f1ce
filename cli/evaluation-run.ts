/** The pictures of an evaluation, measured in the page; every record is on disk as soon as it is made. */
import { describeError } from '../src/errors.ts';
import type { Problem } from '../src/datasets/problems.ts';
import type { RunEnd, RunInfo, RunNews, RunRequest, RunStart } from '../src/headless/evaluation-calls.ts';
import { adaptersForRuns, startOnBestAdapter } from './headless.ts';
import { ProblemTeller } from './problem-teller.ts';
import type { RunFiles, RunOutcome } from './run-files.ts';
import { RunProgress } from './run-progress.ts';
import type { Session, SessionOptions } from './session.ts';

export interface EvaluationRunOptions {
  readonly session: SessionOptions;
  readonly start: RunStart;
  readonly files: RunFiles;
  /** The ids of earlier sessions. */
  readonly done: readonly string[];
  readonly tell: (line: string) => void;
  /** Lines of progress, of which many may come. */
  readonly tellProgress: (line: string) => void;
}

export class EvaluationRun {
  readonly #options: EvaluationRunOptions;
  readonly #done: Set<string>;
  readonly #teller: ProblemTeller;
  readonly #failed = new Map<string, Problem>();
  readonly #notes = new Map<string, Problem>();
  readonly #progress: RunProgress;

  constructor(options: EvaluationRunOptions) {
    this.#options = options;
    this.#done = new Set(options.done);
    this.#teller = new ProblemTeller(options.tell);
    this.#progress = new RunProgress(options.tellProgress, options.done.length);
  }

  /** How many pictures have their record, those of earlier sessions included. */
  get measured(): number {
    return this.#done.size;
  }

  /**
   * Measures until all is done. A page that dies is started afresh and goes on, unless two in a row die before they have
   * measured anything.
   * @param prepare what is to be asked of a page that has started; it may refuse by throwing
   */
  async finish(prepare: (info: RunInfo) => Omit<RunRequest, 'done'>): Promise<RunOutcome> {
    for (let idleDeaths = 0; ;) {
      const { session, info } = await this.#open();
      const before = this.#progress.done;
      try {
        const { withoutPicture } = await this.#measure(session, prepare(info));
        return this.#outcome(withoutPicture, info.workers);
      } catch (error) {
        const { code, message } = describeError(error);
        idleDeaths = this.#progress.done > before ? 0 : idleDeaths + 1;
        if (session.alive || code === 'stopped' || idleDeaths > 1) throw error;
        this.#options.tell(`${message} Going on with a fresh page …`);
      } finally {
        await session.close();
      }
    }
  }

  #open(): Promise<{ readonly session: Session; readonly info: RunInfo }> {
    const { session, start } = this.#options;
    const options = { ...session, onNews: (news: RunNews) => this.#hear(news) };
    return startOnBestAdapter(options, start.backend, (page) => page.call('startRun', start), adaptersForRuns);
  }

  #measure(session: Session, request: Omit<RunRequest, 'done'>): Promise<RunEnd> {
    const { limit } = request;
    return session.call('evaluate', {
      ...request,
      ...(limit === undefined ? {} : { limit: limit - this.#progress.done }),
      done: [...this.#done],
    });
  }

  #hear(news: RunNews): void {
    if (news.about === 'total') this.#progress.begin(news.pictures, news.isExact);
    else if (news.about === 'problem') this.#keep(news.problem, news.isNote ? this.#notes : this.#failed);
    else if (!this.#done.has(news.id)) {
      this.#options.files.append(news.line);
      this.#done.add(news.id);
      this.#progress.addRecord();
    }
  }

  /** Each once: a page that starts afresh says everything again. */
  #keep(problem: Problem, known: Map<string, Problem>): void {
    const { id, code, message } = problem;
    const key = JSON.stringify([id, code, message]);
    if (known.has(key)) return;
    known.set(key, problem);
    this.#teller.tell(problem);
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

/** By id, then code and message: in whatever order they were met. */
export function sortedProblems(problems: readonly Problem[]): Problem[] {
  const key = ({ id, code, message }: Problem): string => `${id}\n${code}\n${message}`;
  return problems.toSorted((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}
