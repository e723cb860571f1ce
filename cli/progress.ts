import type { Terminal } from './command.ts';

/**
 * @param share of the work that is done, 0…1, if known
 * @param now the current item, for terminals that can show it in place
 */
export type TellProgress = (line: string, share?: number, now?: string) => void;

/** Updates a status line on a terminal; prints only some of the lines elsewhere. */
export function progressOf(terminal: Terminal): TellProgress {
  if (terminal.show === undefined) return quietProgress((line) => terminal.tell(line));
  return (line, share, now) => terminal.show?.(now === undefined ? line : `${line}: ${now}`, share);
}

/** Minimum time between lines that differ only in their numbers. */
const usualPauseMs = 5_000;

/**
 * Forwards lines of progress; of those that differ only in their numbers ("41 of 102 MB"), the first and then one every
 * five seconds.
 */
export function quietProgress(
  tell: (line: string) => void,
  nowMs: () => number = () => performance.now(),
): (message: string) => void {
  let last: string | undefined;
  let toldMs = 0;
  return (message) => {
    const kind = message.replaceAll(/\d+/g, '#');
    if (kind === last && nowMs() - toldMs < usualPauseMs) return;
    tell(message);
    last = kind;
    toldMs = nowMs();
  };
}
