/** Producers, consumers, order, constants. */
import { create } from '@bufbuild/protobuf';
import { AttributeProtoSchema, GraphProtoSchema, TensorProto_DataType, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { CamLensError } from '../../src/errors.ts';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import { findConstant, findInts, indexGraph, valuesRead } from '../../src/onnx/graph.ts';
import { buildModel } from '../autodiff/build-model.ts';

const a = node('Relu', ['x'], ['a']);
const b = node('Relu', ['a'], ['b']);
const c = node('Add', ['a', 'b'], ['c']);
const x = floatValue('x', [1]);

describe('indexGraph', () => {
  it('knows who makes and who reads a value', () => {
    const graph = indexGraph(buildModel({ nodes: [a, b, c], inputs: [x], outputs: [], opset: 13 }));
    expect(graph.producers.get('b')).toBe(b);
    expect(graph.producers.has('x')).toBe(false);
    expect(graph.consumers.get('a')).toEqual([b, c]);
    expect(graph.opset).toBe(13);
  });

  it('keeps the file’s order where that is topological, and mends it where not', () => {
    const other = node('Relu', ['x'], ['other']);
    const order = (...nodes: (typeof a)[]) => indexGraph(buildModel({ nodes, inputs: [x], outputs: [] })).nodes;
    expect(order(other, a, b, c)).toEqual([other, a, b, c]);
    expect(order(a, b, other, c)).toEqual([a, b, other, c]);
    expect(order(c, b, other, a)).toEqual([a, b, c, other]);
  });

  it('leaves weights out of the inputs, where old files list them', () => {
    const w = floatTensor('w', [1], Float32Array.of(1));
    const inputs = [x, floatValue('w', [1])];
    const graph = indexGraph(buildModel({ nodes: [a], inputs, outputs: [], weights: [w] }));
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
  });

  it.each([
    ['form a cycle through "c"', [node('Add', ['x', 'd'], ['c']), node('Relu', ['c'], ['d'])]],
    ['Two nodes of the model produce the value "a"', [a, node('Neg', ['x'], ['a'])]],
  ])('refuses a graph whose nodes: %s', (message, nodes) => {
    const run = () => indexGraph(buildModel({ nodes, inputs: [x], outputs: [] }));
    expect(run).toThrow(CamLensError);
    expect(run).toThrow(message);
  });
});

it('counts what a graph inside a node takes from outside', () => {
  const inner = create(GraphProtoSchema, {
    node: [node('Add', ['a', 'own'], ['sum']), node('Relu', ['own'], ['rest'])],
    initializer: [floatTensor('own', [1], Float32Array.of(1))],
    output: [floatValue('sum', [1])],
  });
  const branch = node('If', ['condition', ''], ['y']);
  branch.attribute.push(create(AttributeProtoSchema, { name: 'then_branch', g: inner }));
  expect(valuesRead(branch)).toEqual(['condition', 'a']);
});

describe('constants', () => {
  const typed = create(TensorProtoSchema, {
    name: 'typed',
    dataType: TensorProto_DataType.INT64,
    dims: [2n],
    int64Data: [7n, -1n],
  });
  const small = create(TensorProtoSchema, {
    name: 'small',
    dataType: TensorProto_DataType.INT32,
    dims: [1n],
    int32Data: [-4],
  });
  const graph = indexGraph(
    buildModel({
      nodes: [node('Constant', [], ['listed'], { value_ints: { ints: [3, -2] } }), node('Identity', ['raw'], ['same'])],
      inputs: [x],
      outputs: [],
      weights: [intTensor('raw', [2], [0, -1]), typed, small, floatTensor('floats', [1], Float32Array.of(1))],
    }),
  );
  it.each([
    ['raw', [0, -1]],
    ['typed', [7, -1]],
    ['small', [-4]],
    ['listed', [3, -2]],
    ['same', [0, -1]],
    ['floats', undefined],
    ['x', undefined],
    ['absent', undefined],
  ])('%s is %j', (name, expected) => {
    expect(findInts(graph, name)).toEqual(expected);
  });
  it('are the file’s own tensors', () => {
    expect(findConstant(graph, 'typed')).toBe(typed);
  });
});
