/** Records to test with. */
import type { ExplanationRecord, PictureRecord } from '../../src/evaluation/record.ts';

export function explanation(
  ious: readonly number[],
  more: Partial<ExplanationRecord> = {},
): ExplanationRecord & Required<Pick<ExplanationRecord, 'ious'>> {
  return { ious, box: [0, 0, 10, 10], empty: false, minimum: -0.5, maximum: 2.25, ...more };
}

/** With one explanation: `cam` at `layer4`, of the true class. */
export function picture(id: string, ious: readonly number[], more: Partial<PictureRecord> = {}): PictureRecord {
  return {
    id,
    width: 40,
    height: 30,
    class: 7,
    predicted: 7,
    rank: 1,
    boxes: [[10, 5, 30, 25]],
    explanations: { cam: { layer4: { true: explanation(ious) } } },
    ...more,
  };
}

export const cam = { method: 'cam', layer: 'layer4', source: 'true' } as const;
export const gradCam = { method: 'grad-cam', layer: 'layer4', source: 'true' } as const;

/** Of a picture that both explain. */
export function both(camIous: readonly number[], gradCamIous: readonly number[]): PictureRecord['explanations'] {
  return {
    cam: { layer4: { true: explanation(camIous) } },
    'grad-cam': { layer4: { true: explanation(gradCamIous) } },
  };
}

const ofBoxes: ReadonlySet<string> = new Set(['boxes', 'ious', 'maskIoU', 'wsol', 'pointing', 'energy', 'pixels']);

/** The record as it is of a data set without true boxes. */
export function withoutBoxes(record: PictureRecord): PictureRecord {
  return JSON.parse(JSON.stringify(record), (name, value: unknown) =>
    ofBoxes.has(name) ? undefined : value,
  ) as PictureRecord;
}
