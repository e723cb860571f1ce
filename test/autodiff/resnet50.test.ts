/** The rewritten ResNet-50 against TensorFlow.js, which computed the reference with its own automatic differentiation. */
import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addGradients, type GradientModel } from '../../src/autodiff/add-gradients.ts';
import { readModel } from '../../src/onnx/read.ts';
import { largestDifference } from './compare.ts';
import { startRunner, tensor, type Runner, type Tensor } from './run-model.ts';

interface Reference {
  readonly class_index: number;
  readonly logits: readonly number[];
  readonly layers: { readonly layer4: { readonly maps: Readonly<Record<'cam' | 'grad_cam', readonly number[]>> } };
}

interface Description {
  readonly input: { readonly name: string };
  readonly layers: Readonly<Record<'layer4', string>>;
}

const modelFolder = new URL('../../models/', import.meta.url);
const fixtures = new URL('../fixtures/reference/', import.meta.url);
const description = readJson(new URL('resnet50.json', modelFolder)) as Description;
const mean = [103.939, 116.779, 123.68];
const [side, channels] = [7, 2048];
const toleranceOfLargest = 1e-4;

let rewritten: GradientModel;
let runner: Runner;

beforeAll(async () => {
  const model = readModel(readFileSync(new URL('resnet50.onnx', modelFolder)));
  rewritten = addGradients(model, { layers: { layer4: description.layers.layer4 } });
  runner = await startRunner(rewritten.model);
});
afterAll(() => runner.release());

describe.each(['german-shepherd', 'giant-panda'])('ResNet-50 at layer4, %s', (picture) => {
  const reference = readJson(new URL(`${picture}.json`, fixtures)) as Reference;
  const oneHot = Array.from({ length: 1000 }, (_, i) => (i === reference.class_index ? 1 : 0));

  it.each([
    ['its class given', oneHot],
    ['its class predicted', oneHot.map(() => 0)],
  ])('has the reference’s logits, CAM and Grad-CAM, %s', async (_, target) => {
    const outputs = await runner.run({
      [description.input.name]: readPicture(picture),
      [rewritten.target]: tensor([1, 1000], target),
    });
    const names = rewritten.layers.layer4;
    const [activations, gradients, weights] = [names?.activations, names?.gradients, names?.weights].map(
      (name) => outputs[name ?? '']?.values ?? new Float32Array(0),
    ) as [Float32Array, Float32Array, Float32Array];
    const means = Array.from({ length: channels }, (_unused, c) => meanOf(gradients.subarray(c * 49, (c + 1) * 49)));
    const { cam, grad_cam: gradCam } = reference.layers.layer4.maps;

    expect(largestDifference(outputs[rewritten.logits]?.values, reference.logits)).toBeLessThan(toleranceOfLargest);
    expect(largestDifference(weightedSum(weights, activations), cam)).toBeLessThan(toleranceOfLargest);
    expect(largestDifference(weightedSum(means, activations), gradCam)).toBeLessThan(toleranceOfLargest);
    expect(
      largestDifference(
        means.map((value) => value * side * side),
        weights,
      ),
    ).toBeLessThan(1e-6);
  });
});

/** Input [1, 3, 224, 224] of the model: BGR, mean subtracted. */
function readPicture(name: string): Tensor {
  const { data, width, height, channels: depth } = decode(readFileSync(new URL(`${name}-224.png`, fixtures)));
  const pixels = width * height;
  const values = mean.flatMap((offset, c) =>
    Array.from({ length: pixels }, (_, i) => (data[i * depth + 2 - c] ?? 0) - offset),
  );
  return tensor([1, 3, height, width], values);
}

function weightedSum(weights: ArrayLike<number>, activations: Float32Array): number[] {
  const pixels = side * side;
  return Array.from({ length: pixels }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < channels; c += 1) sum += (weights[c] ?? 0) * (activations[c * pixels + i] ?? 0);
    return sum;
  });
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function readJson(url: URL): unknown {
  return JSON.parse(readFileSync(url, 'utf8'));
}
