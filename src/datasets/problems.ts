/** What is wrong with one piece of a data set. The rest goes on. */
import type { ErrorCode } from '../errors.ts';

export interface Problem {
  /** The picture's or annotation's id (see identity.ts); of what has none, its path or its source's name. */
  readonly id: string;
  readonly code: ErrorCode;
  /** A sentence that names the file. File names stand in it verbatim: escape it before it becomes HTML. */
  readonly message: string;
}

/** Worth a word, but every picture they are about was measured. */
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

export type Report = (problem: Problem) => void;

/** What problems mean for a run. */
export interface JudgedProblems {
  /** Something was not measured. */
  readonly failed: readonly Problem[];
  /** All of it was, with a word to say. */
  readonly notes: readonly Problem[];
  /** Ids of annotations whose pictures are not there: as many as there are where only some pictures were given. */
  readonly withoutPicture: readonly string[];
}

/** All in the order in which they come. */
export function judged(problems: Iterable<Problem>): JudgedProblems {
  const [failed, notes, withoutPicture]: [Problem[], Problem[], string[]] = [[], [], []];
  for (const problem of problems) {
    if (problem.code === 'picture-missing') withoutPicture.push(problem.id);
    else if (noteCodes.has(problem.code)) notes.push(problem);
    else failed.push(problem);
  }
  return { failed, notes, withoutPicture };
}

/** Problems as they are reported, each once: a source that is read twice says everything twice. */
export class Problems implements Iterable<Problem> {
  readonly #byText = new Map<string, Problem>();
  readonly #counts = new Map<ErrorCode, number>();
  readonly #onNew: Report;

  /** @param onNew called with each problem when it is first reported */
  constructor(onNew: Report = () => undefined) {
    this.#onNew = onNew;
  }

  /** Can be handed on as it is. */
  readonly report: Report = (problem) => {
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

  /** How many there are of this code. */
  count(code: ErrorCode): number {
    return this.#counts.get(code) ?? 0;
  }

  [Symbol.iterator](): IterableIterator<Problem> {
    return this.#byText.values();
  }
}
