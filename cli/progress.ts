/** How long a line that differs from the last one in numbers only is held back. */
const usualPauseMs = 5_000;

/**
 * Passes lines of progress on, but not a hundred that differ only in their numbers ("41 of 102 MB"): of those the
 * first one is shown, and then one every five seconds.
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
