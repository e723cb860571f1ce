/**
 * Runs one task at a time and remembers only the newest request: a slider dragged fast never leaves a queue of stale
 * work behind it.
 */
export class Latest<Request> {
  readonly #run: (request: Request) => Promise<void>;
  #waiting: { readonly request: Request } | undefined;
  #running = false;

  /** `run` deals with its own errors: one that throws all the same ends only its own request. */
  constructor(run: (request: Request) => Promise<void>) {
    this.#run = run;
  }

  /** Runs now, or when the running request is done unless a newer one has come by then. */
  request(request: Request): void {
    this.#waiting = { request };
    if (!this.#running) void this.#drain();
  }

  /** A request that has not begun. */
  get waiting(): boolean {
    return this.#waiting !== undefined;
  }

  async #drain(): Promise<void> {
    this.#running = true;
    while (this.#waiting !== undefined) {
      const { request } = this.#waiting;
      this.#waiting = undefined;
      try {
        await this.#run(request);
      } catch (error) {
        reportError(error);
      }
    }
    this.#running = false;
  }
}
