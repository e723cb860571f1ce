/** Work that is done one after another, in the order in which it was asked for; work that fails holds up no other. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what the work gives, once all work before it has ended and it has been done */
  take<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
