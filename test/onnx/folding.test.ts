/** What is evaluated before the graph runs is what ONNX Runtime makes of the same nodes. */
import { create } from '@bufbuild/protobuf';
import { ValueInfoProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { floatTensor, floatValue, intTensor, node, type AttributeValue } from '../../src/onnx/build.ts';
import { entriesOf, readFloats, readInts } from '../../src/onnx/constants.ts';
import { indexGraph } from '../../src/onnx/graph.ts';
import { DataType, type NodeProto, type TensorProto } from '../../src/onnx/messages.ts';
import { inferValues } from '../../src/onnx/shapes.ts';
import { buildModel } from '../autodiff/build-model.ts';
import { startRunner } from '../autodiff/run-model.ts';

const f = (values: readonly number[], dims: readonly number[] = [values.length]) => ({ values, dims, isFloat: true });
const i = (values: readonly number[], dims: readonly number[] = [values.length]) => ({ values, dims, isFloat: false });
type Given = ReturnType<typeof f>;

const counting = (...dims: readonly number[]): Given =>
  i(
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, at) => at),
    dims,
  );
const toInt64 = { to: { int: DataType.INT64 } };
const toBool = { to: { int: DataType.BOOL } };
const toFloat = { to: { int: DataType.FLOAT } };
const halves = f([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.49999997]);
const axis = (at: number): Record<string, AttributeValue> => ({ axis: { int: at } });

const cases: readonly [string, readonly Given[], Record<string, AttributeValue>?][] = [
  ['Abs', [i([-3, 0, 4])]],
  ['Add', [i([1, 2, 3]), i([10], [1])]],
  ['Add', [f([0.1, 16777216]), f([0.2, 1])]],
  ['Cast', [f([-2.7, 2.7, 0])], toInt64],
  ['Cast', [i([-2, 0, 3])], toBool],
  ['Cast', [i([16777217])], toFloat],
  ['CastLike', [f([2.9]), i([0])]],
  ['Ceil', [halves]],
  ['Clip', [i([-5, 3, 9]), i([0], []), i([6], [])]],
  ['Clip', [f([-5, 3, 9]), f([0], [])]],
  ['Concat', [counting(2, 3), counting(2, 1), counting(2, 2)], axis(-1)],
  ['Concat', [counting(2, 3), counting(1, 3)], axis(0)],
  ['ConstantOfShape', [i([2, 3])]],
  ['ConstantOfShape', [i([2])], {}],
  ['CumSum', [counting(2, 3), i([1], [])]],
  ['CumSum', [counting(2, 3), i([0], [])]],
  ['Div', [i([-7, 7, 7, -7]), i([2, 2, -2, -2])]],
  ['Div', [f([7, 1]), f([2, 3])]],
  ['Cos', [f([0, 1, -2])]],
  ['Equal', [i([1, 2, 3], [3, 1]), i([1, 3])]],
  ['Exp', [f([1, -2])]],
  ['Expand', [i([1, 2, 3], [3, 1]), i([2, 1, 4])]],
  ['Flatten', [counting(2, 3, 4)], axis(2)],
  ['Floor', [halves]],
  ['Gather', [counting(3, 4), i([2, -3, 0, 1], [2, 2])], axis(1)],
  ['Gather', [counting(3, 4), i([-1], [])]],
  ['Greater', [f([1, 2]), f([2, 1])]],
  ['GreaterOrEqual', [i([1, 2]), i([1, 3])]],
  ['Identity', [counting(2, 2)]],
  ['Less', [i([1, 2]), i([2, 1])]],
  ['LessOrEqual', [i([1, 2]), i([1, 1])]],
  ['Log', [f([1, 2])]],
  ['Max', [i([1, 5]), i([4, 2]), i([3], [])]],
  ['Mean', [f([1, 2]), f([4, 5]), f([3, 3])]],
  ['Min', [i([1, 5]), i([4, 2])]],
  ['Mod', [i([-7, 7, 7, -7]), i([3, 3, -3, -3])]],
  ['Mod', [i([-7, 7, 7, -7]), i([3, 3, -3, -3])], { fmod: { int: 1 } }],
  ['Mod', [f([-7.5, 7.5]), f([2, -2])], { fmod: { int: 1 } }],
  ['Mul', [i([1, 2], [2, 1]), i([3, 4], [1, 2])]],
  ['Neg', [i([1, -2])]],
  ['Pow', [f([2, 3]), f([0.5, 2])]],
  ['Range', [i([1], []), i([10], []), i([4], [])]],
  ['Range', [i([5], []), i([0], []), i([-2], [])]],
  ['Range', [f([0], []), f([1], []), f([0.3], [])]],
  ['Reciprocal', [f([4, 3])]],
  ['ReduceMax', [counting(2, 3, 2)], { axes: { ints: [1] } }],
  ['ReduceMean', [f([1, 2, 4, 8], [2, 2])], { axes: { ints: [-1] }, keepdims: { int: 0 } }],
  ['ReduceMin', [counting(2, 3)], { axes: { ints: [0] } }],
  ['ReduceProd', [i([2, 3, 4])], { keepdims: { int: 0 } }],
  ['ReduceSum', [counting(2, 3), i([0])]],
  ['ReduceSum', [counting(2, 3, 2), i([2, 0])], { keepdims: { int: 0 } }],
  ['Relu', [f([-1, 2])]],
  ['Reshape', [counting(2, 6), i([0, -1, 2])]],
  ['Round', [halves]],
  ['Shape', [counting(2, 3, 4)], { start: { int: 1 } }],
  ['Sign', [i([-4, 0, 2])]],
  ['Sin', [f([1])]],
  ['Size', [counting(2, 3)]],
  ['Slice', [counting(6), i([-1]), i([-(2 ** 63)]), i([0]), i([-2])]],
  ['Slice', [counting(4, 5), i([1, -3]), i([2 ** 63, -1]), i([0, 1]), i([2, 1])]],
  ['Slice', [counting(4, 5), i([3]), i([1])]],
  ['Split', [counting(5, 2), i([2, 3])]],
  ['Sqrt', [f([2])]],
  ['Squeeze', [counting(1, 3, 1)]],
  ['Squeeze', [counting(1, 3, 1), i([-1])]],
  ['Sub', [i([5, 3]), i([1])]],
  ['Sum', [f([1, 2]), f([3, 4]), f([5, 6])]],
  ['Tanh', [f([0.5])]],
  ['Tile', [counting(2, 3), i([2, 3])]],
  ['Transpose', [counting(2, 3, 4)], { perm: { ints: [2, 0, 1] } }],
  ['Transpose', [counting(2, 3)]],
  ['Unsqueeze', [counting(2, 3), i([0, -1])]],
];

const tensorOf = ({ values, dims, isFloat }: Given, name: string): TensorProto =>
  isFloat ? floatTensor(name, dims, Float32Array.from(values)) : intTensor(name, dims, values);

async function expectAsRun(nodes: readonly NodeProto[], weights: readonly TensorProto[]): Promise<void> {
  const outputs = [create(ValueInfoProtoSchema, { name: 'y' })];
  const model = buildModel({ nodes, inputs: [], outputs, weights });
  const runner = await startRunner(model);
  const { y } = await runner.run({});
  await runner.release();
  const found = inferValues(indexGraph(model)).graph.constants.get('y');
  if (found === undefined || y === undefined) throw new Error('y is not known.');
  expect(found.dims.map(Number)).toEqual([...y.dims]);
  expect(entriesOf(found)).toBe(y.values.length);
  const wanted = Array.from(y.values as ArrayLike<number | bigint>, Number);
  (readFloats(found) ?? readInts(found) ?? []).forEach((value, at) => {
    expect(value, `entry ${at}`).toBeCloseTo(wanted[at] ?? NaN, 6);
  });
}

describe('operators, as ONNX Runtime evaluates them', () => {
  it.each(cases)('%s %j %j', async (operator, inputs, attributes = {}) => {
    const names = inputs.map((_, at) => `x${at}`);
    const outputs = operator === 'Split' ? ['y', 'rest'] : ['y'];
    const weights = inputs.map((given, at) => tensorOf(given, names[at] ?? ''));
    await expectAsRun([node(operator, names, outputs, attributes)], weights);
  });

  it.each(['And', 'Or', 'Xor'])('%s', async (operator) => {
    const nodes = [node('Cast', ['a'], ['p'], toBool), node('Cast', ['b'], ['q'], toBool)];
    await expectAsRun(
      [...nodes, node(operator, ['p', 'q'], ['y'])],
      [intTensor('a', [4], [0, 0, 1, 1]), intTensor('b', [4], [0, 1, 0, 1])],
    );
  });

  it('Not and Where', async () => {
    const nodes = [
      node('Cast', ['a'], ['p'], toBool),
      node('Not', ['p'], ['q']),
      node('Where', ['q', 'b', 'c'], ['y']),
    ];
    await expectAsRun(nodes, [intTensor('a', [2, 1], [0, 1]), intTensor('b', [2], [5, 6]), intTensor('c', [], [-1])]);
  });
});

describe('what is known in part', () => {
  const valuesOf = (nodes: readonly NodeProto[], weights: readonly TensorProto[] = []) =>
    inferValues(
      indexGraph(
        buildModel({
          nodes: [node('Shape', ['x'], ['shape']), ...nodes],
          inputs: [floatValue('x', ['n', 3, 30, 'w'])],
          outputs: [],
          weights: [intTensor('two', [], [2]), intTensor('seven', [], [7]), ...weights],
        }),
      ),
    );

  it('a float that is rounded, of a size that is known, beside sizes that are free', () => {
    const { graph, contents } = valuesOf([
      node('Cast', ['shape'], ['f'], toFloat),
      node('Cast', ['seven'], ['g'], toFloat),
      node('Div', ['f', 'g'], ['q']),
      node('Ceil', ['q'], ['c']),
      node('Cast', ['c'], ['all'], toInt64),
      node('Gather', ['all', 'two'], ['y']),
    ]);
    expect(contents.get('all')).toEqual(['', 1, 5, '']);
    expect(readInts(graph.constants.get('y')!)).toEqual([5]);
    expect(graph.constants.has('all')).toBe(false);
  });

  it('names stay names', () => {
    const { contents } = valuesOf([node('Cast', ['shape'], ['y'], toInt64)]);
    expect(contents.get('y')).toEqual(['n', 3, 30, 'w']);
  });

  it('nothing of what has no certain number', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const weights = [intTensor('zero', [], [0]), intTensor('most', [], [most])];
    const { graph } = valuesOf([node('Div', ['two', 'zero'], ['a']), node('Mul', ['most', 'two'], ['b'])], weights);
    expect(['a', 'b'].filter((name) => graph.constants.has(name))).toEqual([]);
  });
});

describe('bounds', () => {
  it('a tensor that is too large is not made', () => {
    const nodes = [node('ConstantOfShape', ['sizes'], ['y'])];
    const weights = [intTensor('sizes', [3], [2 ** 20, 2 ** 20, 2 ** 20])];
    const model = buildModel({ nodes, inputs: [], outputs: [], weights });
    expect(inferValues(indexGraph(model)).graph.constants.has('y')).toBe(false);
  });

  it('many large tensors are not made, and arithmetic on shapes behind them is', () => {
    const large = Array.from({ length: 1000 }, (_, at) => node('ConstantOfShape', ['sizes'], [`large ${at}`]));
    const nodes = [...large, node('Add', ['sizes', 'sizes'], ['y'])];
    const model = buildModel({ nodes, inputs: [], outputs: [], weights: [intTensor('sizes', [1], [2 ** 18])] });
    const { constants } = inferValues(indexGraph(model)).graph;
    const made = large.filter(({ output }) => constants.has(output[0] ?? ''));
    expect(made.length).toBeGreaterThan(8);
    expect(made.length).toBeLessThan(20);
    expect(readInts(constants.get('y')!)).toEqual([2 ** 19]);
  });

  it('a node that is not as ONNX has it is left to the runtime', () => {
    const nodes = [node('Transpose', ['a'], ['y'], { perm: { ints: [4, 5] } }), node('Gather', ['a', 'far'], ['z'])];
    const weights = [intTensor('a', [2], [1, 2]), intTensor('far', [], [9])];
    const { graph } = inferValues(indexGraph(buildModel({ nodes, inputs: [], outputs: [], weights })));
    expect(graph.constants.has('y') || graph.constants.has('z')).toBe(false);
  });
});
