/** The shown tables of a run. */
import { isBoxed } from '../../evaluation/is-boxed.ts';
import type { RunTables } from './run-tables.ts';

/** The objects stay the same until there are new ones, so that nothing is redrawn. */
export interface ShownTables extends RunTables {
  /** Whether the tables are final, because no run is in progress. */
  readonly isFinal: boolean;
  /** Number of records that they are made of. */
  readonly known: number;
  /** Of the columns of `classes`. */
  readonly titles: readonly string[];
}

export function shownTables(made: RunTables, isFinal: boolean, known: number): ShownTables {
  return {
    ...made,
    ...{ isFinal, known },
    titles: made.methods.flatMap(({ title, summary }) => (isBoxed(summary) ? title : [])),
  };
}
