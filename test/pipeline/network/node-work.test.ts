import { expect, it } from 'vitest';
import { floatTensor, floatValue, node } from '../../../src/onnx/build.ts';
import { readModel } from '../../../src/onnx/read.ts';
import { worksOf } from '../../../src/pipeline/network/node-work.ts';
import { writtenModel } from '../../support/written-model.ts';

const weights = (name: string, ...dims: number[]) =>
  floatTensor(name, dims, new Float32Array(dims.reduce((product, dim) => product * dim, 1)));

const model = readModel(
  writtenModel({
    name: 'works',
    node: [
      node('Conv', ['x', 'w'], ['conv'], { kernel_shape: { ints: [3, 3] }, group: { int: 2 } }),
      node('Add', ['conv', 'conv'], ['twice']),
      node('ConvTranspose', ['twice', 'back'], ['wide'], { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } }),
      node('ReduceMean', ['wide'], ['mean'], { axes: { ints: [2, 3] }, keepdims: { int: 0 } }),
      node('Gemm', ['mean', 'fc', 'bias'], ['logits'], { transB: { int: 1 } }),
      node('Transpose', ['logits'], ['turned'], { perm: { ints: [1, 0] } }),
      node('Gemm', ['turned', 'fc'], ['product'], { transA: { int: 1 } }),
      node('MatMul', ['mean', 'square'], ['matrix']),
      node('Gather', ['table', 'index'], ['found'], { axis: { int: 0 } }),
      node('NonZero', ['mean'], ['places']),
      node('Neg', ['places'], ['unknown']),
    ],
    initializer: [
      weights('w', 6, 2, 3, 3),
      weights('back', 6, 5, 2, 2),
      weights('fc', 7, 5),
      weights('bias', 7),
      weights('square', 5, 5),
      weights('table', 1000, 5),
      weights('index', 1),
    ],
    input: [floatValue('x', ['batch', 4, 'height', 'width'])],
    output: [floatValue('logits', ['batch', 7])],
  }),
);

it('counts what each node must read, write and compute, worked out by hand', () => {
  const works = worksOf(model, { x: [1, 4, 6, 8] });
  const of = (values: number, operations: number) => ({ bytes: 4 * values, operations });
  // conv: [1, 6, 4, 6], 144 values, each of 2 · 9 products. Its weights: 108.
  expect(works.slice(0, 9)).toEqual([
    of(4 * 48 + 108 + 144, 2 * 144 * 18),
    // The same value twice is read once.
    of(144 + 144, 144),
    // [1, 5, 8, 12]: every value read goes into 5 · 4 products.
    of(144 + 120 + 480, 2 * 144 * 20),
    of(480 + 5, 480),
    of(5 + 35 + 7 + 7, 2 * 7 * 5),
    of(7 + 7, 7),
    of(7 + 35 + 5, 2 * 5 * 7),
    of(5 + 25 + 5, 2 * 5 * 5),
    // Of the table, only the row that is found.
    of(5 + 1 + 5, 5),
  ]);
  // How many are not zero depends on the picture.
  expect(works.slice(9)).toEqual([undefined, undefined]);
});

it('knows nothing at a free size', () => {
  expect(worksOf(model, {})[0]).toBeUndefined();
});
