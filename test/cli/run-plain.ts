import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What ONNX Runtime alone makes of an exported model (see plain-runtime.mjs). */
export interface PlainRun {
  /** [classes] */
  readonly logits: readonly number[];
  /** Layer → method → map, row-major. */
  readonly maps: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** Where the gradient with respect to the input was exported: its maximum over the colours. */
  readonly saliency?: readonly number[];
}

const script = join(import.meta.dirname, 'plain-runtime.mjs');

export async function runPlain(model: string, document: string, picture: string): Promise<PlainRun> {
  const ended = await promisify(execFile)(process.execPath, [script, model, document, picture], {
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(ended.stdout) as PlainRun;
}
