/**
 * Passes lines of progress on, but not a hundred that differ only in their numbers ("41 of 102 MB"): of those the
 * first one is shown.
 */
export function quietProgress(tell: (line: string) => void): (message: string) => void {
  let last: string | undefined;
  return (message) => {
    const kind = message.replaceAll(/\d+/g, '#');
    if (kind !== last) tell(message);
    last = kind;
  };
}
