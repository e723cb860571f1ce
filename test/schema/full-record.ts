/** A record with every measure. */
import type { ExplanationRecord, PictureRecord } from '../../src/evaluation/record.ts';
import { explanation, picture } from '../evaluation/records.ts';

export const every: Required<ExplanationRecord> = {
  ...explanation([0.5, 0.25]),
  maskIoU: 0.3,
  pixels: { object: [-900, 3, 2, -99], background: [4, -1000] },
  ...{ pointing: true, energy: 0.4, sparseness: 0.6, complexity: 9.5 },
  ...{ deletion: 0.2, deletionCurve: [0.9, 0.1], insertion: 0.5, insertionCurve: [0.1, 0.9] },
  ...{ roadMost: 0.2, roadLeast: 0.8, pixelFlipping: 0.3, pixelFlippingCurve: [0.9, 0.2] },
  roadMostCurve: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0],
  roadLeastCurve: [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5, 0.1],
  ...{ faithfulnessCorrelation: -0.1, maxSensitivity: 0.2, confidence: [0.9, 0.4] },
  wsol: { largest: [1, 2], any: [[1, 2], [0, 3], []] },
  randomisation: [
    ['layer4', 0.5],
    ['layer3', null],
  ],
};

/** With one explanation: `cam` at `layer4`, of the true class. */
export function recordOf(one: object, more: Partial<PictureRecord> = {}, id = 'a'): PictureRecord {
  return picture(id, [], { explanations: { cam: { layer4: { true: one as ExplanationRecord } } }, ...more });
}
