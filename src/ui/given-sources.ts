/** What a visitor has given, as the readers of data sets take it. */
import type { DataSource } from '../datasets/source.ts';
import type { NamedFile } from '../datasets/folder-source.ts';
import type { KeptTable } from '../runs/kept-run.ts';

/** A table's whole text; null where none was given. */
export async function tableOf(given: NamedFile | undefined): Promise<KeptTable | null> {
  return given === undefined ? null : { name: given.path, text: await given.file.text() };
}

/** The source, ended early where the run is stopped. */
export function until(signal: AbortSignal, source: DataSource): DataSource {
  return {
    name: source.name,
    async *open(report) {
      for await (const entry of source.open(report)) {
        if (signal.aborted) return;
        yield entry;
      }
    },
  };
}
