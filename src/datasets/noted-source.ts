/** A source that can be gone through by names a second time without being read: an archive takes as long as it is large. */
import type { DataSource, Entry } from './source.ts';

export interface NotedSource {
  /** The source itself, whose files are noted as they come by. */
  readonly source: DataSource;
  /** What came by, without content. */
  readonly names: DataSource;
}

/** @param onFile called for each file that comes by */
export function noted(source: DataSource, onFile: () => void = () => undefined): NotedSource {
  const seen: Entry[] = [];
  const nothing = async (): Promise<undefined> => undefined;
  return {
    source: {
      name: source.name,
      async *open(report) {
        seen.length = 0;
        for await (const entry of source.open(report)) {
          seen.push({ path: entry.path, sizeBytes: entry.sizeBytes, read: nothing, readText: nothing });
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
