/** The signals that end a command: from Ctrl+C, schedulers (Slurm, Kubernetes, systemd) and a closed terminal. */
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Exit codes as in shells: 128 plus the signal's number. */
const endings = {
  SIGINT: exitCodes.stopped,
  SIGTERM: exitCodes.terminated,
  SIGHUP: exitCodes.hungUp,
} as const satisfies Partial<Record<NodeJS.Signals, ExitCode>>;

type Ending = keyof typeof endings;

const signals = Object.keys(endings) as Ending[];

interface Signalled {
  on(signal: Ending, hear: (signal: Ending) => void): unknown;
  off(signal: Ending, hear: (signal: Ending) => void): unknown;
}

/**
 * Aborted by the first signal, with its name as the reason. The listeners are then removed, so that a second signal of
 * any kind ends the process immediately.
 */
export function endedBySignal(from: Signalled = process): AbortSignal {
  const interruption = new AbortController();
  const hear = (signal: Ending): void => {
    for (const each of signals) from.off(each, hear);
    interruption.abort(signal);
  };
  for (const each of signals) from.on(each, hear);
  return interruption.signal;
}

/** Exit code of a stopped command; that of Ctrl+C if the signal is unknown. */
export function exitCodeOfStop(interrupted: AbortSignal | undefined): ExitCode {
  const reason = interrupted?.reason as unknown;
  return endings[signals.find((signal) => signal === reason) ?? 'SIGINT'];
}

/** Resolves when the signal is aborted. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
