/** A queue that runs one task at a time, in order; a task that fails does not block others. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns the task's result, once all earlier tasks have ended and it has run */
  take<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
