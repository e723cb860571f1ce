/** The rewritten ResNet-50 against TensorFlow.js, which computed the reference with its own automatic differentiation. */
import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GradientRequest } from '../../src/autodiff/add-gradients.ts';
import { addGradients, type GradientModel } from '../support/rewrites.ts';
import { readModel } from '../../src/onnx/read.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { largestDifference } from './compare.ts';
import { startRunner, tensor, type Runner, type Tensor } from './run-model.ts';

type Layer = 'layer1' | 'layer2' | 'layer3' | 'layer4';

interface Reference {
  readonly class_index: number;
  readonly logits: readonly number[];
  readonly layers: Readonly<Record<Layer, { readonly maps: Readonly<Record<string, readonly number[]>> }>>;
  /** Maximum of |gradient| over the colours, then means over blocks of 16 × 16 pixels. */
  readonly input_gradients: Readonly<Record<string, readonly number[]>>;
}

interface Description {
  readonly input: { readonly name: string };
  readonly layers: Readonly<Record<Layer, string>>;
}

const modelFolder = new URL('../../models/', import.meta.url);
const fixtures = new URL('../fixtures/reference/', import.meta.url);
const description = readJson(new URL('resnet50.json', modelFolder)) as Description;
const mean = [103.939, 116.779, 123.68];
const [side, block] = [224, 16];
/** Relative to the largest magnitude: float32 sums are in a different order. */
const tolerance = { maps: 1e-4, inputGradients: 1e-3 };
const allLayers: readonly Layer[] = ['layer1', 'layer2', 'layer3', 'layer4'];
const pictures = ['german-shepherd', 'giant-panda'];

let model: Model;
beforeAll(() => {
  model = readModel(readFileSync(new URL('resnet50.onnx', modelFolder)));
});

describe('at layer4', () => {
  const session = useSession({ layers: { layer4: description.layers.layer4 } });

  it.each(
    pictures.flatMap(
      (picture) =>
        [
          [picture, 'its class given', 1],
          [picture, 'its class predicted', 0],
        ] as const,
    ),
  )('%s has the reference’s logits, CAM and Grad-CAM, %s', async (picture, _, given) => {
    const { logits, layers, class_index: index } = readReference(picture);
    const outputs = await session.run(picture, index, given);
    const [activations, gradients] = [read(outputs, 'activations/layer4'), read(outputs, 'gradients/layer4')];
    const [cam, gradCam] = [
      weightedSum(read(outputs, 'weights/layer4').values, activations),
      gradCamOf(activations, gradients),
    ];

    expect(largestDifference(read(outputs, 'logits').values, logits)).toBeLessThan(tolerance.maps);
    expect(largestDifference(cam, layers.layer4.maps.cam ?? [])).toBeLessThan(tolerance.maps);
    expect(largestDifference(gradCam, layers.layer4.maps.grad_cam ?? [])).toBeLessThan(tolerance.maps);
    expect(
      largestDifference(
        gradCam.map((value) => value * 49),
        cam,
      ),
    ).toBeLessThan(1e-5);
  });
});

describe('through the whole network', () => {
  const stages = Object.fromEntries(allLayers.map((layer) => [layer, description.layers[layer]]));
  const session = useSession({ layers: stages, input: true });

  it.each(pictures)(
    '%s has the reference’s Grad-CAM and HiResCAM at every layer, and its saliency',
    async (picture) => {
      const reference = readReference(picture);
      const outputs = await session.run(picture, reference.class_index, 1);
      for (const layer of allLayers) {
        const { maps } = reference.layers[layer];
        const [activations, gradients] = [read(outputs, `activations/${layer}`), read(outputs, `gradients/${layer}`)];
        const gradCam = gradCamOf(activations, gradients);
        const products = tensor(
          activations.dims,
          activations.values.map((value, i) => value * (gradients.values[i] ?? NaN)),
        );
        const hiResCam = weightedSum(new Float32Array(products.dims[1] ?? 0).fill(1), products);
        expect(largestDifference(gradCam, maps.grad_cam ?? []), `Grad-CAM, ${layer}`).toBeLessThan(tolerance.maps);
        expect(largestDifference(hiResCam, maps.hires_cam ?? []), `HiResCAM, ${layer}`).toBeLessThan(tolerance.maps);
      }
      const saliency = blockMeans(read(outputs, 'gradients/input'));
      expect(largestDifference(saliency, reference.input_gradients.saliency ?? [])).toBeLessThan(
        tolerance.inputGradients,
      );
    },
  );
});

describe.each([
  ['guided', 'guided_backprop'],
  ['deconv', 'deconvnet'],
] as const)('with the ReLU rule %s', (relu, method) => {
  const session = useSession({ layers: {}, input: true, relu });

  it.each(pictures)('%s has the reference’s input gradients', async (picture) => {
    const { class_index: index, input_gradients: expected } = readReference(picture);
    const found = blockMeans(read(await session.run(picture, index, 1), 'gradients/input'));
    expect(largestDifference(found, expected[method] ?? [])).toBeLessThan(tolerance.inputGradients);
  });
});

it('grows by less than 1 % for all four stages, every weight being the same object', () => {
  const stages = Object.fromEntries(allLayers.map((layer) => [layer, description.layers[layer]]));
  const rewritten = addGradients(model, { layers: stages });
  const growth = writeModel(rewritten.model).length / writeModel(model).length - 1;
  expect(growth).toBeGreaterThan(0);
  expect(growth).toBeLessThan(0.01);
  const kept = new Set(rewritten.model.graph.initializer);
  expect(model.graph.initializer.filter((weight) => !kept.has(weight))).toEqual([]);
});

/** One session per block of tests, released afterwards, because each takes 100 MB. */
function useSession(request: GradientRequest) {
  let rewritten: GradientModel;
  let runner: Runner;
  beforeAll(async () => {
    rewritten = addGradients(model, request);
    runner = await startRunner(rewritten.model);
  });
  afterAll(() => runner.release());
  return {
    run: (picture: string, classIndex: number, given: 0 | 1) => {
      const target = tensor([1, 1000], new Float32Array(1000).fill(given, classIndex, classIndex + 1));
      return runner.run({ [description.input.name]: readPicture(picture), [rewritten.target]: target });
    },
  };
}

/** Input [1, 3, 224, 224] of the model: BGR, mean subtracted. */
function readPicture(name: string): Tensor {
  const { data, width, height, channels } = decode(readFileSync(new URL(`${name}-224.png`, fixtures)));
  const plane = (offset: number, c: number): number[] =>
    Array.from({ length: width * height }, (_, i) => (data[i * channels + 2 - c] ?? 0) - offset);
  return tensor([1, 3, height, width], mean.flatMap(plane));
}

function gradCamOf(activations: Tensor, gradients: Tensor): number[] {
  const [, channels = 0, height = 0, width = 0] = gradients.dims;
  const pixels = height * width;
  const means = Array.from({ length: channels }, (_, c) => {
    return gradients.values.subarray(c * pixels, (c + 1) * pixels).reduce((sum, value) => sum + value, 0) / pixels;
  });
  return weightedSum(means, activations);
}

function weightedSum(weights: ArrayLike<number>, { dims, values }: Tensor): number[] {
  const [, channels = 0, height = 0, width = 0] = dims;
  const pixels = height * width;
  return Array.from({ length: pixels }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < channels; c += 1) sum += (weights[c] ?? 0) * (values[c * pixels + i] ?? 0);
    return sum;
  });
}

function blockMeans({ values }: Tensor): number[] {
  const blocks = side / block;
  const sums = new Array<number>(blocks * blocks).fill(0);
  for (let i = 0; i < side * side; i += 1) {
    const at = Math.floor(i / side / block) * blocks + Math.floor((i % side) / block);
    const colours = [0, 1, 2].map((c) => Math.abs(values[c * side * side + i] ?? NaN));
    sums[at] = (sums[at] ?? 0) + Math.max(...colours) / block ** 2;
  }
  return sums;
}

function read(outputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  return outputs[name] ?? tensor([], []);
}

function readReference(picture: string): Reference {
  return readJson(new URL(`${picture}.json`, fixtures)) as Reference;
}

function readJson(url: URL): unknown {
  return JSON.parse(readFileSync(url, 'utf8'));
}
