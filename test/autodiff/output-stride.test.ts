/** Networks with their last strides removed: every original position keeps its value. */
import { describe, expect, it } from 'vitest';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { withOutputStride } from '../../src/autodiff/output-stride.ts';
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import { withGraph, type Model, type NodeProto } from '../../src/onnx/messages.ts';
import { readModel } from '../../src/onnx/read.ts';
import { randomFrom, randomValues } from '../support/random.ts';
import { writtenModel } from '../support/written-model.ts';
import { networks } from './networks/index.ts';
import { runModel, tensor, type Tensor } from './run-model.ts';

const channels = 4;

/** A network of 3 × 3 convolutions, by the attributes of each, with a head; free sizes. */
function convolutions(
  windows: readonly Parameters<typeof node>[3][],
  between: (value: string, i: number) => readonly NodeProto[] = () => [],
): Model {
  const random = randomFrom(3);
  const values = (name: string, dims: readonly number[]) => {
    const count = dims.reduce((product, dim) => product * dim, 1);
    return floatTensor(name, dims, randomValues(count, Math.sqrt((3 * dims[0]!) / count), random));
  };
  const layer = (i: number): string => `layer${i}`;
  const nodes = windows.flatMap((window, i) => [
    node('Conv', [i === 0 ? 'input' : layer(i - 1), `weight${i}`], [`conv${i}`], window),
    node('LeakyRelu', [`conv${i}`], [layer(i)], { alpha: { float: 0.1 } }),
    ...between(layer(i), i),
  ]);
  const last = layer(windows.length - 1);
  const bytes = writtenModel({
    name: 'convolutions',
    node: [
      ...nodes,
      node('GlobalAveragePool', [nodes.at(-1)!.output[0] ?? last], ['average']),
      node('Flatten', ['average'], ['features']),
      node('Gemm', ['features', 'head'], ['logits'], { transB: { int: 1 } }),
    ],
    initializer: [
      ...windows.map((_, i) => values(`weight${i}`, [channels, i === 0 ? 3 : channels, 3, 3])),
      values('head', [5, channels]),
    ],
    input: [floatValue('input', ['batch', 3, 'height', 'width'])],
    output: [floatValue('logits', ['batch', 5])],
  });
  return readModel(bytes);
}

const padded = { pads: { ints: [1, 1, 1, 1] } };
const strided = { ...padded, strides: { ints: [2, 2] } };

async function maps({ model }: Classifier, layers: readonly string[], picture: Tensor): Promise<Tensor[]> {
  const outputs = layers.map((layer) => floatValue(layer, ['', '', '', '']));
  const found = await runModel(withGraph(model, { output: [...model.graph.output, ...outputs] }), { input: picture });
  return layers.map((layer) => found[layer]!);
}

/** The positions of the map on the coarser grid. */
function onGrid({ dims, values }: Tensor, finer: number): Tensor {
  const [height = 0, width = 0] = dims.slice(2);
  const kept = values.filter((_, i) => (i % width) % finer === 0 && (Math.floor(i / width) % height) % finer === 0);
  return tensor([...dims.slice(0, 2), Math.ceil(height / finer), Math.ceil(width / finer)], kept);
}

async function expectSame(
  model: Model,
  {
    stride,
    layers,
    size,
  }: { stride: number; layers: Readonly<Record<string, number>>; size: readonly [number, number] },
): Promise<void> {
  const [height, width] = size;
  const classifier = new Classifier(model);
  const changed = withOutputStride(classifier, stride, { width, height });
  const names = Object.keys(layers);
  const picture = tensor([1, 3, height, width], randomValues(3 * height * width, 1, randomFrom(5)));
  const before = await maps(classifier, names, picture);
  const after = await maps(changed.classifier, names, picture);
  for (const [i, name] of names.entries()) {
    const finer = layers[name]!;
    expect(changed.finer.get(name) ?? 1, name).toBe(finer);
    const grid = onGrid(after[i]!, finer);
    expect(grid.dims, name).toEqual(before[i]!.dims);
    const worst = Math.max(...grid.values.map((value, j) => Math.abs(value - before[i]!.values[j]!)));
    expect(worst, name).toBeLessThan(1e-5);
    if (finer > 1) expect(after[i]!.values.length, name).toBeGreaterThan(grid.values.length);
  }
}

describe('positions keep their values', () => {
  it.each([
    [32, 32],
    [33, 29],
    [30, 47],
  ])('of residual blocks with projections, for a picture of %i × %i', async (...size) => {
    const { model, layers } = networks['ResNet']!();
    const [stem, first, second] = layers as [string, string, string];
    await expectSame(model, { stride: 4, layers: { [stem]: 1, [first]: 1, [second]: 2 }, size });
  });

  it('after squeeze and excitation', async () => {
    const { model, layers } = networks['EfficientNet']!();
    const [stem, block, last] = layers as [string, string, string];
    await expectSame(model, { stride: 2, layers: { [stem]: 1, [block]: 1, [last]: 2 }, size: [31, 40] });
  });

  it('if two strides are removed, one after the other', async () => {
    const layers = { layer0: 1, layer1: 1, layer2: 2, layer3: 2, layer4: 4, layer5: 4 };
    const model = convolutions([strided, strided, strided, padded, strided, padded]);
    await expectSame(model, { stride: 4, layers, size: [40, 48] });
  });

  it('if padding depends on the size of the picture', async () => {
    const same = { auto_pad: { string: 'SAME_UPPER' } };
    const model = convolutions([
      { ...same, ...{ strides: { ints: [2, 2] } } },
      padded,
      { ...same, strides: { ints: [2, 2] } },
      same,
    ]);
    await expectSame(model, { stride: 2, layers: { layer1: 1, layer2: 2, layer3: 2 }, size: [21, 33] });
  });

  it('through max pools', async () => {
    const pool = { kernel_shape: { ints: [3, 3] }, ...padded };
    const model = convolutions([strided, padded], (value, i) => [
      node('MaxPool', [value], [`pool${i}`], i === 0 ? { ...pool, strides: { ints: [2, 2] } } : pool),
      node('Identity', [`pool${i}`], [`next${i}`]),
    ]);
    const chained = model.graph.node.map((each) =>
      each.opType === 'Conv' && each.input[0] === 'layer0'
        ? node('Conv', ['next0', 'weight1'], ['conv1'], padded)
        : each,
    );
    const layers = { layer0: 1, pool0: 2, layer1: 2, pool1: 2 };
    await expectSame(withGraph(model, { node: chained }), { stride: 2, layers, size: [24, 32] });
  });
});

describe('is refused, naming the node and the reason', () => {
  const refused = (model: Model, stride: number): string => {
    try {
      withOutputStride(new Classifier(model), stride, { width: 32, height: 32 });
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad-option' });
      return (error as Error).message;
    }
    return 'not refused';
  };

  it('if no map is coarser', () => {
    const message = refused(networks['ResNet']!().model, 8);
    expect(message).toBe(
      'The network cannot be given an output stride of 8: none of the maps whose strides can be followed is coarser.',
    );
  });

  it('if a map is weighted by a mean over its positions (squeeze and excitation)', () => {
    expect(refused(networks['EfficientNet']!().model, 1)).toMatch(
      /^The network cannot be given an output stride of 1: node ".+" \(Mul\) weighs a map by means over all its positions, /,
    );
  });

  it('if the map becomes tokens', () => {
    expect(refused(networks['ViT']!().model, 2)).toMatch(
      /: node ".+" \(\w+\) does not give at each position what follows/,
    );
  });

  it('if an average pool would have to skip positions', () => {
    const pool = { kernel_shape: { ints: [2, 2] } };
    const model = convolutions([strided, strided], (value, i) =>
      i === 1 ? [node('AveragePool', [value], ['pool'], pool)] : [],
    );
    expect(refused(model, 2)).toContain('node "pool" (AveragePool) would have to leave out positions');
  });

  it('if a constant has a value for each column', () => {
    const model = convolutions([strided, strided], (value, i) =>
      i === 1 ? [node('Add', [value, 'columns'], ['placed'])] : [],
    );
    const initializer = [...model.graph.initializer, floatTensor('columns', [8], new Float32Array(8))];
    expect(refused(withGraph(model, { initializer }), 2)).toContain(
      'node "placed" (Add) does not give at each position',
    );
  });

  it('if a constant has a value for each position', () => {
    const model = convolutions([strided, strided], (value, i) =>
      i === 1 ? [node('Add', [value, 'grid'], ['placed'])] : [],
    );
    const grid = floatTensor('grid', [1, 1, 8, 8], new Float32Array(64));
    const initializer = [...model.graph.initializer, grid];
    expect(refused(withGraph(model, { initializer }), 2)).toContain(
      'node "placed" (Add) does not give at each position',
    );
  });
});
