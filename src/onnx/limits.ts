/**
 * Limits on the size of a model, which bound work and memory for any file, whatever sizes it declares; real networks
 * are far below them.
 */
import { CamLensError } from '../errors.ts';

export const limits = {
  /** Nodes of the graph, including those of graphs inside it (If, Loop, Scan). */
  nodes: 120_000,
  /** Memory for a parsed file beyond its own bytes: twice their number, plus this. */
  messageBytes: 128 * 2 ** 20,
  /** Entries of a weight or of an intermediate value, as far as its shape is known: 8 GB of float32. */
  elements: 2 ** 31 - 1,
  /** Dimensions of a value. */
  rank: 32,
  classes: 250_000,
  /** External files that contain weights. */
  files: 10_000,
  /** Iterations of a Loop, multiplied by those of the Loops inside it. */
  turns: 1_000_000,
} as const;

/** `limit-exceeded`: the quantity that is too large, and its limit. */
export function beyondLimit(subject: string, found: number, most: number): CamLensError {
  const numbers = [found, most].map((count) => count.toLocaleString('en-GB', { maximumFractionDigits: 0 }));
  return new CamLensError('limit-exceeded', `${subject} ${numbers[0] ?? ''}; the limit is ${numbers[1] ?? ''}.`);
}
