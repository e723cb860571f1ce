/** The pictures of a data set, one after the other. */
import { idOf } from './identity.ts';
import { isPicture } from './kinds.ts';
import type { Report } from './problems.ts';
import type { DataSource, Entry } from './source.ts';
import { namesOf, walk } from './walk.ts';

export interface PictureFile extends Pick<Entry, 'path' | 'sizeBytes' | 'read'> {
  readonly id: string;
  /** The file's name, verbatim. */
  readonly name: string;
}

/**
 * Reports `picture-twice`, `picture-empty`, `dataset-empty`, and what the sources report. Bytes are read only of
 * pictures whose `read` is called.
 * @param sources any mixture; what is no picture is passed over
 */
export async function* readPictures(sources: readonly DataSource[], report: Report): AsyncGenerator<PictureFile> {
  const places = new Map<string, string>();
  for await (const entry of walk(sources, report)) {
    if (!isPicture(entry.path)) continue;
    const id = idOf(entry.path);
    const earlier = places.get(id);
    if (earlier !== undefined) {
      report({ id, code: 'picture-twice', message: `${entry.place} has the same name as ${earlier}, which counts.` });
      continue;
    }
    places.set(id, entry.place);
    if (entry.sizeBytes === 0) {
      report({ id, code: 'picture-empty', message: `${entry.place} is empty (0 bytes); a picture was expected.` });
    } else yield { ...entry, id, name: entry.path.slice(entry.path.lastIndexOf('/') + 1) };
  }
  if (places.size === 0) {
    const message = `There are no pictures in ${namesOf(sources)}; JPEG, PNG, WebP, AVIF, GIF or BMP files were expected.`;
    report({ id: namesOf(sources), code: 'dataset-empty', message });
  }
}
