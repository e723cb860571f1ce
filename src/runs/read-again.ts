/** Reads some pictures of a measured data set again. */
import { ById } from '../datasets/identity.ts';
import { readPictures } from '../datasets/read-pictures.ts';
import type { DataSource } from '../datasets/source.ts';

/**
 * Yields them in the order of the sources and stops after the last one. Problems were reported when the pictures were
 * measured, so pictures that cannot be read are skipped.
 * @param ids as in the records
 * @param hasMasks whether they were measured with masks, which are not pictures
 */
export async function* readAgain(
  sources: readonly DataSource[],
  ids: readonly string[],
  hasMasks = false,
): AsyncGenerator<{ readonly id: string; readonly file: Blob }> {
  const wanted = new ById<true>();
  for (const id of ids) wanted.set(id, true);
  const left = new Set(ids);
  if (left.size === 0) return;
  for await (const picture of readPictures(sources, () => undefined, hasMasks ? new Set() : undefined)) {
    const id = wanted.match(picture.id);
    if (id === undefined || !left.delete(id)) continue;
    const file = await picture.read();
    if (file !== undefined) yield { id, file };
    if (left.size === 0) return;
  }
}
