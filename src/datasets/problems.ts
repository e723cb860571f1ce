/** A problem with one part of a data set. The rest is still processed. */
import type { ErrorCode } from '../errors.ts';

export interface Problem {
  /** The id of the picture or annotation (see identity.ts); without one, its path or its source's name. */
  readonly id: string;
  readonly code: ErrorCode;
  /** A sentence that names the file. It contains file names verbatim: escape it before inserting it into HTML. */
  readonly message: string;
}

/** Only notes: every picture that they are about was measured. */
export const noteCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'box-clipped',
  'box-empty',
  'annotation-twice',
  'annotation-size',
  'annotation-turned',
  'object-skipped',
  'files-ignored',
  'table-unmatched',
]);

export type ReportProblem = (problem: Problem) => void;

/** What problems mean for a run. */
export interface JudgedProblems {
  /** Something was not measured. */
  readonly failed: readonly Problem[];
  /** Everything was measured, with a remark. */
  readonly notes: readonly Problem[];
  /** Ids of annotations without a picture: many if only some of the pictures were provided. */
  readonly withoutPicture: readonly string[];
}

/** All in the order reported. */
export function judged(problems: Iterable<Problem>): JudgedProblems {
  const [failed, notes, withoutPicture]: [Problem[], Problem[], string[]] = [[], [], []];
  for (const problem of problems) {
    if (problem.code === 'picture-missing') withoutPicture.push(problem.id);
    else if (noteCodes.has(problem.code)) notes.push(problem);
    else failed.push(problem);
  }
  return { failed, notes, withoutPicture };
}

/** Problems in the order reported, without duplicates: a source that is read twice reports everything twice. */
export class Problems implements Iterable<Problem> {
  readonly #byText = new Map<string, Problem>();
  readonly #counts = new Map<ErrorCode, number>();
  readonly #onNew: ReportProblem;

  /** @param onNew called when a problem is first reported */
  constructor(onNew: ReportProblem = () => undefined) {
    this.#onNew = onNew;
  }

  /** Bound, so it can be passed as a function. */
  readonly report: ReportProblem = (problem) => {
    const { id, code, message } = problem;
    const text = `${code}\n${id}\n${message}`;
    if (this.#byText.has(text)) return;
    this.#byText.set(text, problem);
    this.#counts.set(code, this.count(code) + 1);
    this.#onNew(problem);
  };

  get size(): number {
    return this.#byText.size;
  }

  /** The number of problems with this code. */
  count(code: ErrorCode): number {
    return this.#counts.get(code) ?? 0;
  }

  [Symbol.iterator](): IterableIterator<Problem> {
    return this.#byText.values();
  }
}
