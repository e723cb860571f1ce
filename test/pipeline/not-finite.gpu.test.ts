/** Networks that give NaN or infinity: an error with a name, of that picture and no other, whatever runs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModel } from '../../src/onnx/read.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { pictureFromPixels } from '../../src/pipeline/picture/decode.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { measureFiles, type UndecodedPicture } from '../../src/runs/measure-files.ts';
import type { RunChoice } from '../../src/runs/run-choice.ts';
import { blocks } from '../support/blocks.ts';
import { tinyModel } from '../support/tiny-model.ts';
import nanInside from '../fixtures/models/nan.onnx?url';
import nanForDark from '../fixtures/models/nan-for-dark-pictures.onnx?url';

const nanDescription = { size: 32 };

const backends = ['webgpu', 'wasm', 'cpu'] as const;

/** The tiny network with the first number of a weight, or all of them, changed. */
function withWeight(name: string, value: number, isWhole = false): LoadedModel {
  const loaded = tinyModel();
  const model = readModel(loaded.bytes.slice(), 'tiny.onnx');
  const { rawData } = model.graph.initializer.find((tensor) => tensor.name === name)!;
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  for (let at = 0; at < (isWhole ? rawData.byteLength : 4); at += 4) view.setFloat32(at, value, true);
  return { ...loaded, bytes: writeModel(model) };
}

describe.each(backends)('on %s', (backend) => {
  test.each([
    ['stem.weight', NaN, false, 'the weight "stem.weight" of tiny.onnx contains NaN'],
    ['head.bias', NaN, false, 'the weight "head.bias" of tiny.onnx contains NaN'],
    ['head.bias', Infinity, false, "the network's score of class 0 (ant) is infinite"],
    ['branch.bias', -Infinity, false, ''],
    ['branch.weight', 3e38, true, ''],
  ])('%s of %s', async (weight, value, isWhole, message) => {
    const explainer = await createExplainer({ model: withWeight(weight, value, isWhole), backend });
    const picture = await blocks(64, 48, 1);
    const explaining = explainer.explain([picture], { methods: ['cam', 'grad-cam'] });
    if (weight === 'branch.bias') {
      // ReLU makes 0 of minus infinity, rightly: that channel is silent.
      const { results } = await explaining;
      expect(results[0]!.explanations.every(({ map }) => map.values.every(Number.isFinite))).toBe(true);
    } else {
      await expect(explaining).rejects.toMatchObject({
        code: 'not-finite',
        message: expect.stringContaining(`${picture.name}: ${message}`) as string,
      });
    }
    await explainer.destroy();
  });

  test('NaN that arises before a ReLU, which a GPU makes 0 of', async () => {
    const files = [new File([await (await fetch(nanInside)).arrayBuffer()], 'nan.onnx')];
    const explainer = await createExplainer({ model: { files, description: nanDescription }, backend });
    const picture = await blocks(64, 48, 1);
    await expect(explainer.explain([picture], { methods: ['grad-cam'] })).rejects.toMatchObject({
      code: 'not-finite',
      message: expect.stringContaining(`${picture.name}: the network's score of class 0`) as string,
    });
    await explainer.destroy();
  });

  describe('a network that gives NaN for dark pictures', () => {
    let explainer: Explainer;
    let pictures: Picture[];
    beforeAll(async () => {
      const bytes = await (await fetch(nanForDark)).arrayBuffer();
      const description = { size: 32, normalization: 'tf', classes: ['ant', 'bee', 'cat', 'dog', 'eel'] };
      const files = [new File([bytes], 'dark.onnx'), new File([JSON.stringify(description)], 'dark.json')];
      explainer = await createExplainer({ model: { files }, backend });
      const black = Uint8ClampedArray.from({ length: 4 * 400 }, (_, i) => (i % 4 === 3 ? 255 : 0));
      const dark = await pictureFromPixels(black, 20, 20, 'dark.png');
      pictures = [{ ...(await blocks(64, 48, 1)), name: 'bright.png' }, dark];
    });
    afterAll(() => explainer.destroy());

    test.each(['grad-cam', 'eigen-cam', 'saliency', 'guided-grad-cam', 'score-cam', 'smooth-grad', 'occlusion'])(
      'by %s the dark one fails with its name',
      async (method) => {
        const layers = [explainer.layers[0]!];
        await expect(explainer.explain(pictures, { methods: [method], layers })).rejects.toMatchObject({
          code: 'not-finite',
          message: expect.stringMatching(/^dark\.png: the network's score of class 0 \(ant\) is NaN/) as string,
        });
        const { results, explained } = await explainer.explain(pictures.slice(0, 1), { methods: [method], layers });
        expect(results[0]!.explanations[0]!.empty).toBe(false);
        explained.destroy();
      },
    );

    test('of a batch the dark ones fail alone, and the others have the records that they have alone', async () => {
      const files = await Promise.all([true, false, true, false, true].map((isBright, i) => fileOf(isBright, i)));
      const choice: RunChoice = {
        ...{ methods: ['grad-cam', 'eigen-cam'], layers: [explainer.layers[0]!], sources: ['true', 'predicted'] },
        ...{ thresholds: [0.1, 0.5], boxThreshold: 0.15, measures: ['pointing', 'drop'] },
      };
      const answers = await measureFiles(explainer, files, choice);
      expect(answers.map((one) => (one.ok ? one.value.id : one.error.code))).toEqual([
        ...['0', 'not-finite', '2', 'not-finite', '4'],
      ]);
      for (const [i, one] of answers.entries()) {
        if (one.ok) expect(await measureFiles(explainer, [files[i]!], choice)).toEqual([one]);
        else expect(one.error.message).toMatch(new RegExp(`^${i}\\.png: `));
      }
    });
  });
});

async function fileOf(isBright: boolean, index: number): Promise<UndecodedPicture> {
  const canvas = new OffscreenCanvas(40, 30);
  const context = canvas.getContext('2d')!;
  if (isBright) context.drawImage((await blocks(40, 30, index)).bitmap, 0, 0);
  else context.fillRect(0, 0, 40, 30);
  const file = await canvas.convertToBlob({ type: 'image/png' });
  return { file, truth: { id: `${index}`, path: `${index}.png`, class: 1, boxes: [[1, 2, 20, 15]] } };
}
