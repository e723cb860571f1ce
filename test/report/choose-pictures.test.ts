import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/evaluation/iou.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import { choosePictures, drawnIou } from '../../src/report/choose-pictures.ts';
import { cam, explanation, gradCam, picture } from '../evaluation/records.ts';

/** Of a true box 10 pixels wide: boxes of these widths within it have IoUs of a tenth as much. */
function record(id: string, camWidth: number, gradCamWidth: number): PictureRecord {
  const truth: Box = [0, 0, 10, 10];
  const found = (width: number) => ({
    layer4: { true: explanation([0], { box: width === 0 ? null : [0, 0, width, 10] }) },
  });
  return picture(id, [], {
    boxes: [truth],
    explanations: { cam: found(camWidth), 'grad-cam': found(gradCamWidth) },
  });
}

// Mean IoUs: 0.5, 0.6, 0.1, 0.9, 0.45; differences: 0, 0.8, 0.2, 0, 0.9.
const few = [record('a', 5, 5), record('b', 10, 2), record('c', 0, 2), record('d', 9, 9), record('e', 0, 9)];
const idsOf = (records: readonly PictureRecord[], title: string): readonly string[] | undefined =>
  choosePictures(records, [cam, gradCam])
    .find((list) => list.title === title)
    ?.pictures.map(({ id }) => id);

describe('the pictures of a report', () => {
  it('are measured by the boxes that are drawn', () => {
    expect(drawnIou(few[1]!, cam)).toBe(1);
    expect(drawnIou(few[1]!, gradCam)).toBeCloseTo(0.2, 12);
    expect(drawnIou(few[2]!, cam)).toBe(0);
    expect(drawnIou(few[2]!, { ...cam, source: 'predicted' })).toBeUndefined();
  });

  it('are the best, the worst and those of most disagreement', () => {
    // A quarter of five, rounded up, is two.
    expect(idsOf(few, 'Best')).toEqual(['d', 'b']);
    expect(idsOf(few, 'Worst')).toEqual(['c', 'e']);
    expect(idsOf(few, 'Most disagreement')).toEqual(['e', 'b']);
  });

  it('show no disagreement where there is none, and none with one method', () => {
    expect(idsOf([few[0]!, few[3]!], 'Most disagreement')).toEqual([]);
    expect(choosePictures(few, [cam]).map(({ title }) => title)).toEqual(['Best', 'Worst', 'At random']);
  });

  it('are drawn at random the same in any order, each once, from all', () => {
    const many = Array.from({ length: 100 }, (_, i) => record(`p${i}`, 5, 5));
    const drawn = idsOf(many, 'At random')!;
    expect(new Set(drawn).size).toBe(8);
    expect(idsOf(many.toReversed(), 'At random')).toEqual(drawn);
    const numbers = drawn.map((id) => Number(id.slice(1)));
    expect(Math.max(...numbers) - Math.min(...numbers)).toBeGreaterThan(30);
  });
});
