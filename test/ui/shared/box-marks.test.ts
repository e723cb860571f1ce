import { expect, it } from 'vitest';
import type { Box } from '../../../src/pipeline/types.ts';
import type { Explanation } from '../../../src/pipeline/recipe/explanation.ts';
import { boxMarks } from '../../../src/ui/shared/box-marks.ts';

const shown = { methods: ['cam', 'grad-cam'], layer: 'layer4' };
const size = { width: 100, height: 50 };
const quick = { at: 'layer', isSlow: false, refusals: {} } as const;
const methods = [
  { ...quick, name: 'cam', title: 'CAM', paper: '', formula: '' },
  { ...quick, name: 'grad-cam', title: 'Grad-CAM', paper: '', formula: '' },
];

function explanation(method: string, box: Box | null, layer = 'layer4'): Explanation {
  return {
    ...{
      method,
      layer,
      box,
      convention: 'paper' as const,
      class: { index: 1, name: 'goldfish' },
      map: { width: 1, height: 1, values: [1] },
    },
    ...{ minimum: 0, maximum: 1, empty: box === null, threshold: 0.15, boxes: [] },
  };
}

it('lists the truth first, then every method of the layer, with IoU and share of the picture', () => {
  const marks = boxMarks(
    [explanation('cam', [0, 0, 50, 50]), explanation('grad-cam', null), explanation('cam', [0, 0, 1, 1], 'layer3')],
    shown,
    methods,
    [[0, 0, 100, 50]],
    size,
  );
  expect(marks.map(({ key, title, iou, share }) => ({ key, title, iou, share }))).toEqual([
    { key: 'truth:0', title: 'True box', iou: undefined, share: 1 },
    { key: 'cam', title: 'CAM', iou: 0.5, share: 0.5 },
    { key: 'grad-cam', title: 'Grad-CAM', iou: 0, share: undefined },
  ]);
});

it('knows no IoU without a true box', () => {
  const [mark] = boxMarks([explanation('cam', [0, 0, 50, 50])], shown, methods, [], size);
  expect(mark?.iou).toBeUndefined();
});

it('tells truth, CAM and Grad-CAM apart by colour, and the methods by their line too', () => {
  const box: Box = [0, 0, 50, 50];
  const marks = boxMarks([explanation('cam', box), explanation('grad-cam', box)], shown, methods, [box], size);
  expect(new Set(marks.map(({ stroke }) => stroke.colour)).size).toBe(3);
  expect(marks[1]?.stroke.dashes).not.toBe(marks[2]?.stroke.dashes);
});
