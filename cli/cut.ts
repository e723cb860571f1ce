import stringWidth from 'string-width';

/** Truncates to `room` columns, with … at the end. */
export function cut(line: string, room: number): string {
  if (stringWidth(line) <= room) return line;
  let [shown, width] = ['', 1];
  for (const character of line) {
    width += stringWidth(character);
    if (width > room) break;
    shown += character;
  }
  return `${shown}…`;
}
