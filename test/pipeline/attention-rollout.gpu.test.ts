/** Attention rollout as a method: what its definition gives, on every backend, whatever the class; or refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { floatValue } from '../../src/onnx/build.ts';
import { withGraph } from '../../src/onnx/messages.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import { inputLayer } from '../../src/pipeline/recipe/methods/method.ts';
import { pictureFromPixels } from '../../src/pipeline/picture/decode.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { tokenFamilies } from '../autodiff/networks/transformers.ts';
import { runInBrowser } from '../autodiff/run-in-browser.ts';
import { tensor } from '../autodiff/run-model.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import { attentionRollout } from '../support/references/attention-rollout.ts';
import { tinyModel } from '../support/tiny-model.ts';

const side = 16;
const { model } = tokenFamilies['ViT, class token']!();
const description = { size: side, normalization: 'tf', classes: ['ant', 'bee', 'cat', 'dog', 'eel'] };
const files = [new File([writeModel(model)], 'vit.onnx'), new File([JSON.stringify(description)], 'vit.json')];

/** Colours that the network is fed with as they are: the picture has its size. */
const pixelsOf = (salt: number): Uint8ClampedArray<ArrayBuffer> =>
  Uint8ClampedArray.from({ length: 4 * side * side }, (_, i) => (i % 4 === 3 ? 255 : (i * i * salt) % 251));

async function expectedOf(salt: number): Promise<readonly number[]> {
  const pixels = pixelsOf(salt);
  const planes = Float32Array.from({ length: 3 * side * side }, (_, i) => {
    return pixels[4 * (i % (side * side)) + Math.floor(i / (side * side))]! / 127.5 - 1;
  });
  const names = model.graph.node.flatMap(({ opType, output }) => (opType === 'Softmax' ? output : []));
  const shown = withGraph(model, { output: names.map((name) => floatValue(name, ['', '', '', ''])) });
  const [result = {}] = await runInBrowser('wasm', shown, [{ input: tensor([1, 3, side, side], planes) }]);
  return attentionRollout(
    names.map((name) => result[name]!.values),
    17,
  )[0]!.slice(1);
}

describe.each(['webgpu', 'wasm', 'cpu'] as const)('on %s', (backend) => {
  let explainer: Explainer;
  let pictures: readonly Picture[];
  beforeAll(async () => {
    explainer = await createExplainer({ model: { files }, backend });
    pictures = await Promise.all([3, 7].map((salt) => pictureFromPixels(pixelsOf(salt), side, side, `${salt}.png`)));
  });
  afterAll(() => explainer.destroy());

  test('it is the class token’s row of the product of all blocks, beside a map that depends on the class', async () => {
    const methods = ['attention-rollout', 'grad-cam'];
    const maps = [];
    for (const target of [1, 3]) {
      const { results, explained } = await explainer.explain(pictures, { methods, class: target });
      explained.destroy();
      for (const [p, { explanations }] of results.entries()) {
        expect(explanations.map(({ layer }) => layer)).toEqual([inputLayer, 'add_38']);
        const { map } = explanations[0]!;
        expect([map.width, map.height]).toEqual([4, 4]);
        expect(relativeDifference(map.values, await expectedOf([3, 7][p]!))).toBeLessThan(1e-5);
      }
      maps.push(results.map(({ explanations }) => explanations.map(({ map }) => map.values)));
    }
    expect(relativeDifference(maps[0]![0]![1]!, maps[1]![0]![1]!)).toBeGreaterThan(0.01);
  });
});

test('a network without attention refuses it', async () => {
  const explainer = await createExplainer({ model: tinyModel(), backend: 'cpu', methods: ['attention-rollout'] });
  const picture = await pictureFromPixels(pixelsOf(3), side, side, 'a.png');
  await expect(explainer.explain([picture], { methods: ['attention-rollout'] })).rejects.toMatchObject({
    code: 'method-needs',
    message: expect.stringMatching(/^Attention rollout is not possible: .* the model has none\.$/) as string,
  });
  await explainer.destroy();
});
