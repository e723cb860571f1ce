/**
 * A source whose names can be listed a second time without reading it again: an archive takes time proportional to its
 * size.
 */
import type { DataSource, Entry } from './source.ts';

export interface NotedSource {
  /** The source itself, whose files are recorded as they are read. */
  readonly source: DataSource;
  /** The files read so far, without content. */
  readonly names: DataSource;
}

/** @param onFile called for each file */
export function noted(source: DataSource, onFile: () => void = () => undefined): NotedSource {
  const seen: Entry[] = [];
  const nothing = async (): Promise<undefined> => undefined;
  return {
    source: {
      name: source.name,
      async *open(report) {
        seen.length = 0;
        for await (const entry of source.open(report)) {
          seen.push({ ...entry, read: nothing, readText: nothing });
          onFile();
          yield entry;
        }
      },
    },
    names: {
      name: source.name,
      async *open() {
        yield* seen;
      },
    },
  };
}
