/**
 * HiResCAM at every layer of small transformers: nothing where the scores read the layer only through LayerNorm, whose ε is
 * 1e-5, as PyTorch's is by default; a map everywhere else.
 */
import { describe, expect, test } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { listLayers } from '../../src/autodiff/list-layers.ts';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import { hiresCam } from '../../src/pipeline/recipe/methods/hires-cam.ts';
import { layerCam } from '../../src/pipeline/recipe/methods/layer-cam.ts';
import { networks, side } from './networks/index.ts';
import { tokenFamilies } from './networks/transformers.ts';
import { startRunner, tensor } from './run-model.ts';
import { wave } from './tiny-resnet.ts';

const classes = 5;
const families = { ViT: networks['ViT']!, ConvNeXt: networks['ConvNeXt']!, ...tokenFamilies };
/** Their default layers, the last before the blocks that end in the class token; those of the others have a map. */
const cancelling: Readonly<Record<string, string>> = {
  ViT: 'add_13',
  'ViT, class token': 'add_38',
  'ViT, written with elementary operators': 'add_58',
  'ViT, registers': 'add_45',
  'DeiT, distilled': 'add_38',
  CaiT: 'add_32',
};

describe.each(Object.entries(families))('%s', (family, build) => {
  test('HiResCAM is 0 at the default layer of networks that read a class token, and only there', async () => {
    const classifier = new Classifier(build().model);
    const layers = listLayers(classifier);
    const rewritten = addGradients(classifier, {
      layers: Object.fromEntries(layers.map(({ value }) => [value, value])),
    });
    const dims = classifier.shapes.get(classifier.image)?.at(-1) === 3 ? [1, side, side, 3] : [1, 3, side, side];
    const runner = await startRunner(rewritten.model);
    const found = await runner.run({
      [classifier.image]: tensor(dims, wave(3 * side * side, 1, 0.7)),
      [rewritten.target]: tensor([1, classes], [0, 0, 1, 0, 0]),
    });
    await runner.release();

    const chain = createCpuEngine().begin();
    const empty: { readonly method: string; readonly layer: string }[] = [];
    for (const { value: layer } of layers) {
      const names = rewritten.layers[layer]!;
      const [activations, gradients] = [names.activations, names.gradients].map((name) => {
        const { values, dims } = found[name]!;
        return chain.upload(values, dims);
      });
      for (const method of [hiresCam, layerCam]) {
        const map = await method.map(chain, { activations: activations!, gradients: gradients! }, undefined as never);
        const [values] = await chain.read([map]);
        if (values!.every((value) => value === 0)) empty.push({ method: method.name, layer });
      }
    }
    const layer = cancelling[family];
    expect(empty).toEqual(layer === undefined ? [] : [{ method: 'hires-cam', layer }]);
    if (layer !== undefined) expect(layers.find(({ recommended }) => recommended)?.value).toBe(layer);
  });
});
