/**
 * COCO JSON: one file with `images`, `annotations` and `categories`. A box is [x, y, width, height] in pixels from 0;
 * an annotation without one has the box around all of its polygons. Crowds are left out, because their box is around
 * several objects. Source: Lin et al., Microsoft COCO, 2014; https://cocodataset.org/#format-data.
 */
import { CamLensError } from '../errors.ts';
import { boxAround, isNumber, type DraftAnnotation } from './draft-annotation.ts';
import { idOf } from './identity.ts';
import type { Box, VocObject } from './read-voc.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * @param place name of the file in messages
 * @returns one for each image that has annotations, in the order of `images`; undefined if the JSON is something else
 * @throws CamLensError `annotation-unreadable`
 */
export function readCoco(text: string, path: string, place: string): readonly DraftAnnotation[] | undefined {
  const json = parse(text, place);
  if (!isFields(json)) return undefined;
  const { images, annotations, categories = [] } = json;
  if (!Array.isArray(images) || !Array.isArray(annotations)) return undefined;
  if (!Array.isArray(categories)) throw unreadable(place, '"categories" is not a list');
  const names = new Map(listOf(categories).map(({ id, name }) => [id, typeof name === 'string' ? name : String(id)]));
  const byImage = new Map<unknown, { objects: VocObject[]; skipped: string[] }>();
  for (const annotation of listOf(annotations)) {
    const { image_id: image, category_id: category } = annotation;
    const found = byImage.get(image) ?? { objects: [], skipped: [] };
    byImage.set(image, found);
    const box = boxOf(annotation);
    const name = names.get(category) ?? String(category);
    if (typeof box === 'object') found.objects.push({ name, box });
    else found.skipped.push(`annotation ${String(annotation['id'])} (${name}) ${box}`);
  }
  return listOf(images).flatMap((image, i) => {
    const found = byImage.get(image['id']);
    if (found === undefined) return [];
    const { file_name: file, width, height } = image;
    if (typeof file !== 'string' || file === '') throw unreadable(place, `"images" ${i} has no "file_name"`);
    const size = isNumber(width) && isNumber(height) && width > 0 && height > 0 ? { width, height } : undefined;
    return [{ id: idOf(file.replaceAll('\\', '/')), path, place: `${file} in ${place}`, size, ...found }];
  });
}

/** Whether it is COCO JSON, and not another. */
export function isCocoJson(text: string): boolean {
  try {
    return readCoco(text, '', '') !== undefined;
  } catch (error) {
    // What is JSON and breaks COCO's rules.
    return error instanceof CamLensError && isJson(text);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Or why there is none. */
function boxOf({ bbox, segmentation, iscrowd }: Fields): Box | string {
  if (iscrowd === 1 || iscrowd === true) return 'is a crowd';
  if (Array.isArray(bbox) && bbox.length === 4 && bbox.every(isNumber)) {
    const [x, y, width, height] = bbox as [number, number, number, number];
    return [x, y, x + width, y + height];
  }
  const polygons = Array.isArray(segmentation) ? (segmentation as unknown[]).flat() : [];
  return boxAround(polygons) ?? 'has neither a "bbox" of four numbers nor polygons';
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw unreadable(place, `it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

function listOf(values: readonly unknown[]): readonly Fields[] {
  return values.filter(isFields);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(place: string, what: string): CamLensError {
  return new CamLensError('annotation-unreadable', `${place} cannot be read as COCO JSON: ${what}.`);
}
