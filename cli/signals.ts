/** The signals that end a command: Ctrl+C, what schedulers send (Slurm, Kubernetes, systemd), and a terminal that closes. */
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** What the command ends with, as shells have it: 128 and the signal's number. */
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
 * Aborted by the first signal, whose name is the reason. Nobody listens after that, so that a second one, of any kind,
 * ends the process where it stands.
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

/** Of a command that was stopped; as by Ctrl+C where no signal is known. */
export function exitCodeOfStop(interrupted: AbortSignal | undefined): ExitCode {
  const reason = interrupted?.reason as unknown;
  return endings[signals.find((signal) => signal === reason) ?? 'SIGINT'];
}

/** Waits for the end. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
