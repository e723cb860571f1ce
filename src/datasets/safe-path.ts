/**
 * A path without `.` parts and doubled slashes that stays inside its root; undefined if it is absolute, contains `..`
 * (with either kind of slash, because it may be used on any system), contains NUL, or is empty.
 */
export function safePath(path: string): string | undefined {
  if (/^[/\\]|^[A-Za-z]:[/\\]|\0/.test(path) || path.split(/[/\\]/).includes('..')) return undefined;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 ? undefined : parts.join('/');
}
