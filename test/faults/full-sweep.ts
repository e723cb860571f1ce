/** Whether every fault is tried at every call, which takes hours: with `VITE_SWEEP=full` in the environment. */
export function isFullSweep(): boolean {
  const { VITE_SWEEP } = import.meta.env as Readonly<Record<string, string | undefined>>;
  return VITE_SWEEP === 'full';
}
