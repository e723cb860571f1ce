/** The kinds of `npm run fuzz`, by the value of `--kind`. */
import { annotations } from './annotations.ts';
import { archives } from './archives.ts';
import type { Kind } from './kind.ts';
import { masks } from './masks.ts';
import { onnx } from './onnx.ts';
import { pictures } from './pictures.ts';
import { results } from './results.ts';

export const kinds = { onnx, pictures, archives, annotations, masks, results } as const satisfies Readonly<
  Record<string, Kind>
>;
