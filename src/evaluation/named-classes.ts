import type { PictureRecord } from './record.ts';

/**
 * Names of the classes that occur, true or predicted, by index.
 * @param names by index, of all classes or only some
 */
export function namedClasses(
  records: readonly Pick<PictureRecord, 'class' | 'predicted'>[],
  names: Readonly<Record<number, string>>,
): Readonly<Record<number, string>> {
  const indices = new Set(records.flatMap((record) => [record.class, record.predicted]));
  return Object.fromEntries(
    [...indices].flatMap((index) => {
      const name = names[index];
      return name === undefined ? [] : [[index, name]];
    }),
  );
}
