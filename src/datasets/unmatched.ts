/** Reports pictures and classes in a split file or class map that do not exist, which is usually a mistake. */
import { CamLensError } from '../errors.ts';
import type { ClassMap } from './class-map.ts';
import type { ById } from './identity.ts';
import type { ReportProblem } from './problems.ts';
import type { Split } from './read-split.ts';

/** Only this many of each kind are named; all are counted. */
const mostNamed = 5;

/**
 * @param splits of the split file
 * @param ids of the pictures that have an annotation
 * @param file its name in messages
 * @throws CamLensError `table-unreadable` if no line matches a picture: the reported set would be empty, or everything
 */
export function matchSplit(splits: ById<Split>, ids: ById<unknown>, file: string, report: ReportProblem): void {
  const named = [...splits].map(([id]) => id);
  const unmatched = named.filter((id) => ids.match(id) === undefined);
  if (unmatched.length === named.length && ids.size > 0) {
    const first = [...ids][0]?.[0] ?? '';
    throw new CamLensError(
      'table-unreadable',
      `No line of ${file} matches a picture that has an annotation: ${shown(unmatched)} ` +
        `${areThere(unmatched)}; "${first}" would.`,
    );
  }
  const left = [...ids].flatMap(([id]) => (splits.match(id) === undefined ? [id] : []));
  tell(report, file, unmatched, 'in the split match no picture that has an annotation');
  tell(report, file, left, 'with an annotation are not in the split, and are not reported', 'pictures');
}

/** A class map that records which of its names were looked up and found. */
export class AskedClassMap extends Map<string, number> {
  readonly #asked = new Set<string>();

  override get(name: string): number | undefined {
    const index = super.get(name);
    if (index !== undefined) this.#asked.add(name);
    return index;
  }

  /** Names that appear in no annotation. */
  get unasked(): readonly string[] {
    return [...this.keys()].filter((name) => !this.#asked.has(name));
  }
}

/**
 * Most class maps cover more than one data set, so this is not a problem of a picture.
 * @param found whether there are annotations, of any class
 * @returns a sentence about names that appear in no annotation, if there are any
 * @throws CamLensError `table-unreadable` if none of its names appears in the annotations
 */
export function matchClassMap(classes: AskedClassMap, found: boolean, file: string): string | undefined {
  const { unasked } = classes;
  if (found && unasked.length === classes.size) {
    throw new CamLensError(
      'table-unreadable',
      `No name in the class map ${file} matches an object, folder or file of the annotations: ` +
        `${shown(unasked)} ${areThere(unasked)}.`,
    );
  }
  return unasked.length === 0
    ? undefined
    : `${unasked.length} names in ${file} are in no annotation: ${shown(unasked)}.`;
}

/** @throws CamLensError `table-unreadable` for an index that the model does not have */
export function checkClassIndices(classes: ClassMap, count: number, file: string): void {
  for (const [name, index] of classes) {
    if (index < count) continue;
    throw new CamLensError(
      'table-unreadable',
      `"${name}" in ${file} is class ${index}; the model has the classes 0 to ${count - 1}.`,
    );
  }
}

function tell(report: ReportProblem, file: string, names: readonly string[], what: string, kind = 'ids'): void {
  if (names.length === 0) return;
  report({ id: file, code: 'table-unmatched', message: `${names.length} ${kind} ${what}: ${shown(names)}.` });
}

function shown(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function areThere(names: readonly string[]): string {
  return names.length === 1 ? 'does not exist' : 'do not exist';
}
