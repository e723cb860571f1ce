/**
 * Runs one task at a time and remembers only the newest request: a slider dragged fast never leaves a queue of stale
 * work behind it.
 */
export class Latest<Request> {
  readonly #run: (request: Request) => Promise<void>;
  #waiting: { readonly request: Request } | undefined;
  /** What runs now; a request that was abandoned is not the current one any more. */
  #current: object | undefined;

  /** `run` deals with its own errors: one that throws all the same ends only its own request. */
  constructor(run: (request: Request) => Promise<void>) {
    this.#run = run;
  }

  /** Runs now, or when the running request is done unless a newer one has come by then. */
  request(request: Request): void {
    this.#waiting = { request };
    if (this.#current === undefined) void this.#drain();
  }

  /** Forgets what waits and what runs, should it never end: the next request begins at once. */
  abandon(): void {
    this.#waiting = undefined;
    this.#current = undefined;
  }

  /** A request that has not begun. */
  get waiting(): boolean {
    return this.#waiting !== undefined;
  }

  async #drain(): Promise<void> {
    const current = (this.#current = {});
    while (this.#current === current && this.#waiting !== undefined) {
      const { request } = this.#waiting;
      this.#waiting = undefined;
      try {
        await this.#run(request);
      } catch (error) {
        reportError(error);
      }
    }
    if (this.#current === current) this.#current = undefined;
  }
}
