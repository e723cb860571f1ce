/**
 * A table of boxes, one per row, with a header: the picture, the class, and the corners (`xmin`, `ymin`, `xmax`,
 * `ymax`) or `x`, `y`, `width` and `height`, in pixels. If no coordinate in the file is above 1, all are shares of the
 * picture's size, as in Open Images.
 */
import { CamLensError } from '../errors.ts';
import { isNumber, type DraftAnnotation } from './draft-annotation.ts';
import { ById, idOf } from './identity.ts';
import { readCsv, type CsvRow } from './read-csv.ts';
import type { Box, VocObject } from './read-voc.ts';

/** Names of columns, without case and underscores. */
const columnNames = {
  image: ['image', 'filename', 'file', 'path', 'imagepath', 'imagename', 'imageid', 'id'],
  class: ['class', 'label', 'classname', 'labelname', 'category', 'name', 'breed'],
  x0: ['xmin', 'x0', 'left'],
  y0: ['ymin', 'y0', 'top'],
  x1: ['xmax', 'x1', 'right'],
  y1: ['ymax', 'y1', 'bottom'],
  x: ['x', 'bboxx'],
  y: ['y', 'bboxy'],
  boxWidth: ['w', 'bboxwidth', 'boxwidth'],
  boxHeight: ['h', 'bboxheight', 'boxheight'],
  imageWidth: ['imagewidth', 'imgwidth'],
  imageHeight: ['imageheight', 'imgheight'],
  /** Of the box, or of the picture if the corners are given. */
  width: ['width'],
  height: ['height'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Column = keyof typeof columnNames;

/**
 * @param place name of the file in messages
 * @returns one for each picture, in the order of the rows; undefined if the header is not that of a table of boxes
 * @throws CamLensError `annotation-unreadable` naming the line
 */
export function readBoxesCsv(text: string, path: string, place: string): readonly DraftAnnotation[] | undefined {
  const [head, ...rows] = readCsv(text.replace(/^\uFEFF/, ''), place);
  const at = columnsOf(head?.fields ?? []);
  const hasCorners = ['x0', 'y0', 'x1', 'y1'].every((name) => at.has(name as Column));
  const [width, height] = [at.get('boxWidth') ?? at.get('width'), at.get('boxHeight') ?? at.get('height')];
  const hasExtent = at.has('x') && at.has('y') && width !== undefined && height !== undefined;
  if (!at.has('image') || !at.has('class') || !(hasCorners || hasExtent)) return undefined;

  const read = (row: CsvRow, column: number | undefined): number => numberIn(row, column, place);
  const boxOf = (row: CsvRow): Box => {
    if (hasCorners) {
      const [x0, y0, x1, y1] = (['x0', 'y0', 'x1', 'y1'] as const).map((name) => read(row, at.get(name)));
      return [x0!, y0!, x1!, y1!];
    }
    const [x, y] = [read(row, at.get('x')), read(row, at.get('y'))];
    return [x, y, x + read(row, width), y + read(row, height)];
  };
  const sizeOf = (row: CsvRow): DraftAnnotation['size'] => {
    const size = hasCorners
      ? [at.get('imageWidth') ?? at.get('width'), at.get('imageHeight') ?? at.get('height')]
      : [at.get('imageWidth'), at.get('imageHeight')];
    const [w, h] = size.map((column) => Number(column === undefined ? NaN : row.fields[column]?.trim() || NaN));
    return isNumber(w) && isNumber(h) && w > 0 && h > 0 ? { width: w, height: h } : undefined;
  };

  const byId = new Map<string, { file: string; size: DraftAnnotation['size']; objects: VocObject[] }>();
  for (const row of rows) {
    const file = row.fields[at.get('image')!]?.trim() ?? '';
    if (file === '') throw unreadable(place, row, 'names no picture');
    const id = idOf(file.replaceAll('\\', '/'));
    const known = byId.get(id) ?? { file, size: sizeOf(row), objects: [] };
    byId.set(id, known);
    known.objects.push({ name: row.fields[at.get('class')!]?.trim() ?? '', box: boxOf(row) });
  }
  const all = [...byId.values()].flatMap(({ objects }) => objects);
  const isRelative = all.length > 0 && all.every(({ box }) => box.every((corner) => corner <= 1));
  return [...byId].map(([id, { file, size, objects }]) => ({
    ...{ id, path, place: `${file} in ${place}`, size, objects, skipped: [] },
    ...(isRelative ? { isRelative } : {}),
  }));
}

/**
 * A table of classes, one picture per row, with the columns `image` and `class`, in any case, and none of boxes.
 * @param place name of the file in messages
 * @returns id of the picture → name of its class; undefined if the header is another's
 * @throws CamLensError `annotation-unreadable` naming the line
 */
export function readClassesCsv(text: string, place: string): ById<string> | undefined {
  const [head, ...rows] = readCsv(text.replace(/^\uFEFF/, ''), place);
  const fields = head?.fields ?? [];
  const [image, name] = ['image', 'class'].map((column) =>
    fields.findIndex((field) => field.trim().toLowerCase() === column),
  ) as [number, number];
  const at = columnsOf(fields);
  if (image < 0 || name < 0 || at.has('x0') || at.has('x')) return undefined;
  const classes = new ById<string>();
  for (const row of rows) {
    const id = idOf((row.fields[image]?.trim() ?? '').replaceAll('\\', '/'));
    const value = row.fields[name]?.trim() ?? '';
    if (id === '' || value === '') throw unreadable(place, row, 'should name a picture and its class');
    if ((classes.get(id) ?? value) !== value) throw unreadable(place, row, `gives ${id} a second class, ${value}`);
    classes.set(id, value);
  }
  return classes;
}

/** Whether it is a table of boxes, and not another. */
export function isBoxesCsv(text: string): boolean {
  return isTable(() => readBoxesCsv(text, '', ''));
}

/** Whether it is a table of classes, and not another. */
export function isClassesCsv(text: string): boolean {
  return isTable(() => readClassesCsv(text, ''));
}

function isTable(read: () => unknown): boolean {
  try {
    return read() !== undefined;
  } catch (error) {
    return error instanceof CamLensError && error.code === 'annotation-unreadable';
  }
}

function columnsOf(names: readonly string[]): ReadonlyMap<Column, number> {
  const plain = names.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[_\s-]/g, ''),
  );
  return new Map(
    (Object.entries(columnNames) as [Column, readonly string[]][]).flatMap(([column, known]) => {
      const found = known.map((name) => plain.indexOf(name)).find((index) => index >= 0);
      return found === undefined ? [] : [[column, found] as const];
    }),
  );
}

function numberIn(row: CsvRow, column: number | undefined, place: string): number {
  const field = column === undefined ? '' : (row.fields[column]?.trim() ?? '');
  const value = field === '' ? NaN : Number(field);
  if (Number.isFinite(value)) return value;
  throw unreadable(place, row, `has ${JSON.stringify(field)} where a number was expected`);
}

function unreadable(place: string, { line }: CsvRow, what: string): CamLensError {
  return new CamLensError('annotation-unreadable', `Row ${line} of ${place} ${what}.`);
}
