/** Runs one task at a time and remembers only the newest request, so that dragging a slider never builds up a queue. */
export class Latest<Request> {
  readonly #run: (request: Request) => Promise<void>;
  #waiting: { readonly request: Request } | undefined;
  /** The running request, unless it was abandoned. */
  #current: object | undefined;

  /** `run` handles its own errors: one that throws anyway ends only its own request. */
  constructor(run: (request: Request) => Promise<void>) {
    this.#run = run;
  }

  /** Runs now, or when the running request is done, unless a newer one has arrived by then. */
  request(request: Request): void {
    this.#waiting = { request };
    if (this.#current === undefined) void this.#drain();
  }

  /** Forgets the waiting and the running request, even if that never ends: the next one starts at once. */
  abandon(): void {
    this.#waiting = undefined;
    this.#current = undefined;
  }

  /** Whether a request is waiting. */
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
