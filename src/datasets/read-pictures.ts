/** The pictures of a data set, one after another. */
import { idOf } from './identity.ts';
import { foreignPicture, isPicture } from './kinds.ts';
import { isMask } from './mask-path.ts';
import { PassedOver } from './passed-over.ts';
import type { ReportProblem } from './problems.ts';
import type { DataSource, Entry } from './source.ts';
import { namesOf, walk } from './walk.ts';

export interface PictureFile extends Pick<Entry, 'path' | 'sizeBytes' | 'read'> {
  readonly id: string;
  /** The file's name, verbatim. */
  readonly name: string;
}

/** Of a picture's file; with 100 million pixels it usually has 50 MB. */
export const mostPictureBytes = 2 ** 28;

/**
 * Reports `picture-twice`, `picture-empty`, `limit-exceeded`, `picture-unreadable` for formats that no browser decodes,
 * `dataset-empty`, `files-ignored` for masks that are not read, and what the sources report. Bytes are read only for pictures whose `read` is called.
 * @param sources any mixture; files that are not pictures are skipped
 * @param masks places of the masks that are read; undefined if the annotations are no masks
 */
export async function* readPictures(
  sources: readonly DataSource[],
  report: ReportProblem,
  masks?: ReadonlySet<string>,
): AsyncGenerator<PictureFile> {
  const places = new Map<string, string>();
  const unread = new PassedOver();
  for await (const entry of walk(sources, report, masks !== undefined)) {
    const id = idOf(entry.path);
    const foreign = foreignPicture(entry.path);
    if (foreign !== undefined) {
      const message = `${entry.place} is ${foreign}, which browsers do not decode; convert it to JPEG or PNG.`;
      report({ id, code: 'picture-unreadable', message });
    }
    if (!isPicture(entry.path) || masks?.has(entry.place) === true) continue;
    if (masks !== undefined && isMask(entry.path)) {
      unread.add(entry.path);
      continue;
    }
    const earlier = places.get(id);
    if (earlier !== undefined) {
      report({ id, code: 'picture-twice', message: `${entry.place} has the same name as ${earlier}, which is used.` });
      continue;
    }
    places.set(id, entry.place);
    if (entry.sizeBytes === 0) {
      report({ id, code: 'picture-empty', message: `${entry.place} is empty (0 bytes); a picture was expected.` });
    } else if (entry.sizeBytes > mostPictureBytes) {
      const message =
        `${entry.place} has ${entry.sizeBytes} bytes; the limit for pictures is ${mostPictureBytes} ` +
        'bytes (256 MiB).';
      report({ id, code: 'limit-exceeded', message });
    } else yield { ...entry, id, name: entry.path.slice(entry.path.lastIndexOf('/') + 1) };
  }
  for (const problem of unread.told(namesOf(sources), 'in folders of masks')) report(problem);
  if (places.size === 0) {
    const message = `There are no pictures in ${namesOf(sources)}; JPEG, PNG, WebP, AVIF, GIF or BMP files were expected.`;
    report({ id: namesOf(sources), code: 'dataset-empty', message });
  }
}
