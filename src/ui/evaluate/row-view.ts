/** Which rows are shown, and in which order: as a value, and as part of an address. */
import type { PictureRow, RowValue } from './picture-rows.ts';

export interface RowView {
  /** Contained in the path or a class's name, in any case. */
  readonly text: string;
  /** Name of the true class; empty for all. */
  readonly class: string;
  readonly verdict: RightOrWrong;
  /** Only pictures with this tag; empty for all. */
  readonly tag: string;
  /** Key of the value that sorts, and that the range is of; `id` sorts by name. */
  readonly by: string;
  readonly isDescending: boolean;
  /** Inclusive; null for no limit. Rows without the value are in no range. */
  readonly least: number | null;
  readonly most: number | null;
}

/** Whether the predicted class has to be the true one. */
export type RightOrWrong = 'any' | 'right' | 'wrong';

export const verdicts: readonly RightOrWrong[] = ['any', 'right', 'wrong'];

export const everyRow: RowView = {
  ...{ text: '', class: '', verdict: 'any', tag: '', by: 'id', isDescending: false, least: null, most: null },
};

/** By tag, the ids of the pictures that have it. */
export type TaggedIds = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Sorted by the value, then by id; rows without the value come last in either direction.
 * @param rows sorted by id
 * @param columns of the values of the rows
 */
export function viewed(
  rows: readonly PictureRow[],
  view: RowView,
  columns: readonly RowValue[],
  tagged: TaggedIds,
): PictureRow[] {
  const at = columns.findIndex(({ key }) => key === view.by);
  const { verdict, least, most } = view;
  const text = view.text.trim().toLowerCase();
  const withTag = view.tag === '' ? undefined : (tagged.get(view.tag) ?? new Set<string>());
  const isIn = (value: number | null | undefined): boolean =>
    (least === null && most === null) ||
    (typeof value === 'number' && value >= (least ?? -Infinity) && value <= (most ?? Infinity));
  const shown = rows.filter(
    (row) =>
      (text === '' || row.text.includes(text)) &&
      (view.class === '' || row.trueClass === view.class) &&
      (verdict === 'any' || (row.record.class === row.record.predicted) === (verdict === 'right')) &&
      (withTag === undefined || withTag.has(row.record.id)) &&
      (at < 0 || isIn(row.values[at])),
  );
  if (at < 0) return view.isDescending ? shown.reverse() : shown;
  const sign = view.isDescending ? -1 : 1;
  // Sorting is stable: ties stay in the order of their ids.
  return shown.sort((a, b) => {
    const x = a.values[at] ?? null;
    const y = b.values[at] ?? null;
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
}

const text = (value: string): string => value;
const limit = (value: string): number | undefined => (value !== '' && Number.isFinite(+value) ? +value : undefined);

/** From a text in an address, which anybody can write; undefined if it is none. */
const fields: { readonly [Name in keyof RowView]: (text: string) => RowView[Name] | undefined } = {
  ...{ text, class: text, tag: text, by: text, least: limit, most: limit },
  verdict: (value) => verdicts.find((verdict) => verdict === value),
  isDescending: (value) => (value === 'true' ? true : undefined),
};
const names = Object.keys(fields) as (keyof RowView)[];

/** What differs from `everyRow`, as the fragment of an address; empty if nothing does. */
export function viewLink(view: RowView): string {
  const parameters = new URLSearchParams();
  for (const name of names) if (view[name] !== everyRow[name]) parameters.set(name, String(view[name]));
  return parameters.size === 0 ? '' : `#${parameters}`;
}

/** What is not understood is left at its default. */
export function readViewLink(link: string): RowView {
  const parameters = new URLSearchParams(link.replace(/^#/, ''));
  const given = names.flatMap((name) => {
    const value = parameters.get(name);
    const read = value === null ? undefined : fields[name](value);
    return read === undefined ? [] : [[name, read] as const];
  });
  return { ...everyRow, ...Object.fromEntries(given) };
}
