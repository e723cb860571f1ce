/** Models that take bytes: given floats instead, they compute the same. */
import { expect, it } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import { DataType, withElementType, withGraph } from '../../src/onnx/messages.ts';
import { describeModel } from '../../src/pipeline/model/describe-model.ts';
import { normalizations } from '../../src/pipeline/model/normalizations.ts';
import { largestDifference } from './compare.ts';
import { runModel, tensor } from './run-model.ts';
import { classes, tinyResnet } from './tiny-resnet.ts';

const size = 8;
const picture = Float32Array.from({ length: 3 * size * size }, (_, i) => (i * 37) % 256);
const target = tensor([1, classes], [0, 1, 0]);

/** Takes [N, H, W, 3] in bytes and normalises them itself. */
function ofBytes(first = node('Transpose', ['bytes'], ['turned'], { perm: { ints: [0, 3, 1, 2] } })) {
  const { graph } = tinyResnet();
  return tinyResnet({
    nodes: [
      first,
      node('Cast', ['turned'], ['floats'], { to: { int: DataType.FLOAT } }),
      node('Div', ['floats', 'scale'], ['input']),
      ...graph.node,
    ],
    weights: [...graph.initializer, floatTensor('scale', [1, 3, 1, 1], Float32Array.of(200, 255, 300))],
    inputs: [withElementType(floatValue('bytes', ['batch', 'height', 'width', 3]), DataType.UINT8)],
  });
}

it('gives the logits and gradients of the same network behind its own normalisation', async () => {
  const model = ofBytes();
  const bytes = addGradients(new Classifier(model), { layers: { last: 'features' }, input: true });
  const floats = addGradients(new Classifier(tinyResnet()), { layers: { last: 'features' }, input: true });
  const scales = [200, 255, 300];
  const scaleOf = (i: number): number => scales[Math.floor(i / (size * size))] ?? NaN;
  const given = await runModel(bytes.model, { bytes: tensor([1, 3, size, size], picture), [bytes.target]: target });
  const scaled = picture.map((value, i) => value / scaleOf(i));
  const wanted = await runModel(floats.model, { input: tensor([1, 3, size, size], scaled), [floats.target]: target });
  for (const name of ['logits', 'activations/last', 'gradients/last']) {
    expect(largestDifference(given[name]?.values, wanted[name]?.values ?? []), name).toBeLessThan(1e-5);
  }
  const gradients = wanted['gradients/input']?.values.map((value, i) => value / scaleOf(i)) ?? [];
  expect(largestDifference(given['gradients/input']?.values, gradients)).toBeLessThan(1e-5);
});

it('is described as taking 0 … 255, which users are told', () => {
  const { input, notes, assumed } = describeModel(ofBytes(), {}, 'bytes.onnx');
  expect(input.normalization).toEqual(normalizations.bytes);
  expect(assumed).not.toContain('normalization');
  expect(notes).toContain(
    'bytes.onnx takes bytes and normalises them itself: pictures are given as 0 to 255, red, green and blue.',
  );
});

it('is refused where bytes are computed with, or are an output', () => {
  const message = 'The model takes pictures as uint8: export it with a float32 input.';
  const computing = ofBytes(node('Max', ['bytes', 'bytes'], ['turned']));
  expect(() => new Classifier(computing)).toThrow(message);
  const { graph } = ofBytes();
  const shown = withElementType(floatValue('turned', ['', '', '', '']), DataType.UINT8);
  expect(() => new Classifier(withGraph(ofBytes(), { output: [...graph.output, shown] }))).toThrow(message);
});
