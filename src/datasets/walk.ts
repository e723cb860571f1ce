import type { ReportProblem } from './problems.ts';
import { formatOf } from './formats.ts';
import { isIgnored, isPicture, foreignPicture } from './kinds.ts';
import { PassedOver } from './passed-over.ts';
import { safePath } from './safe-path.ts';
import type { DataSource, Entry } from './source.ts';

/** An entry with a safe path that is not ignored. */
export interface PlacedEntry extends Entry {
  /** "path in archive", for messages. */
  readonly place: string;
}

/**
 * Every file of every source, one source after another. Paths that lead out of their source are reported
 * (`path-unsafe`) and ignored. System files are ignored too and, together with everything that by its path is neither
 * picture nor annotation, reported at the end of the source (`files-ignored`).
 * @param hasMasks whether masks are read
 */
export async function* walk(
  sources: readonly DataSource[],
  report: ReportProblem,
  hasMasks = false,
): AsyncGenerator<PlacedEntry> {
  for (const source of sources) {
    const ofSystems = new PassedOver();
    const others = new PassedOver();
    for await (const entry of source.open(report)) {
      const path = safePath(entry.path);
      if (path === undefined) {
        const message = `${source.name} contains a file named ${entry.path}, which leads out of it; it was ignored.`;
        report({ id: entry.path, code: 'path-unsafe', message });
      } else if (isIgnored(path, hasMasks)) {
        ofSystems.add(path);
      } else {
        if (!isPicture(path) && formatOf(path) === undefined && foreignPicture(path) === undefined) others.add(path);
        yield { ...entry, path, place: `${path} in ${source.name}` };
      }
    }
    for (const problem of ofSystems.told(source.name, 'hidden files, system files or masks')) report(problem);
    for (const problem of others.told(source.name, 'neither pictures nor annotations')) report(problem);
  }
}

/** The names of all sources, for messages. */
export function namesOf(sources: readonly DataSource[]): string {
  return sources.map(({ name }) => name).join(', ') || 'nothing';
}
