/**
 * A path that stays where it belongs, without `.` parts and doubled slashes; undefined where it is absolute, climbs with
 * `..` (with either kind of slash, as it may be used on any system), or holds a NUL or nothing at all.
 */
export function safePath(path: string): string | undefined {
  if (/^[/\\]|^[A-Za-z]:[/\\]|\0/.test(path) || path.split(/[/\\]/).includes('..')) return undefined;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 ? undefined : parts.join('/');
}
