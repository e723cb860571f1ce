/** The converted ResNet-50 against the same weights run by another framework (test/fixtures/reference). */
import { existsSync, readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import classes from '../../models/imagenet-classes.json' with { type: 'json' };
import resnet50 from '../../models/resnet50.json' with { type: 'json' };
import { floatValue } from '../../src/onnx/build.ts';
import { readModel } from '../../src/onnx/read.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { relativeDifference } from '../support/compare-arrays.ts';

ort.env.wasm.numThreads = 1;
const modelFile = new URL(`../../models/${resnet50.file}`, import.meta.url);
const fixtures = new URL('../fixtures/reference/', import.meta.url);
const { size, normalization } = resnet50.input;

interface Reference {
  readonly logits: readonly number[];
  readonly top5: readonly { readonly index: number }[];
  readonly class_index: number;
  /** Stages by name; shape is [height, width, channels]. */
  readonly layers: Readonly<Record<string, Stage>>;
}

interface Stage {
  readonly shape: readonly [number, number, number];
  readonly activation_mean: number;
  readonly activation_max: number;
  readonly maps: { readonly cam?: readonly number[] };
}

/** The four stages, which the reference holds. */
const stages = Object.entries(resnet50.layers).filter(([layer]) => resnet50.strip.includes(layer));

let session: ort.InferenceSession;
/** Of the last layer, [classes, channels]. */
let weights: Float32Array;
beforeAll(async () => {
  if (!existsSync(modelFile)) throw new Error('models/resnet50.onnx is not built; `npm test` builds it.');
  const model = readModel(readFileSync(modelFile));
  weights = classifierOf(model);
  for (const [layer, value] of stages)
    model.graph.output.push(floatValue(value, ['batch', layer, `${layer}_h`, `${layer}_w`]));
  session = await ort.InferenceSession.create(writeModel(model));
});
afterAll(() => session.release());

function classifierOf({ graph }: Model): Float32Array {
  const gemm = graph.node.find(({ output }) => output[0] === resnet50.logits);
  const tensor = graph.initializer.find(({ name }) => name === gemm?.input[1]);
  return new Float32Array(new Uint8Array(tensor!.rawData).buffer);
}

function referenceOf(name: string): Reference {
  return JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8')) as Reference;
}

/** The picture of size × size pixels as [3, size, size], normalised as the description says. */
function inputOf(name: string): Float32Array {
  const { data, width, height, channels } = decode(readFileSync(new URL(`${name}-224.png`, fixtures)));
  expect([width, height]).toEqual([size, size]);
  const pixels = size * size;
  const order = Array.from(normalization.order, (letter) => 'RGB'.indexOf(letter));
  const values = new Float32Array(3 * pixels);
  for (const [plane, channel] of order.entries()) {
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const value = data[pixel * channels + channel]! * normalization.scale;
      values[plane * pixels + pixel] = (value - normalization.mean[plane]!) / normalization.std[plane]!;
    }
  }
  return values;
}

async function logitsOf(values: Float32Array, shape: readonly number[]): Promise<Float32Array> {
  const outputs = await session.run({ [resnet50.input.name]: new ort.Tensor('float32', values, shape) });
  return outputs[resnet50.logits]?.data as Float32Array;
}

describe('ResNet-50', () => {
  it.each([
    ['german-shepherd', 'German shepherd'],
    ['giant-panda', 'giant panda'],
  ])('gives the reference logits for %s', async (name, className) => {
    const reference = referenceOf(name);
    const logits = await logitsOf(inputOf(name), [1, 3, size, size]);
    expect(logits).toHaveLength(1000);
    expect(relativeDifference(logits, reference.logits)).toBeLessThan(1e-4);
    const order = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]!);
    expect(order.slice(0, 5)).toEqual(reference.top5.map(({ index }) => index));
    expect(classes[order[0]!]).toBe(className);
  });

  it.each(['german-shepherd', 'giant-panda'])(
    'has the reference activations of all four stages for %s',
    async (name) => {
      const reference = referenceOf(name);
      const outputs = await session.run({ input: new ort.Tensor('float32', inputOf(name), [1, 3, size, size]) });
      for (const [layer, value] of stages) {
        const { shape, activation_mean: mean, activation_max: max } = reference.layers[layer]!;
        const { dims, data } = outputs[value]!;
        const values = data as Float32Array;
        expect(dims).toEqual([1, shape[2], shape[0], shape[1]]);
        expect(values.reduce((sum, one) => sum + one, 0) / values.length / mean).toBeCloseTo(1, 4);
        expect(values.reduce((most, one) => Math.max(most, one), 0) / max).toBeCloseTo(1, 4);
      }
    },
  );

  it.each(['german-shepherd', 'giant-panda'])(
    'has the places and channels of the reference CAM for %s',
    async (name) => {
      const reference = referenceOf(name);
      const outputs = await session.run({ input: new ort.Tensor('float32', inputOf(name), [1, 3, size, size]) });
      const activations = outputs[resnet50.layers.layer4]!.data as Float32Array;
      const classWeights = weights.subarray(reference.class_index * 2048, (reference.class_index + 1) * 2048);
      const map = Array.from({ length: 49 }, (_, place) =>
        classWeights.reduce((sum, weight, channel) => sum + weight * activations[channel * 49 + place]!, 0),
      );
      expect(relativeDifference(map, reference.layers.layer4!.maps.cam!)).toBeLessThan(1e-4);
    },
  );

  it('runs a batch as it runs each picture', async () => {
    const names = ['german-shepherd', 'giant-panda'];
    const batch = Float32Array.from(names.flatMap((name) => [...inputOf(name)]));
    const logits = await logitsOf(batch, [2, 3, size, size]);
    for (const [index, name] of names.entries()) {
      const own = logits.subarray(index * 1000, (index + 1) * 1000);
      expect(relativeDifference(own, referenceOf(name).logits)).toBeLessThan(1e-4);
    }
  });

  it('takes pictures of other sizes and still recognises what is on them', async () => {
    // The 224 × 224 picture in the middle of 256 × 320 pixels of the mean colour, which is 0 to the network.
    const [height, width] = [256, 320];
    const inner = inputOf('giant-panda');
    const values = new Float32Array(3 * height * width);
    for (let row = 0; row < 3 * size; row += 1) {
      const [plane, y] = [Math.floor(row / size), row % size];
      values.set(inner.subarray(row * size, (row + 1) * size), (plane * height + y + 16) * width + 48);
    }
    const logits = await logitsOf(values, [1, 3, height, width]);
    expect(logits.indexOf(Math.max(...logits))).toBe(388);
  });
});
