/** A ViT with a class token, from picture to box, on every engine: HiResCAM is empty at its default layer, and says so. */
import { expect, test } from 'vitest';
import { writeModel } from '../../src/onnx/write.ts';
import { createExplainer } from '../../src/pipeline/api/explainer.ts';
import { networks } from '../autodiff/networks/index.ts';
import { blocks } from '../support/blocks.ts';

const { model, layers: [stem] } = networks['ViT']!(); // prettier-ignore
const description = { size: 16, normalization: 'tf', classes: ['ant', 'bee', 'cat', 'dog', 'eel'] };
const files = [new File([writeModel(model)], 'vit.onnx'), new File([JSON.stringify(description)], 'vit.json')];

test.each(['webgpu', 'wasm', 'cpu'] as const)('on %s', async (backend) => {
  const layers = ['add_13', stem!];
  const explainer = await createExplainer({ model: { files }, backend, layers });
  expect(explainer.model.defaultLayer).toBe('add_13');
  const pictures = [await blocks(64, 48, 1), await blocks(33, 57, 2)];
  const { results, explained } = await explainer.explain(pictures, {
    methods: ['hires-cam', 'layer-cam'],
    layers,
    class: 2,
  });
  explained.destroy();
  await explainer.destroy();
  for (const { explanations } of results) {
    expect(explanations.map(({ method, layer, empty }) => [method, layer, empty])).toEqual([
      ['hires-cam', 'add_13', true],
      ['hires-cam', stem, false],
      ['layer-cam', 'add_13', false],
      ['layer-cam', stem, false],
    ]);
    const [{ map, box, minimum, maximum }] = explanations as [(typeof explanations)[number]];
    expect([...new Set(map.values), box, minimum, maximum]).toEqual([0, null, 0, 0]);
  }
});
