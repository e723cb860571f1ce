/** On the four sample photos with ResNet-50, at half its usual input size to be quick, measures tell Grad-CAM from maps that explain nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Box } from '../../src/evaluation/iou.ts';
import type { ExplanationRecord, PictureRecord } from '../../src/evaluation/record.ts';
import { statistics } from '../../src/evaluation/statistics.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import { closePicture, decodePicture } from '../../src/pipeline/picture/decode.ts';
import { defaultMeasures, type RunChoice } from '../../src/runs/run-choice.ts';
import { measurePicture } from './support/measure-picture.ts';

interface Sample {
  readonly file: string;
  readonly classIndex: number;
  readonly box: Box;
}

const choice: RunChoice = {
  ...{ methods: ['grad-cam', 'control-random', 'control-shuffled'], layers: ['layer4'], sources: ['true'] },
  ...{ thresholds: [0.15, 0.3, 0.5], boxThreshold: 0.15, steps: 5 },
  measures: [...defaultMeasures, 'insertion', 'road'],
};
let explainer: Explainer;
const records: PictureRecord[] = [];

beforeAll(async () => {
  explainer = await createExplainer({ backend: 'cpu', size: 112 });
  const { samples } = (await (await fetch('/samples/samples.json')).json()) as { samples: readonly Sample[] };
  for (const { file, classIndex, box } of samples) {
    const picture = await decodePicture(await (await fetch(`/samples/${file}`)).blob(), file);
    const truth = { id: file, path: file, class: classIndex, boxes: [box] };
    records.push(await measurePicture(explainer, picture, truth, choice));
    closePicture(picture);
  }
}, 1_200_000);
afterAll(() => explainer.destroy());

/** Over the four photos. */
function meanOf(method: string, of: (explanation: ExplanationRecord) => number | undefined): number {
  const values = records.map(({ explanations }) => of(Object.values(explanations[method]!)[0]!.true!)!);
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

test.each([
  ['IoU', ({ ious }: ExplanationRecord) => Math.max(...ious!)],
  ...(['energy', 'insertion', 'road', 'roadLeast'] as const).map((name) => [name, statistics[name].of] as const),
] as const)('%s: Grad-CAM is better than random maps and shuffled weights', (_, of) => {
  const [gradCam = NaN, ...others] = choice.methods.map((method) => meanOf(method, of));
  for (const other of others) expect(gradCam).toBeGreaterThan(other);
});
