import { expect, it } from 'vitest';
import { withEveryLayer } from '../../../src/ui/model/every-layer.ts';
import { tinyModel } from '../../support/tiny-model.ts';

const model = tinyModel();

it('lists the layers of a description and all others of the graph, as they are computed, with their sizes', () => {
  expect(withEveryLayer(model).layers).toEqual([
    { name: 'stem', value: 'stem.relu', operator: 'Relu', channels: 8, height: 16, width: 16 },
    { name: 'pooled', value: 'pooled', operator: 'MaxPool', channels: 8, height: 8, width: 8 },
    { name: 'last', value: 'last', operator: 'Relu', channels: 8, height: 8, width: 8 },
  ]);
});

it('gives every layer a name of its own', () => {
  const { description } = model;
  const { layers, model: whole } = withEveryLayer({
    ...model,
    description: { ...description, layers: { pooled: 'last' }, defaultLayer: 'pooled', strip: ['pooled'] },
  });
  expect(layers.map(({ name, value }) => [name, value])).toEqual([
    ['stem.relu', 'stem.relu'],
    ['pooled (MaxPool)', 'pooled'],
    ['pooled', 'last'],
  ]);
  expect(whole.description.layers).toEqual({ 'stem.relu': 'stem.relu', 'pooled (MaxPool)': 'pooled', pooled: 'last' });
});
