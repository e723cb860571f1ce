/** A model with its gradients in the graph, sent to the command piece by piece. */
import { exportModel, type ExportChoice, type ExportedModel } from '../pipeline/model/export-model.ts';
import { openModel, tellAssumptions, type HeadlessModel } from './model.ts';
import { tellProgress } from './progress.ts';
import { send } from './send.ts';

export interface HeadlessExport extends ExportChoice {
  /** Takes the file's bytes in as many requests as it pleases, in order. */
  readonly output: string;
}

export interface ExportResult extends Omit<ExportedModel, 'chunks'> {
  /** What was taken for granted: sentences for people. */
  readonly assumptions: readonly string[];
}

/** So much of the file at most is on its way at once. */
const pieceBytes = 2 ** 24;

export async function sendExport(given: HeadlessModel, choice: HeadlessExport): Promise<ExportResult> {
  const loaded = await openModel(given);
  tellProgress({ message: `Adding gradients to ${loaded.description.name}` });
  const { chunks, ...result } = exportModel(loaded, choice);
  for (const piece of pieces(chunks, pieceBytes)) await send(choice.output, new Blob(piece));
  return { ...result, assumptions: tellAssumptions(loaded) };
}

/** The same bytes in lists of no more than `most`, small chunks together and large ones apart; nothing is copied. */
export function* pieces(
  chunks: readonly Uint8Array<ArrayBuffer>[],
  most: number,
): Generator<Uint8Array<ArrayBuffer>[]> {
  let piece: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + most - size);
      piece.push(part);
      size += part.length;
      at += part.length;
      if (size < most) continue;
      yield piece;
      [piece, size] = [[], 0];
    }
  }
  if (size > 0) yield piece;
}
