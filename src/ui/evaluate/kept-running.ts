/** The name of the lock, with which it can be queried. */
export const runLock = 'cam-lens run';

/**
 * Does work that must continue in a hidden tab. Chromium freezes tabs that have been hidden for five minutes and use
 * much processor time, unless they hold a Web Lock (Chromium's freezing_opt_out_opt_in.md). The lock is shared, so
 * several tabs can hold it.
 */
export function keptRunning<Result>(work: () => Promise<Result>): Promise<Result> {
  // Web Locks need a secure context.
  const locks = (navigator as { readonly locks?: LockManager }).locks;
  return locks === undefined ? work() : locks.request(runLock, { mode: 'shared' }, work);
}
