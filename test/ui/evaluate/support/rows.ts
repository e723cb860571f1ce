/** Records of a made-up run by two methods, and its head. */
import type { PictureRecord } from '../../../../src/evaluation/record.ts';
import type { RunHead } from '../../../../src/runs/kept-run.ts';
import { usualThresholds } from '../../../../src/runs/run-choice.ts';

export const classes = ['beagle', 'Pug', 'chow'];

export const head = {
  settings: { methods: ['cam', 'grad-cam'], layer: 'layer4', source: 'true', size: 224, limit: null },
  total: 4,
  split: null,
  classMap: null,
  info: {
    classes,
    methods: [
      { name: 'cam', title: 'CAM' },
      { name: 'grad-cam', title: 'Grad-CAM' },
    ],
    model: { name: 'resnet50', title: 'ResNet-50', sha256: 'a'.repeat(64) },
  },
} as unknown as RunHead;

const at = usualThresholds.indexOf(0.15);

/** @param ious at the default threshold; 0 at all others */
export function recordOf(id: string, ious: readonly [cam: number, gradCam: number], truth = 0, predicted = truth) {
  const explained = (iou: number) => ({
    layer4: {
      true: {
        ious: usualThresholds.map((_, i) => (i === at ? iou : 0)),
        ...{ box: [0, 0, 50, 80], empty: false, minimum: 0, maximum: 1 },
      },
    },
  });
  return {
    ...{
      id,
      path: `set/${id}.jpg`,
      width: 100,
      height: 80,
      class: truth,
      predicted,
      rank: truth === predicted ? 1 : 2,
    },
    boxes: [[0, 0, 100, 80]],
    explanations: { cam: explained(ious[0]), 'grad-cam': explained(ious[1]) },
  } as unknown as PictureRecord;
}
