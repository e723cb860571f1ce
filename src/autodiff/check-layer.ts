import { CamLensError } from '../errors.ts';
import type { Classifier } from './classifier.ts';

/**
 * @param layer what messages call it
 * @param value of the graph
 * @throws CamLensError `unknown-layer` unless the value is there and may be [N, C, H, W]; says which values are
 */
export function checkLayer({ graph, shapes }: Classifier, layer: string, value: string): void {
  const rank = shapes.get(value)?.length;
  const isThere = graph.producers.has(value);
  if (isThere && (rank === undefined || rank === 4)) return;
  const candidates = [...graph.producers.keys()].filter((name) => shapes.get(name)?.length === 4).reverse();
  const shown = candidates.slice(0, 20).map((name) => `"${name}"`);
  const more = candidates.length > shown.length ? ` and ${candidates.length - shown.length} more` : '';
  throw new CamLensError(
    'unknown-layer',
    `The model has no layer "${layer}": ${isThere ? `its value "${value}" is not [N, C, H, W]` : `there is no value "${value}" in the graph`}. ` +
      `Values that can be explained, deepest first: ${shown.join(', ') || 'none'}${more}.`,
  );
}
