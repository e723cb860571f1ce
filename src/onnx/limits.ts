/**
 * How large a model may be. Work and memory for any file follow from these, whatever the file says of itself; real networks
 * stay far below.
 */
import { CamLensError } from '../errors.ts';

export const limits = {
  /** Nodes of the graph, those of graphs inside it (If, Loop, Scan) included. */
  nodes: 120_000,
  /** What a file becomes in memory beside its own bytes: twice as many, and so many more. */
  messageBytes: 128 * 2 ** 20,
  /** Entries of a weight or of a value between two nodes, as far as its shape is known: 8 GB of float32. */
  elements: 2 ** 31 - 1,
  /** Dimensions of a value. */
  rank: 32,
  classes: 250_000,
  /** Files beside the model that hold weights. */
  files: 10_000,
  /** Turns of a Loop, and of the Loops inside it together. */
  turns: 1_000_000,
} as const;

/** `limit-exceeded`: what there is too much of, and how much may be. */
export function beyondLimit(subject: string, found: number, most: number): CamLensError {
  const numbers = [found, most].map((count) => count.toLocaleString('en-GB', { maximumFractionDigits: 0 }));
  return new CamLensError(
    'limit-exceeded',
    `${subject} ${numbers[0] ?? ''}; the most that is read is ${numbers[1] ?? ''}.`,
  );
}
