import type { Report } from './problems.ts';
import { isIgnored } from './kinds.ts';
import { safePath } from './safe-path.ts';
import type { DataSource, Entry } from './source.ts';

/** An entry whose path is safe and counts. */
export interface PlacedEntry extends Entry {
  /** "path in archive", for messages. */
  readonly place: string;
}

/**
 * Every file of every source, one source after the other. Paths that lead out of their source are reported
 * (`path-unsafe`) and left out; what systems put beside files is left out silently.
 */
export async function* walk(sources: readonly DataSource[], report: Report): AsyncGenerator<PlacedEntry> {
  for (const source of sources) {
    for await (const entry of source.open(report)) {
      const path = safePath(entry.path);
      if (path === undefined) {
        const message = `${source.name} holds a file by the name ${entry.path}, which leads out of it; it was left out.`;
        report({ id: entry.path, code: 'path-unsafe', message });
      } else if (!isIgnored(path)) {
        yield { ...entry, path, place: `${path} in ${source.name}` };
      }
    }
  }
}

/** All sources, for messages. */
export function namesOf(sources: readonly DataSource[]): string {
  return sources.map(({ name }) => name).join(', ') || 'nothing';
}
