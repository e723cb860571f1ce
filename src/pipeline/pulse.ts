/**
 * What a worker says besides its answers, as plain messages: that it lives, that its work goes on, and what there is to
 * tell of it. A callback for each would be a channel that outlives the work.
 */

export type WorkerNews =
  /** It holds the lock of that name until it ends, however it ends. */
  | { readonly news: 'lives'; readonly lock: string }
  /** A piece of its work is done. */
  | { readonly news: 'progress' }
  | { readonly news: 'told'; readonly told: unknown };

/** Signs of progress nearer to one another than this are one. */
const leastMs = 1000;

const scope = globalThis as unknown as { postMessage(message: WorkerNews): void };
let beatMs: number | undefined;

/** Called once in a worker, before its calls are exposed. */
export function startPulse(): void {
  beatMs = -Infinity;
  // Absent outside secure contexts, whatever the types say: there silence alone tells of a death.
  const { locks } = navigator as Partial<Navigator>;
  const lock = `cam-lens worker ${Array.from(crypto.getRandomValues(new Uint32Array(4))).join('-')}`;
  void locks?.request(lock, () => {
    scope.postMessage({ news: 'lives', lock });
    return new Promise<never>(() => undefined);
  });
}

/** A piece of work is done; in a page, which has no pulse, nothing happens. */
export function beat(): void {
  if (beatMs === undefined) return;
  const nowMs = performance.now();
  if (nowMs - beatMs < leastMs) return;
  beatMs = nowMs;
  scope.postMessage({ news: 'progress' });
}

/** Tells the page something while a call of it is answered. */
export function tell(told: unknown): void {
  scope.postMessage({ news: 'told', told });
}
