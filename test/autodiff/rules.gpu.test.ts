/**
 * Every rule on ONNX Runtime's WebGPU provider, compared with wasm; and every operator that rules emit has a kernel
 * there.
 */
import { describe, expect, it } from 'vitest';
import { gpuOperators, type EmittedOperator } from '../../src/autodiff/emitted-operators.ts';
import { floatTensor, floatValue, intTensor, node, type AttributeValue } from '../../src/onnx/build.ts';
import { buildModel } from './build-model.ts';
import { largestDifference } from './compare.ts';
import { ruleCases } from './rule-cases.ts';
import { buildRuleGraphs, type RuleCase } from './rule-graphs.ts';
import { runInBrowser, runsWithoutCpu } from './run-in-browser.ts';

describe('the gradient on WebGPU equals that on wasm', () => {
  it.each(Object.entries<readonly RuleCase[]>(ruleCases))('%s', async (opType, cases) => {
    // All run on wasm; here only the first, the last and one in between, because each case takes a second.
    const some = new Set([cases[0], cases[cases.length >> 1], cases.at(-1)]);
    for (const rule of some) {
      if (rule === undefined) continue;
      const { lifted, backward, feeds, seedsFor } = buildRuleGraphs(opType, rule);
      const [results = {}] = await runInBrowser('wasm', lifted, [feeds]);
      const all = [{ ...feeds, ...seedsFor(results) }];
      const [expected = {}] = await runInBrowser('wasm', backward, all);
      const [actual = {}] = await runInBrowser('webgpu', backward, all);
      for (const [name, { dims, values }] of Object.entries(expected)) {
        expect(actual[name]?.dims, `${rule.title}, ${name}`).toEqual(dims);
        expect(largestDifference(actual[name]?.values, values), `${rule.title}, ${name}`).toBeLessThan(
          tolerances[opType] ?? 1e-5,
        );
      }
    }
  });
});

/** WGSL guarantees sines only to 2^-11. */
const tolerances: Readonly<Record<string, number>> = { Cos: 2 ** -11, Sin: 2 ** -11 };

type Call = readonly [inputs: readonly string[], attributes?: Readonly<Record<string, AttributeValue>>];

const unary: Call = [['x']];
const binary: Call = [['x', 'half']];
const compared: Call = [['b', 'b']];
const calls: Readonly<Partial<Record<EmittedOperator, Call>>> = {
  And: compared,
  Cast: [['b'], { to: { int: 1 } }],
  Concat: [['x', 'x'], { axis: { int: 1 } }],
  Conv: [['x', 'kernel']],
  ConvTranspose: [['x', 'kernel']],
  CumSum: [['x', 'one']],
  DepthToSpace: [['x'], { blocksize: { int: 2 } }],
  Einsum: [['x', 'matrix'], { equation: { string: 'nchw,wv->nchv' } }],
  Expand: [['half', 'shape']],
  Gather: [['x', 'list'], { axis: { int: 1 } }],
  Gemm: [['matrix', 'matrix']],
  MatMul: [['x', 'x']],
  Not: [['b']],
  Pad: [['x', 'pads']],
  ReduceSum: [['x', 'list']],
  Reshape: [['x', 'shape']],
  Slice: [['x', 'list', 'end', 'list']],
  Squeeze: [['x', 'zero']],
  Unsqueeze: [['x', 'list']],
  Where: [['b', 'x', 'half']],
};
const pairs: ReadonlySet<string> = new Set(['Add', 'Div', 'Equal', 'Greater', 'Less', 'Mul', 'Pow', 'Sub']);
const logical: ReadonlySet<string> = new Set(['And', 'Equal', 'Greater', 'Less', 'Not']);

it('every operator that rules emit has a kernel on WebGPU', async () => {
  const missing: string[] = [];
  for (const opType of gpuOperators) {
    const [inputs, attributes] = calls[opType] ?? (pairs.has(opType) ? binary : unary);
    const needsTruth = inputs.includes('b');
    const model = buildModel({
      nodes: [
        ...(needsTruth ? [node('Greater', ['x', 'half'], ['b'])] : []),
        node(opType, inputs, [logical.has(opType) ? 'truth' : 'y'], attributes),
        ...(logical.has(opType) ? [node('Where', ['truth', 'x', 'half'], ['y'])] : []),
      ],
      inputs: [floatValue('x', [1, 4, 4, 4])],
      outputs: [
        floatValue(
          'y',
          Array.from({ length: ranks[opType] ?? 4 }, () => ''),
        ),
      ],
      weights: weights.filter(({ name }) => inputs.includes(name) || name === 'half'),
    });
    if (!(await runsWithoutCpu(model))) missing.push(opType);
  }
  expect(missing).toEqual([]);
});

it('the check finds one without a kernel', async () => {
  const model = buildModel({
    nodes: [node('Sign', ['x'], ['y'])],
    inputs: [floatValue('x', [1, 4])],
    outputs: [floatValue('y', [1, 4])],
  });
  expect(await runsWithoutCpu(model)).toBe(false);
});

const ranks: Readonly<Partial<Record<EmittedOperator, number>>> = { Flatten: 2, Gemm: 2, Squeeze: 3, Unsqueeze: 5 };
const weights = [
  floatTensor('half', [1], Float32Array.of(0.5)),
  floatTensor('kernel', [4, 4, 1, 1], new Float32Array(16).fill(1)),
  floatTensor('matrix', [4, 4], new Float32Array(16).fill(1)),
  intTensor('one', [], [1]),
  intTensor('zero', [1], [0]),
  intTensor('list', [1], [1]),
  intTensor('end', [1], [3]),
  intTensor('shape', [4], [1, 4, 4, 4]),
  intTensor('pads', [8], [0, 0, 1, 1, 0, 0, 1, 1]),
];
