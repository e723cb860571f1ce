import type { Report } from './problems.ts';
import { isAnnotation, isIgnored, isPicture, foreignPicture } from './kinds.ts';
import { PassedOver } from './passed-over.ts';
import { safePath } from './safe-path.ts';
import type { DataSource, Entry } from './source.ts';

/** An entry whose path is safe and counts. */
export interface PlacedEntry extends Entry {
  /** "path in archive", for messages. */
  readonly place: string;
}

/**
 * Every file of every source, one source after the other. Paths that lead out of their source are reported
 * (`path-unsafe`) and left out. What systems put beside files is left out too and, with all that is neither picture nor
 * annotation, reported at the source's end (`files-ignored`).
 */
export async function* walk(sources: readonly DataSource[], report: Report): AsyncGenerator<PlacedEntry> {
  for (const source of sources) {
    const ofSystems = new PassedOver();
    const others = new PassedOver();
    for await (const entry of source.open(report)) {
      const path = safePath(entry.path);
      if (path === undefined) {
        const message = `${source.name} holds a file by the name ${entry.path}, which leads out of it; it was left out.`;
        report({ id: entry.path, code: 'path-unsafe', message });
      } else if (isIgnored(path)) {
        ofSystems.add(path);
      } else {
        if (!isPicture(path) && !isAnnotation(path) && foreignPicture(path) === undefined) others.add(path);
        yield { ...entry, path, place: `${path} in ${source.name}` };
      }
    }
    for (const problem of ofSystems.told(source.name, 'hidden, put there by a system, or masks')) report(problem);
    for (const problem of others.told(source.name, 'neither pictures nor annotations')) report(problem);
  }
}

/** All sources, for messages. */
export function namesOf(sources: readonly DataSource[]): string {
  return sources.map(({ name }) => name).join(', ') || 'nothing';
}
