/** Models of old operator sets, lifted: what is not already held by the rules' own cases. */
import { create } from '@bufbuild/protobuf';
import { AttributeProtoSchema, GraphProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import { indexGraph } from '../../src/onnx/graph.ts';
import { upgradeModel } from '../../src/onnx/upgrade.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { buildModel, type ModelParts } from '../autodiff/build-model.ts';
import { runModel, tensor } from '../autodiff/run-model.ts';
import { wave } from '../autodiff/tiny-resnet.ts';

const x = tensor([1, 1, 2, 3], wave(6));

async function both(parts: Omit<ModelParts, 'inputs' | 'outputs'>, dims: readonly number[]) {
  const model = buildModel({ ...parts, inputs: [floatValue('x', x.dims)], outputs: [floatValue('y', dims)] });
  return { old: (await runModel(model, { x })).y, lifted: (await runModel(upgradeModel(model), { x })).y };
}

describe('gives what it gave', () => {
  it.each([
    ['nearest', [1, 1, 4, 9]],
    ['linear', [1, 1, 4, 9]],
  ] as const)('Upsample of set 9, %s', async (mode, dims) => {
    const nodes = [node('Upsample', ['x', 'scales'], ['y'], { mode: { string: mode } })];
    const weights = [floatTensor('scales', [4], Float32Array.of(1, 1, 2, 3))];
    const { old, lifted } = await both({ nodes, weights, opset: 9 }, dims);
    expect(lifted).toEqual(old);
  });

  it('Upsample of set 7', async () => {
    const nodes = [node('Upsample', ['x'], ['y'], { scales: { floats: [1, 1, 2, 2] } })];
    const { old, lifted } = await both({ nodes, opset: 7 }, [1, 1, 4, 6]);
    expect(lifted).toEqual(old);
  });

  it('a branch of If', async () => {
    const inner = (attributes: Parameters<typeof node>[3]) =>
      create(GraphProtoSchema, {
        name: 'branch',
        node: [node('Clip', ['x'], ['inner'], attributes)],
        output: [floatValue('inner', x.dims)],
      });
    const branch = node('If', ['truth'], ['y']);
    branch.attribute.push(
      create(AttributeProtoSchema, { name: 'then_branch', type: 5, g: inner({ max: { float: 0.5 } }) }),
      create(AttributeProtoSchema, { name: 'else_branch', type: 5, g: inner({ min: { float: 0 } }) }),
    );
    const nodes = [node('Cast', ['one'], ['truth'], { to: { int: 9 } }), branch];
    const { old, lifted } = await both({ nodes, weights: [intTensor('one', [1], [1])], opset: 9 }, x.dims);
    expect(lifted).toEqual(old);
    expect([...(lifted?.values ?? [])]).toEqual([...x.values].map((value) => Math.min(value, 0.5)));
  });
});

describe('the model', () => {
  const weights = [floatTensor('w', [1], Float32Array.of(2))];
  const nodes = [
    node('Mul', ['x', 'w'], ['twice']),
    node('Unsqueeze', ['twice'], ['y'], { axes: { ints: [0] } }),
    node('Constant', [], ['y/Constant'], { value_int: { int: 3 } }),
  ];
  const parts = { nodes, weights, inputs: [floatValue('x', [1])], outputs: [floatValue('y', [1, 1])] };

  it('keeps its values’ names and its weights, and is not changed itself', () => {
    const model = buildModel({ ...parts, opset: 12 });
    const bytes = writeModel(model);
    const lifted = upgradeModel(model);
    expect(writeModel(model)).toEqual(bytes);
    expect(indexGraph(lifted).opset).toBe(13);
    expect(lifted.graph.initializer[0]).toBe(weights[0]);
    expect(lifted.graph.node.map(({ opType, output }) => [opType, output[0]])).toEqual([
      ['Mul', 'twice'],
      ['Constant', 'y/Constant_2'],
      ['Unsqueeze', 'y'],
      ['Constant', 'y/Constant'],
    ]);
  });

  it('is the same object where there is nothing to lift', () => {
    const model = buildModel({ ...parts, opset: 13 });
    expect(upgradeModel(model)).toBe(model);
  });

  it('is refused where it is too old, or has no later form', () => {
    expect(() => upgradeModel(buildModel({ ...parts, opset: 6 }))).toThrow('operator set 6: convert it to 13 or newer');
    const odd = node('BatchNormalization', ['x', 'w', 'w', 'w', 'w'], ['y'], { spatial: { int: 0 } });
    expect(() => upgradeModel(buildModel({ ...parts, nodes: [odd], opset: 7 }))).toThrow(
      'The BatchNormalization node "y" has statistics for every pixel',
    );
  });
});
