/** What the worker of the page for models computes, on a tiny network. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExplainer } from '../../../src/pipeline/api/explainer.ts';
import { closePicture } from '../../../src/pipeline/picture/decode.ts';
import type { LayerValues } from '../../../src/pipeline/recipe/inspect.ts';
import type { Picture } from '../../../src/pipeline/types.ts';
import { channelValues } from '../../../src/ui/model/channels.ts';
import { ModelInspector } from '../../../src/ui/model/model-inspector.ts';
import { blocks } from '../../support/blocks.ts';
import { channelWeights } from '../../support/references/channel-weights.ts';
import { overflowingModel } from '../../support/overflowing-model.ts';
import { tinyModel } from '../../support/tiny-model.ts';

let picture: Picture;
let inspector: ModelInspector;
/** Of the library, for class 3. */
let last: LayerValues;

beforeAll(async () => {
  picture = await blocks(64, 48, 1);
  inspector = await ModelInspector.create(tinyModel());
  const explainer = await createExplainer({ model: tinyModel() });
  ({ last } = (await explainer.inspect(picture, { layers: ['last'], class: 3 })).layers as { last: LayerValues });
  await explainer.destroy();
});
afterAll(async () => {
  await inspector.destroy();
  closePicture(picture);
});

const rounded = (value: number): unknown => expect.closeTo(value, 5);

describe('a model under inspection', () => {
  it('has all its layers', () => {
    const { title, defaultLayer, layers, classes } = inspector.facts;
    expect({ title, defaultLayer }).toEqual({ title: 'tiny', defaultLayer: 'last' });
    expect(layers.map(({ name }) => name)).toEqual(['stem', 'pooled', 'last']);
    expect(classes).toHaveLength(5);
  });

  it('has notes on what a bare .onnx file does not say: size, normalisation, classes', async () => {
    expect(inspector.facts.notes).toEqual([]);
    const bare = await ModelInspector.create({ files: [new File([tinyModel().bytes], 'tiny.onnx')] });
    expect(bare.facts.notes.map((note) => /[^;]*/.exec(note)![0])).toEqual([
      'The files do not say how large the pictures are that the network takes',
      'The files do not say how pictures are normalised',
      'The files do not name the classes',
      'tiny.onnx outputs scores: softmax was assumed for their probabilities.',
    ]);
    await bare.destroy();
  });

  it('has statistics of every layer, and the classes', async () => {
    const { statistics, target, classes } = await inspector.look(picture, 3);
    expect([...statistics.keys()]).toEqual(['stem', 'pooled', 'last']);
    expect(target).toMatchObject({ index: 3, name: 'dog' });
    expect(classes.map(({ probability }) => probability).reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
    const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const zeros = last.activations.filter((value) => value === 0).length / last.activations.length;
    expect(zeros).toBeGreaterThan(0);
    expect(statistics.get('last')).toMatchObject({
      activations: { mean: rounded(mean(last.activations)), minimum: 0, zeros },
      gradients: { mean: rounded(mean(last.gradients)), maximum: rounded(Math.max(...last.gradients)) },
    });
  });

  it('shows the channels of a layer in order, with their values and Grad-CAM’s weights', async () => {
    await inspector.look(picture, 3);
    const { tiles, ...shown } = await inspector.show({
      layer: 'last',
      kind: 'activations',
      order: 'magnitude',
      count: 3,
    });
    expect(shown).toMatchObject({ layer: 'last', channels: 8, height: 8, width: 8 });
    expect(tiles).toHaveLength(3);
    const weights = channelWeights(last.gradients, 8, 64);
    for (const { index, values, weight } of tiles) {
      expect([...values]).toEqual([...channelValues(last, 'activations', index)]);
      expect(weight).toBeCloseTo(weights[index]!, 9);
    }
    const magnitude = (i: number): number =>
      channelValues(last, 'activations', i).reduce((sum, value) => sum + value, 0);
    const byMagnitude = [0, 1, 2, 3, 4, 5, 6, 7].sort((a, b) => magnitude(b) - magnitude(a));
    expect(tiles.map(({ index }) => index)).toEqual(byMagnitude.slice(0, 3));
    const all = await inspector.show({ layer: 'last', kind: 'gradients', order: 'weight', count: 64 });
    const byWeight = [...weights.keys()].sort((a, b) => weights[b]! - weights[a]!);
    expect(all.tiles.map(({ index }) => index)).toEqual(byWeight);
    expect([...all.tiles[0]!.values]).toEqual([...channelValues(last, 'gradients', byWeight[0]!)]);
  });

  it('says of which layers the values are not finite, and shows the others', async () => {
    const overflowing = await ModelInspector.create(overflowingModel());
    const { statistics, classes } = await overflowing.look(picture, 3);
    expect(classes).toHaveLength(5);
    expect(statistics.get('stem')).toEqual({ refusal: expect.stringMatching(/of the gradients of stem is/) as string });
    expect(statistics.get('last')).toHaveProperty('gradients.mean');
    const choice = { kind: 'activations', order: 'magnitude', count: 1 } as const;
    await expect(overflowing.show({ ...choice, layer: 'stem' })).rejects.toMatchObject({ code: 'not-finite' });
    expect(await overflowing.show({ ...choice, layer: 'last' })).toMatchObject({ layer: 'last', channels: 8 });
    await overflowing.destroy();
  });

  it('names a layer that it does not have', async () => {
    await inspector.look(picture, 'predicted');
    await expect(
      inspector.show({ layer: '__proto__', kind: 'activations', order: 'magnitude', count: 1 }),
    ).rejects.toMatchObject({ code: 'unknown-layer' });
  });
});
