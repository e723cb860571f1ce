/** What `npm run fuzz` knows, by the name that `--kind` takes. */
import type { Kind } from './kind.ts';
import { onnx } from './onnx.ts';

export const kinds = { onnx } as const satisfies Readonly<Record<string, Kind>>;
