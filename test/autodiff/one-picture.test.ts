/** Graphs written for several pictures at a time give, rewritten for one, what they give for each picture. */
import { expect, it } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { fixedBatch } from '../../src/autodiff/fixed-batch.ts';
import { onePicture } from '../../src/autodiff/one-picture.ts';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import { DataType, withElementType, type Model, type NodeProto, type TensorProto } from '../../src/onnx/messages.ts';
import { inferGraph } from '../../src/onnx/shapes.ts';
import { describeModel } from '../../src/pipeline/model/describe-model.ts';
import { buildModel } from './build-model.ts';
import { largestDifference } from './compare.ts';
import { runModel, tensor } from './run-model.ts';
import { channels, classes, tinyResnet, wave } from './tiny-resnet.ts';

const batch = 4;
const size = 8;
const pictures = wave(batch * 3 * size * size);
const pictureOf = (i: number) => pictures.slice(i * 3 * size * size, (i + 1) * 3 * size * size);

/** The same network, with a batch in its input, its output and the shape of its features. */
function convolutional(flat: readonly NodeProto[], shape = [batch, channels]): Model {
  const { node: nodes, initializer: weights } = tinyResnet().graph;
  return tinyResnet({
    nodes: [...nodes.slice(0, 6), ...flat, ...nodes.slice(7)],
    weights: [...weights, intTensor('shape', [shape.length], shape), intTensor('again', [2], [batch, channels])],
    inputs: [floatValue('input', [batch, 3, size, size])],
    outputs: [floatValue('logits', [batch, classes])],
  });
}
const toRows = [node('Reshape', ['pooled', 'shape'], ['flat'])];
/** All pictures beside each other, and apart again. */
const inOneRow = [node('Reshape', ['pooled', 'shape'], ['row']), node('Reshape', ['row', 'again'], ['flat'])];

/** A class token for each picture, one block of attention with two heads, and a class read from the token. */
function transformer(axis = -1): Model {
  const [tokens, width, heads] = [4, 6, 2];
  const weight = (name: string, rows: number, columns: number): TensorProto =>
    floatTensor(name, [rows, columns], wave(rows * columns, 0.5, name.length));
  const token = wave(width, 1, 3);
  const shapes = { grid: [batch, width, tokens], parts: [batch, tokens + 1, 3, heads, width / heads] };
  return buildModel({
    nodes: [
      node('Conv', ['input', 'patches.w'], ['patches'], { strides: { ints: [4, 4] } }),
      node('Reshape', ['patches', 'grid'], ['columns']),
      node('Transpose', ['columns'], ['rows'], { perm: { ints: [0, 2, 1] } }),
      node('Concat', ['token', 'rows'], ['all'], { axis: { int: 1 } }),
      node('Add', ['all', 'places'], ['placed']),
      node('MatMul', ['placed', 'qkv.w'], ['mixed']),
      node('Reshape', ['mixed', 'parts'], ['split']),
      node('Transpose', ['split'], ['apart'], { perm: { ints: [2, 0, 3, 1, 4] } }),
      ...['q', 'k', 'v'].map((name, i) => node('Gather', ['apart', `at.${i}`], [name], { axis: { int: 0 } })),
      node('Transpose', ['k'], ['kt'], { perm: { ints: [0, 1, 3, 2] } }),
      node('MatMul', ['q', 'kt'], ['alike']),
      node('Softmax', ['alike'], ['attention'], { axis: { int: axis } }),
      node('MatMul', ['attention', 'v'], ['values']),
      node('Transpose', ['values'], ['turned'], { perm: { ints: [0, 2, 1, 3] } }),
      node('Reshape', ['turned', 'whole'], ['joined']),
      node('Add', ['joined', 'placed'], ['block']),
      node('Gather', ['block', 'at.0'], ['first'], { axis: { int: 1 } }),
      node('Gemm', ['first', 'head.w'], ['logits']),
    ],
    inputs: [floatValue('input', [batch, 3, size, size])],
    outputs: [floatValue('logits', [batch, classes])],
    weights: [
      floatTensor('patches.w', [width, 3, 4, 4], wave(width * 48, 0.2)),
      floatTensor(
        'token',
        [batch, 1, width],
        Float32Array.from({ length: batch * width }, (_, i) => token[i % width]!),
      ),
      floatTensor('places', [1, tokens + 1, width], wave((tokens + 1) * width, 0.3)),
      weight('qkv.w', width, 3 * width),
      weight('head.w', width, classes),
      intTensor('grid', [3], shapes.grid),
      intTensor('parts', [5], shapes.parts),
      intTensor('whole', [3], [batch, tokens + 1, width]),
      ...[0, 1, 2].map((i) => intTensor(`at.${i}`, [], [i])),
    ],
  });
}

const input = (i: number) => ({ input: tensor([1, 3, size, size], pictureOf(i)) });
const all = (values: Float32Array) => ({ input: tensor([batch, 3, size, size], values) });
const chosen = tensor([1, classes], [0, 1, 0]);

it.each([
  ['a Reshape to [4, channels]', convolutional(toRows)],
  ['a Reshape to [4, -1]', convolutional(toRows, [batch, -1])],
  ['a Flatten', convolutional([node('Flatten', ['pooled'], ['flat'])])],
])('%s: what the network of free batch gives', async (_, model) => {
  const classifier = new Classifier(model);
  expect(fixedBatch(classifier)).toBe(1);
  const choice = { layers: { layer: 'features' }, input: true };
  const [made, free] = [addGradients(classifier, choice), addGradients(new Classifier(tinyResnet()), choice)];
  const { logits } = await runModel(model, all(pictures));
  for (let i = 0; i < batch; i++) {
    const given = await runModel(made.model, { ...input(i), [made.target]: chosen });
    const wanted = await runModel(free.model, { ...input(i), [free.target]: chosen });
    expect(largestDifference(given['logits']?.values, logits!.values.slice(i * classes, (i + 1) * classes))).toBe(0);
    for (const name of ['activations/layer', 'gradients/layer', 'gradients/input']) {
      expect(largestDifference(given[name]?.values, wanted[name]!.values), name).toBeLessThan(1e-6);
      expect(Math.max(...wanted[name]!.values.map(Math.abs)), name).toBeGreaterThan(1e-3);
    }
  }
});

it('a transformer: scores of each picture, and gradients by central differences', async () => {
  const model = transformer();
  const made = addGradients(new Classifier(model), { layers: {}, input: true });
  const { logits } = await runModel(model, all(pictures));
  for (let i = 0; i < batch; i++) {
    const given = await runModel(made.model, { ...input(i), [made.target]: chosen });
    const wanted = logits!.values.slice(i * classes, (i + 1) * classes);
    expect(largestDifference(given['logits']?.values, wanted)).toBeLessThan(1e-5);
    const gradient = given['gradients/input']!.values;
    const [, strongest] = gradient.reduce(
      ([most, at], value, p) => (Math.abs(value) > most ? [Math.abs(value), p] : [most, at]),
      [0, 0],
    );
    for (const place of [strongest, 77]) {
      const step = 1e-2;
      const scores = [step, -step].map(async (by) => {
        const moved = pictures.slice();
        moved[i * 3 * size * size + place]! += by;
        return (await runModel(model, all(moved)))['logits']!.values[i * classes + 1]!;
      });
      const [up = NaN, down = NaN] = await Promise.all(scores);
      const error = Math.abs(gradient[place]! - (up - down) / (2 * step));
      expect(error).toBeLessThan(0.01 * Math.abs(gradient[strongest]!));
    }
  }
});

it('keeps the type of an output that holds no floats', () => {
  const model = convolutional(toRows);
  model.graph.node.push(node('ArgMax', ['logits'], ['label'], { axis: { int: 1 } }));
  model.graph.output.push(withElementType(floatValue('label', [batch, 1]), DataType.INT64));
  const label = onePicture(model, inferGraph(model)).graph.output.find(({ name }) => name === 'label');
  expect(label?.type?.value).toMatchObject({ value: { elemType: DataType.INT64 } });
});

it('is described like any other model, and said to run with one picture', () => {
  const { input, notes } = describeModel(convolutional(toRows), {}, 'four.onnx');
  expect(input).toMatchObject({ name: 'input', size });
  expect(notes).toContain('four.onnx is written for 4 pictures at a time; it is run with one.');
});

it.each([
  ['pictures that are compared with each other', transformer(0)],
  ['pictures beside each other in one row', convolutional(inOneRow, [1, batch * channels])],
  [
    'a constant that differs from picture to picture',
    convolutional(toRows, [batch, channels]),
    (model: Model) => {
      const bias = floatTensor('fc.b', [batch, classes], wave(batch * classes));
      const weights = model.graph.initializer.filter(({ name }) => name !== 'fc.b');
      model.graph.initializer.splice(0, Infinity, ...weights, bias);
      model.graph.node.splice(
        -1,
        1,
        node('MatMul', ['flat', 'fc.t'], ['product']),
        node('Add', ['product', 'fc.b'], ['logits']),
      );
      model.graph.initializer.push(floatTensor('fc.t', [channels, classes], wave(channels * classes)));
    },
  ],
])('%s: refused', (_, model, change: (model: Model) => void = () => undefined) => {
  change(model);
  expect(() => describeModel(model, {}, 'four.onnx')).toThrow(
    'four.onnx takes exactly 4 pictures at a time: export it with a free batch, or with a batch of 1.',
  );
});
