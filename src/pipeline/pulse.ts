/**
 * Plain messages from a worker besides its replies: that it lives, that it makes progress, and news about its work. A
 * callback for each would be a channel that outlives the work.
 */

export type WorkerNews =
  /** It holds the lock of that name until it ends, however it ends. */
  | { readonly news: 'lives'; readonly lock: string }
  /** A piece of its work is done. */
  | { readonly news: 'progress' }
  | { readonly news: 'told'; readonly told: unknown };

/** Signs of progress closer together than this are merged. */
const leastMs = 1000;

const scope = globalThis as unknown as { postMessage(message: WorkerNews): void };
let beatMs: number | undefined;

/** Call once in a worker, before its calls are exposed. */
export function startPulse(): void {
  beatMs = -Infinity;
  // Absent outside secure contexts, whatever the types say: there only silence shows that a worker died.
  const { locks } = navigator as Partial<Navigator>;
  const lock = `cam-lens worker ${Array.from(crypto.getRandomValues(new Uint32Array(4))).join('-')}`;
  void locks?.request(lock, () => {
    scope.postMessage({ news: 'lives', lock });
    return new Promise<never>(() => undefined);
  });
}

/** Reports that a piece of work is done; does nothing in a page, which has no pulse. */
export function beat(): void {
  if (beatMs === undefined) return;
  const nowMs = performance.now();
  if (nowMs - beatMs < leastMs) return;
  beatMs = nowMs;
  scope.postMessage({ news: 'progress' });
}

/** Sends a message to the page while one of its calls is being answered. */
export function tell(told: unknown): void {
  scope.postMessage({ news: 'told', told });
}
