/** The name of the lock, by which it can be asked for. */
export const runLock = 'cam-lens run';

/**
 * Does work that must go on while nobody looks. Chromium freezes tabs that have been hidden for five minutes and keep the
 * processor busy, but none that holds a Web Lock (Chromium's freezing_opt_out_opt_in.md). Several tabs can hold this one.
 */
export function keptRunning<Result>(work: () => Promise<Result>): Promise<Result> {
  // Pages that are no secure context have no locks.
  const locks = (navigator as { readonly locks?: LockManager }).locks;
  return locks === undefined ? work() : locks.request(runLock, { mode: 'shared' }, work);
}
