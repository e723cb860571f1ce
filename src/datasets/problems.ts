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
export const noteCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['box-clipped', 'box-empty', 'annotation-twice']);

export type Report = (problem: Problem) => void;

/** Problems as they are reported, each once: a source that is read twice says everything twice. */
export class Problems implements Iterable<Problem> {
  readonly #byText = new Map<string, Problem>();

  /** Can be handed on as it is. */
  readonly report: Report = (problem) => {
    const text = JSON.stringify([problem.id, problem.code, problem.message]);
    if (!this.#byText.has(text)) this.#byText.set(text, problem);
  };

  /** How many there are of this code. */
  count(code: ErrorCode): number {
    return [...this].filter((problem) => problem.code === code).length;
  }

  [Symbol.iterator](): IterableIterator<Problem> {
    return this.#byText.values();
  }
}
