/** The pictures of a run as rows that can be filtered and sorted: what is shown of each, computed once. */
import { optionalMeasures } from '../../evaluation/record-table.ts';
import { explanationOf, type ExplanationRecord, type PictureRecord } from '../../evaluation/record.ts';
import { choiceOf, type RunHead } from '../../runs/kept-run.ts';
import { keyOf } from './gallery.ts';
import { runMethods, type RunMethod } from './run-methods.ts';

export interface PictureRow {
  readonly record: PictureRecord;
  /** Names of the classes; a class without a name is "class 17". */
  readonly trueClass: string;
  readonly predictedClass: string;
  /** In lower case: what a search for text looks at. */
  readonly text: string;
  /** By `PictureRows.columns`; null if the record has no such value. */
  readonly values: readonly (number | null)[];
}

/** A number that every row has. */
export interface RowValue {
  /** In addresses. */
  readonly key: string;
  readonly title: string;
}

interface Column extends RowValue {
  readonly valueOf: (record: PictureRecord) => number | null | undefined;
}

export class PictureRows {
  /** The run's methods, one convention after the other. */
  readonly methods: readonly RunMethod[];
  /** Of the values of every row. */
  readonly columns: readonly Column[];
  #rows: PictureRow[] = [];
  readonly #classes: readonly string[];

  constructor({ settings, info }: Pick<RunHead, 'settings' | 'info'>) {
    this.methods = runMethods(settings, info.methods);
    this.#classes = info.classes;
    const { thresholds, boxThreshold } = choiceOf(settings);
    const at = thresholds.indexOf(boxThreshold);
    const explained = (record: PictureRecord, { name }: RunMethod): ExplanationRecord | undefined =>
      explanationOf(record, keyOf(record, name, settings));
    const ious = this.methods.map((method): Column => ({
      ...{ key: `iou:${method.name}`, title: `IoU, ${method.title}` },
      valueOf: (record) => explained(record, method)?.ious?.[at],
    }));
    const spread: Column = {
      ...{ key: 'spread', title: 'Disagreement of the methods' },
      valueOf: (record) => spreadOf(ious.flatMap(({ valueOf }) => valueOf(record) ?? [])),
    };
    const measured = this.methods.flatMap((method) =>
      Object.entries(optionalMeasures).map(([name, of]): Column => ({
        ...{ key: `${name}:${method.name}`, title: `${method.title}, ${name}` },
        valueOf: (record) => {
          const explanation = explained(record, method);
          const value = explanation && of(explanation);
          return typeof value === 'number' ? value : null;
        },
      })),
    );
    const rank: Column = { key: 'rank', title: 'Rank of the true class', valueOf: (record) => record.rank };
    this.columns = [...ious, ...(ious.length > 1 ? [spread] : []), ...measured, rank];
  }

  /** What rows can be sorted by and limited to, besides their names: columns that any row has a value in. */
  get values(): readonly RowValue[] {
    return this.columns.filter((_, i) => this.#rows.some(({ values }) => values[i] !== null));
  }

  /** Sorted by id; a new object after every `take` that brings something. */
  get rows(): readonly PictureRow[] {
    return this.#rows;
  }

  /** Takes the records that were added to this list since the last call. */
  take(records: readonly PictureRecord[]): void {
    const added = records.slice(this.#rows.length).map((record) => this.#rowOf(record));
    if (added.length > 0) this.#rows = [...this.#rows, ...added].sort(byId);
  }

  #rowOf(record: PictureRecord): PictureRow {
    const [trueClass, predictedClass] = [record.class, record.predicted].map(
      (index) => this.#classes[index] ?? `class ${index}`,
    ) as [string, string];
    return {
      ...{ record, trueClass, predictedClass },
      text: [record.path ?? record.id, trueClass, predictedClass].join('\n').toLowerCase(),
      values: this.columns.map(({ valueOf }) => valueOf(record) ?? null),
    };
  }
}

function byId(a: PictureRow, b: PictureRow): number {
  return a.record.id < b.record.id ? -1 : Number(a.record.id > b.record.id);
}

/** How far values differ at most; null for fewer than two. */
function spreadOf(values: readonly number[]): number | null {
  return values.length < 2 ? null : Math.max(...values) - Math.min(...values);
}
