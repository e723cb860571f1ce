import { describe, expect, it } from 'vitest';
import type { ExplanationSummary, Summary } from '../../src/evaluation/summary.ts';
import { bestKeys, keyGroups } from '../../src/report/chosen-keys.ts';

const summary = (meanIoU: number): ExplanationSummary => ({ reported: { meanIoU } }) as ExplanationSummary;

const tables: Pick<Summary, 'methods'> = {
  methods: {
    'grad-cam': {
      layer3: { true: summary(0.4), predicted: summary(0.9) },
      layer4: { true: summary(0.6), predicted: summary(0.5) },
    },
    saliency: { input: { true: summary(0.3), predicted: summary(0.3) } },
  },
};

describe('what a chart shows', () => {
  it('is every method, for each class source and layer; those without layers with each', () => {
    const groups = keyGroups(tables, ['layer3', 'layer4']).map(({ source, layer, keys }) => [
      ...[source, layer],
      ...keys.map((key) => `${key.method}@${key.layer}/${key.source}`),
    ]);
    expect(groups).toEqual([
      ['true', 'layer3', 'grad-cam@layer3/true', 'saliency@input/true'],
      ['true', 'layer4', 'grad-cam@layer4/true', 'saliency@input/true'],
      ['predicted', 'layer3', 'grad-cam@layer3/predicted', 'saliency@input/predicted'],
      ['predicted', 'layer4', 'grad-cam@layer4/predicted', 'saliency@input/predicted'],
    ]);
  });

  it('is nothing where nothing was measured', () => {
    expect(keyGroups({ methods: {} }, ['layer4'])).toEqual([]);
    expect(bestKeys({ methods: {} })).toEqual([]);
  });
});

it('draws each method at the layer where it is best for the first class source', () => {
  expect(bestKeys(tables).map(({ method, layer, source }) => [method, layer, source])).toEqual([
    ['grad-cam', 'layer4', 'true'],
    ['saliency', 'input', 'true'],
  ]);
});
