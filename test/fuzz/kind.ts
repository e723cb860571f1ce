/**
 * The description of a kind of input for fuzzing. To add one: a file with a `Kind` in this folder, a line in the table
 * of kinds.ts, and what has failed before as files in corpus/<kind>/ (a run adds to them by itself).
 *
 * A run takes a kind's inputs one after another: first the corpus as it lies there, then mutated ones without end.
 * Input number i of a seed is always the same (see inputs.ts). Each must come to its end within `limits.ts`: `run`
 * returns, or throws a CamLensError of any code but `internal`.
 */
import type { Random } from './random.ts';

export interface Kind {
  /** Of the files in the corpus, with its dot. */
  readonly extension: string;
  /** Valid inputs to mutate; paths of files are relative to the project's root. */
  readonly sound: () => Promise<readonly Uint8Array[]> | readonly Uint8Array[];
  /**
   * Changes that know how such an input is made, beside those of bytes, which every kind gets (see mutate-bytes.ts). One that
   * throws has nothing to change in this input.
   */
  readonly mutations: readonly Mutation[];
  /**
   * Processes an input as cam-lens does for a user, and checks what must hold for any result.
   * @returns one or two words for the outcome: `described`, `refused by the reader` …
   */
  readonly run: (input: Uint8Array) => Promise<string>;
}

/** Makes another input from this one, which is not changed. */
export type Mutation = (input: Uint8Array, random: Random) => Uint8Array;
