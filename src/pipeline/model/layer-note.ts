import { precedeAttention } from '../../autodiff/attention-matrices.ts';
import type { Classifier } from '../../autodiff/classifier.ts';

/** What to know about all layers that a model offers, as a sentence; undefined if there is nothing. */
export function layerNote(
  classifier: Classifier,
  layers: Readonly<Record<string, string>>,
  file: string,
): string | undefined {
  if (!precedeAttention(classifier, Object.values(layers))) return undefined;
  return (
    `Of ${file} only layers before the first attention can be explained, such as the patch embedding: not a usual ` +
    'choice, because they show the patches themselves, not what the network made of them.'
  );
}
