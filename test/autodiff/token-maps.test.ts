/**
 * Maps that the graph holds in another order: which layers transformers and hybrids offer, and that activations and
 * gradients are those of the positions, entry by entry, for an index computed by the test itself.
 */
import { describe, expect, it } from 'vitest';
import { camHeads, findCamRefusals } from '../../src/autodiff/cam-head.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { cutAt } from '../../src/autodiff/cut.ts';
import { listLayers } from '../../src/autodiff/list-layers.ts';
import { findMapSizes } from '../../src/autodiff/map-sizes.ts';
import { withOutputStride } from '../../src/autodiff/output-stride.ts';
import { withParts } from '../../src/autodiff/prune.ts';
import { floatValue } from '../../src/onnx/build.ts';
import { withGraph, type Model } from '../../src/onnx/messages.ts';
import { findFeatureLayers } from '../../src/pipeline/network/feature-layers.ts';
import { largestDifference } from './compare.ts';
import type { MapPlaces } from './networks/map-places.ts';
import { tokenFamilies } from './networks/transformers.ts';
import { runModel, startRunner, tensor, type Tensor } from './run-model.ts';
import { wave } from './tiny-resnet.ts';

const batch = 2;
const side = 16;
const pictureSize = { width: side, height: side };
const picture = tensor([batch, 3, side, side], wave(batch * 3 * side * side, 1, 0.7));
const target = tensor([batch, 5], [1, 0, -0.5, 0, 2, /* */ 0, 0, 0, 1, 0]);

/** One run that outputs every layer offered. */
function runAll(classifier: Classifier): () => Promise<AllLayers> {
  let known: Promise<AllLayers> | undefined;
  const run = async (): Promise<AllLayers> => {
    const layers = Object.fromEntries(listLayers(classifier).map(({ value }) => [value, value]));
    const rewritten = addGradients(classifier, { layers });
    const result = await runModel(rewritten.model, { input: picture, [rewritten.target]: target });
    const read = (name: string | undefined): Tensor => result[name ?? ''] ?? tensor([], []);
    const maps = Object.entries(rewritten.layers).map(([value, { activations, gradients }]) => {
      return [value, { activations: read(activations), gradients: read(gradients) }] as const;
    });
    return { logits: read(rewritten.logits), maps: new Map(maps), output: rewritten.logits };
  };
  return () => (known ??= run());
}

interface AllLayers {
  readonly logits: Tensor;
  readonly output: string;
  readonly maps: ReadonlyMap<string, { readonly activations: Tensor; readonly gradients: Tensor }>;
}

describe.each(Object.entries(tokenFamilies))('%s', (_, build) => {
  const { model, layers } = build();
  const classifier = new Classifier(model);
  const ran = runAll(classifier);
  const [last] = layers.slice(-1);

  it('offers these layers, knows the size of their maps, and recommends the last of them', () => {
    const listed = listLayers(classifier);
    const names = Object.fromEntries(layers.map(({ value }) => [value, value]));
    const sizes = findMapSizes(classifier, names, pictureSize);
    for (const { value, size } of layers) {
      const [channels, height, width] = size;
      const candidate = listed.find((each) => each.value === value);
      expect(candidate?.shape.slice(1), value).toEqual([channels, height, width]);
      expect(candidate?.resolution).toBe(side / height);
      expect(sizes[value]).toEqual({ width, height });
    }
    expect(listed.find(({ recommended }) => recommended)?.value).toBe(last?.value);
  });

  it('has the activations of its positions, and the gradients that central differences have', async () => {
    const { logits, maps, output } = await ran();
    const whole = await runModel(showing(model, layers), { input: picture });
    expect(largestDifference(logits.values, whole[output]?.values ?? [])).toBeLessThan(1e-5);
    for (const { value, size, at } of layers) {
      const given = whole[value] ?? tensor([], []);
      const places = placesOf(size, at);
      const { activations, gradients } = maps.get(value)!;
      expect(activations.dims).toEqual([batch, ...size]);
      expect(gradients.dims).toEqual([batch, ...size]);
      const expected = places.map((place) => given.values[place] ?? NaN);
      expect(largestDifference(activations.values, expected)).toBeLessThan(1e-5);
      const rest = modelBehind(model, value, output, given.dims);
      const image = rest.graph.input.some(({ name }) => name === 'input') ? { input: picture } : {};
      const behind = await startRunner(rest);
      const score = async (moved: Tensor): Promise<number> =>
        dot(target.values, (await behind.run({ [value]: moved, ...image }))[output]?.values ?? []);
      const found = gradients.values;
      const noise = wave(found.length, 1, 3);
      const [norm, length] = [Math.sqrt(dot(noise, noise)), Math.sqrt(dot(found, found))];
      const along = noise.map((entry, i) => entry / norm + (found[i] ?? 0) / length);
      const numeric = await slope(score, given, places, along);
      expect(Math.abs(dot(found, along) - numeric) / Math.abs(numeric), value).toBeLessThan(2e-3);
      await behind.release();
    }
  });

  it('has the gradient at the picture that central differences have', async () => {
    const rewritten = addGradients(classifier, { layers: {}, input: true });
    const runner = await startRunner(rewritten.model);
    const run = (moved: Tensor) => runner.run({ input: moved, [rewritten.target]: target });
    const found = (await run(picture))['gradients/input']?.values ?? [];
    const noise = wave(found.length, 1, 3);
    const [norm, length] = [Math.sqrt(dot(noise, noise)), Math.sqrt(dot(found, found))];
    const along = noise.map((entry, i) => entry / norm + (found[i] ?? 0) / length);
    const places = Array.from(found, (_, i) => i);
    const scoreOf = async (moved: Tensor): Promise<number> =>
      dot(target.values, (await run(moved))[rewritten.logits]?.values ?? []);
    const numeric = await slope(scoreOf, picture, places, along);
    expect(Math.abs(dot(found, along) - numeric) / Math.abs(numeric)).toBeLessThan(2e-3);
    await runner.release();
  });

  it('has a gradient at every position of every layer it offers', async () => {
    for (const [value, { gradients }] of (await ran()).maps) {
      const [, , height = 0, width = 0] = gradients.dims;
      const positions = Array.from({ length: height * width }, (_each, at) =>
        gradients.values.some((entry, i) => i % (height * width) === at && entry !== 0),
      );
      expect(positions, value).not.toContain(false);
    }
  });

  it('gives the same logits by its tail, from the maps of every layer', async () => {
    const { logits, maps } = await ran();
    for (const [value, { activations }] of maps) {
      const tail = cutAt(classifier, value);
      const image = tail.image === undefined ? {} : { [tail.image]: picture };
      const again = await runModel(tail.model, { [tail.input]: activations, ...image });
      expect(largestDifference(again[tail.logits]?.values, logits.values), value).toBeLessThan(1e-5);
    }
  });

  it('says at which layers CAM is not possible, and has its weights at all others', () => {
    const values = Object.fromEntries(listLayers(classifier).map(({ value }) => [value, value]));
    const refusals = findCamRefusals(classifier, values);
    const rewritten = addGradients(classifier, { layers: values });
    for (const [value, { weights }] of Object.entries(rewritten.layers)) {
      expect(Object.hasOwn(refusals, value), value).toBe(weights === undefined);
    }
  });

  it('refuses what needs maps of several sizes, and says so', () => {
    const names = listLayers(classifier).map(({ value }) => value);
    const sizes = findMapSizes(classifier, Object.fromEntries(names.map((name) => [name, name])), pictureSize);
    const refine = (): unknown => findFeatureLayers({ names, sizes, strip: [], file: 'tokens.onnx' });
    expect(refine).toThrow(
      /^Refining maps needs an earlier layer with maps of \d+ × \d+, .* the last layer’s; the maps/,
    );
    expect(() => withOutputStride(classifier, 2, pictureSize)).toThrow(
      /^The network cannot be given an output stride of 2: /,
    );
  });
});

describe('CAM', () => {
  it.each([
    ['ViT, mean of the patches', true],
    ['Mixer', true],
    ['Swin, channels last', true],
    ['Keras, channels last', true],
    ['ViT, class token', false],
    ['CaiT', false],
  ])('%s: possible at the last layer: %s', async (name, isPossible) => {
    const { model, layers } = tokenFamilies[name]!();
    const classifier = new Classifier(model);
    const last = layers.at(-1)?.value ?? '';
    expect('features' in camHeads(classifier)(last)).toBe(isPossible);
    if (!isPossible) return;
    // Then its weights are the sum over the positions of the gradient.
    const rewritten = addGradients(classifier, { layers: { last } });
    const result = await runModel(rewritten.model, { input: picture, [rewritten.target]: target });
    const { dims = [], values = new Float32Array() } = result['gradients/last'] ?? {};
    const positions = (dims[2] ?? 0) * (dims[3] ?? 0);
    const sums = Array.from({ length: values.length / positions }, (_, map) =>
      values.subarray(map * positions, (map + 1) * positions).reduce((sum, entry) => sum + entry, 0),
    );
    expect(largestDifference(result['weights/last']?.values, sums)).toBeLessThan(1e-5);
  });
});

/** For each entry of [N, C, H, W], in order, its index among the value's entries. */
function placesOf([channels, rows, columns]: MapPlaces['size'], at: MapPlaces['at']): readonly number[] {
  return Array.from({ length: batch * channels * rows * columns }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns) % rows];
    const channel = Math.floor(i / (columns * rows)) % channels;
    return at(Math.floor(i / (columns * rows * channels)), channel, row, column);
  });
}

/** The file's own network, with values as further outputs. */
function showing(model: Model, layers: readonly MapPlaces[]): Model {
  const { shapes } = new Classifier(model);
  const values = layers.map(({ value }) => floatValue(value, shapes.get(value)?.map(() => '') ?? []));
  return withGraph(model, { output: [...model.graph.output, ...values] });
}

/** Of the file's own network, the part behind a value, which becomes an input beside the picture. */
function modelBehind(model: Model, value: string, logits: string, dims: readonly number[]): Model {
  return withParts(model, {
    nodes: model.graph.node.filter(({ output }) => !output.includes(value)),
    initializers: model.graph.initializer,
    inputs: [floatValue(value, dims), ...model.graph.input],
    outputs: [floatValue(logits, ['', ''])],
  });
}

async function slope(
  score: (at: Tensor) => Promise<number>,
  given: Tensor,
  places: readonly number[],
  along: ArrayLike<number>,
): Promise<number> {
  const step = 2 ** -6;
  const moved = (by: number): Tensor => {
    const values = Float32Array.from(given.values);
    places.forEach((place, i) => (values[place] = (values[place] ?? 0) + by * (along[i] ?? 0)));
    return tensor(given.dims, values);
  };
  return ((await score(moved(step))) - (await score(moved(-step)))) / (2 * step);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? NaN) * (b[i] ?? NaN);
  return sum;
}
