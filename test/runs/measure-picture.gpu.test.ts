/** The record of a picture, compared with `explain` for the same picture, threshold by threshold. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Box } from '../../src/evaluation/iou.ts';
import type { ExplanationRecord, PictureRecord } from '../../src/evaluation/record.ts';
import { wsolHits } from '../../src/evaluation/wsol/hits.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { measurePicture } from './support/measure-picture.ts';
import type { RunChoice, TruePicture } from '../../src/runs/run-choice.ts';
import { blocks } from '../support/blocks.ts';
import { tinyClasses, tinyModel } from '../support/tiny-model.ts';

const choice: RunChoice = {
  methods: ['cam', 'grad-cam'],
  layers: ['last'],
  sources: ['true', 'predicted'],
  thresholds: [0.1, 0.3, 0.5, 0.7, 0.9],
  boxThreshold: 0.15,
  measures: ['wsol', 'pointing', 'energy'],
};
const boxes: readonly Box[] = [
  [5, 3, 40, 30],
  [30, 20, 60, 44],
];

let explainer: Explainer;
let picture: Picture;
let ranked: readonly number[];

beforeAll(async () => {
  explainer = await createExplainer({ model: tinyModel(), backend: 'cpu' });
  picture = await blocks(64, 48, 1);
  const { explained, results } = await explainer.explain([picture]);
  ranked = results[0]!.classes.map(({ index }) => index);
  explained.destroy();
});
afterAll(() => explainer.destroy());

const truth = (index: number): TruePicture => ({ id: 'a/b', path: 'a/b.png', split: 'test', class: index, boxes });

function overlap([a0, a1, a2, a3]: Box, [b0, b1, b2, b3]: Box): number {
  const [width, height] = [Math.min(a2, b2) - Math.max(a0, b0), Math.min(a3, b3) - Math.max(a1, b1)];
  const shared = width > 0 && height > 0 ? width * height : 0;
  return shared / ((a2 - a0) * (a3 - a1) + (b2 - b0) * (b3 - b1) - shared);
}

/** Of each method, as `explain` has it for this class. */
async function expected(index: number): Promise<Record<string, ExplanationRecord>> {
  const records: Record<string, ExplanationRecord> = {};
  for (const method of choice.methods) {
    const boxAt = async (threshold: number): Promise<Box | null> => {
      const { explained, results } = await explainer.explain([picture], { methods: [method], class: index, threshold });
      explained.destroy();
      return results[0]!.explanations[0]!.box;
    };
    const { explained, results } = await explainer.explain([picture], { methods: [method], class: index });
    const { map, empty, minimum, maximum } = results[0]!.explanations[0]!;
    const [heatmap] = await explained.readHeatmaps(0);
    explained.destroy();
    const ious: number[] = [];
    for (const threshold of choice.thresholds) {
      const box = await boxAt(threshold);
      ious.push(box === null ? 0 : Math.max(...boxes.map((own) => overlap(box, own))));
    }
    const isInside = (pixel: number): boolean =>
      boxes.some(([x0, y0, x1, y1]) => {
        const [x, y] = [pixel % 64, Math.floor(pixel / 64)];
        return x >= x0 && x < x1 && y >= y0 && y < y1;
      });
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    const values = [...heatmap!.values];
    records[method] = {
      ...{ ious, box: await boxAt(choice.boxThreshold), empty, minimum, maximum },
      wsol: wsolHits(map.values, map, boxes, picture),
      pointing: isInside(values.indexOf(Math.max(...values))),
      energy: sum(values.filter((_, pixel) => isInside(pixel))) / sum(values),
    };
  }
  return records;
}

function expectRecord(found: ExplanationRecord | undefined, wanted: ExplanationRecord | undefined): void {
  expect(found!.ious).toHaveLength(choice.thresholds.length);
  found!.ious!.forEach((iou, i) => expect(iou).toBeCloseTo(wanted!.ious![i]!, 12));
  expect(found!.energy).toBeCloseTo(wanted!.energy!, 6);
  expect({ ...found, ious: 0, energy: 0 }).toEqual({ ...wanted, ious: 0, energy: 0 });
}

describe('the record of a picture', () => {
  test('has the picture’s id, size and class', async () => {
    const record = await measurePicture(explainer, picture, truth(ranked[2]!), choice);
    expect({ ...record, explanations: {} }).toEqual({
      ...{ id: 'a/b', path: 'a/b.png', split: 'test', width: 64, height: 48, boxes, explanations: {} },
      ...{ class: ranked[2], predicted: ranked[0], rank: 3 },
    });
  });

  test('has the numbers of explain for the true and the predicted class', async () => {
    const record = await measurePicture(explainer, picture, truth(ranked[1]!), choice);
    const [ofTrue, ofPredicted] = [await expected(ranked[1]!), await expected(ranked[0]!)];
    for (const method of choice.methods) {
      const found = record.explanations[method]!['last']!;
      expectRecord(found.true, ofTrue[method]);
      expectRecord(found.predicted, ofPredicted[method]);
    }
    expect(ofTrue['cam']!.ious).not.toEqual(ofPredicted['cam']!.ious);
  });

  test('has the same for both where the network predicts the true class', async () => {
    const record = await measurePicture(explainer, picture, truth(ranked[0]!), choice);
    const wanted = await expected(ranked[0]!);
    expect([record.rank, record.predicted]).toEqual([1, ranked[0]]);
    for (const method of choice.methods) {
      const found = record.explanations[method]!['last']!;
      expectRecord(found.true, wanted[method]);
      expect(found.predicted).toEqual(found.true);
    }
  });

  test('has only what was requested', async () => {
    const some = { ...choice, sources: ['predicted'], methods: ['cam'], measures: ['pointing'] } as const;
    const untold: TruePicture = { id: 'a/b', path: 'a/b.png', class: ranked[1]!, boxes };
    const record: PictureRecord = await measurePicture(explainer, picture, untold, some);
    expect(Object.keys(record)).not.toContain('split');
    expect(Object.keys(record.explanations)).toEqual(['cam']);
    expect(Object.keys(record.explanations['cam']!['last']!)).toEqual(['predicted']);
    expect(Object.keys(record.explanations['cam']!['last']!.predicted!)).toEqual([
      'ious',
      'box',
      'empty',
      'minimum',
      'maximum',
      'pointing',
    ]);
  });

  test('has a method once for every convention, each with the boxes of its own heatmap', async () => {
    const both: RunChoice = { ...choice, sources: ['true'], conventions: ['paper', 'torch-cam'], measures: ['energy'] };
    const record = await measurePicture(explainer, picture, truth(ranked[0]!), both);
    expect(Object.keys(record.explanations)).toEqual(['cam', 'grad-cam', 'cam@torch-cam', 'grad-cam@torch-cam']);
    const { explanations } = await measurePicture(explainer, picture, truth(ranked[0]!), {
      ...both,
      conventions: ['paper'],
    });
    expect(record.explanations['grad-cam']).toEqual(explanations['grad-cam']);
    const { explained, results } = await explainer.explain([picture], {
      ...{ methods: ['grad-cam'], class: ranked[0]!, threshold: 0.15, conventions: ['torch-cam'] },
    });
    explained.destroy();
    const { box, minimum, maximum } = results[0]!.explanations[0]!;
    expect(record.explanations['grad-cam@torch-cam']!['last']!.true).toMatchObject({ box, minimum, maximum });
    expect(maximum).not.toBe(explanations['grad-cam']!['last']!.true!.maximum);
  });

  test('requires a class of the model', async () => {
    await expect(measurePicture(explainer, picture, truth(tinyClasses.length), choice)).rejects.toMatchObject({
      code: 'unknown-class',
    });
  });
});
