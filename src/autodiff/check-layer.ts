import { CamLensError } from '../errors.ts';
import type { Classifier } from './classifier.ts';
import { findOrder } from './maps.ts';
import { ofUsualSize } from './usual-size.ts';

/**
 * @param layer its name in messages
 * @param value of the graph
 * @throws CamLensError `unknown-layer` unless the value exists and may hold maps; lists the values that do
 */
export function checkLayer(classifier: Classifier, layer: string, value: string): void {
  const { graph, shapes } = classifier;
  const isThere = graph.producers.has(value);
  const isFloat = (name: string): boolean => graph.producers.get(name)?.opType !== 'QuantizeLinear';
  const isMap = (name: string, of = classifier): boolean => isFloat(name) && findOrder(of, name) !== undefined;
  if (isThere && (isMap(value) || isMap(value, ofUsualSize(classifier)))) return;
  const candidates = [...graph.producers.keys()].filter((name) => shapes.has(name) && isMap(name)).reverse();
  const shown = candidates.slice(0, 20).map((name) => `"${name}"`);
  const more = candidates.length > shown.length ? ` and ${candidates.length - shown.length} more` : '';
  throw new CamLensError(
    'unknown-layer',
    `The model has no layer "${layer}": ${isThere ? `its value "${value}" does not hold maps` : `there is no value "${value}" in the graph`}. ` +
      `Values that can be explained, deepest first: ${shown.join(', ') || 'none'}${more}.`,
  );
}
