import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { expect, it } from 'vitest';
import { networkFormat, networkVersion, type NetworkResult } from '../../../src/benchmark/network/network-result.ts';
import { networkTables } from '../../../src/benchmark/network/network-tables.ts';
import { sumKernels } from '../../../src/benchmark/network/sum-kernels.ts';
import { floatValue, node } from '../../../src/onnx/build.ts';
import { readModel } from '../../../src/onnx/read.ts';
import { worksOf } from '../../../src/pipeline/network/node-work.ts';
import type { Ceiling } from '../../../src/benchmark/ceilings/ceiling.ts';
import { eventsByRun, readKernelEvents } from '../../../src/pipeline/network/kernel-events.ts';
import { nameNodes } from '../../../src/pipeline/network/named-nodes.ts';
import { writtenModel } from '../../support/written-model.ts';
import { madeUpProfile } from './made-up-profile.ts';

const model = readModel(
  writtenModel({
    name: 'made up',
    node: [
      node('Relu', ['x'], ['a']),
      node('Flatten', ['a'], ['logits']),
      node('Abs', ['a'], ['b']),
      node('Neg', ['b'], ['gradients']),
    ],
    initializer: [],
    input: [floatValue('x', [1, 4])],
    output: [floatValue('logits', [1, 4]), floatValue('gradients', [1, 4])],
  }),
);
const nodes = nameNodes(model, ['logits']);
const works = worksOf(model, {});
const ceilings = [
  ceiling('copy', 'GB/s', 1e-3),
  ceiling('multiply-add f32', 'GFLOP/s', 1e-3),
  ceiling('dispatch', 'ms', 0.03),
];

function ceiling(name: Ceiling['name'], unit: Ceiling['unit'], value: number): Ceiling {
  return { name, unit, value, variant: 'made up', interval: [value, value], isNoisy: false, samplesMs: [1] };
}

/** Relu, a kernel that was inserted, Abs fused with Neg; a gap of 10 µs before the last. */
const run = (beginUs: number, reluUs: number) =>
  [
    ['cam-lens-0_token_12&Relu&Relu', beginUs, reluUs],
    ['Transpose_token_3&Transpose&Transpose', beginUs + reluUs, 20],
    ['cam-lens-2&FusedAbs&Pointwise', beginUs + reluUs + 30, 50],
  ] as const;

const events = readKernelEvents(
  madeUpProfile([
    ['cam-lens-1&Flatten&Copy', 0, 7],
    ...run(100, 900),
    ...run(2000, 30),
    ...run(3000, 30),
    ...run(4000, 32),
  ]),
);

it('nodes get unique names, and are found by what ONNX Runtime makes of them', () => {
  expect(nodes.model.graph.node.map(({ name }) => name)).toEqual([
    'cam-lens-0',
    'cam-lens-1',
    'cam-lens-2',
    'cam-lens-3',
  ]);
  expect(nodes.find('cam-lens-3_token_4')).toEqual({ name: 'gradients', operator: 'Neg', side: 'gradient' });
  expect(nodes.find('cam-lens-0')).toEqual({ name: 'a', operator: 'Relu', side: 'forward' });
  for (const other of ['cam-lens-30', 'Transpose_token_3', '', 'x cam-lens-0'])
    expect(nodes.find(other)).toBeUndefined();
});

it('sums by kernel, operator and side; the first run does not count', () => {
  const outcome = sumKernels({ runs: eventsByRun(events, 4), nodes, works }, ceilings);
  expect(
    outcome.kernels.map(({ node: name, operator, match, side, medianMs }) => [name, operator, match, side, medianMs]),
  ).toEqual([
    ['a', 'Relu', 'node', 'forward', 0.03],
    ['', 'Transpose', 'inserted', 'gradient', 0.02],
    ['b', 'FusedAbs', 'fused', 'gradient', 0.05],
  ]);
  expect(outcome.total.medianMs).toBeCloseTo(0.1, 12);
  expect(outcome.span.medianMs).toBeCloseTo(0.11, 12);
  expect(outcome.sides.forward.medianMs).toBeCloseTo(0.03, 12);
  expect(outcome.sides.gradient.medianMs).toBeCloseTo(0.07, 12);
  expect(outcome.operators.map(({ operator, kernels }) => [operator, kernels])).toEqual([
    ['FusedAbs', 1],
    ['Relu', 1],
    ['Transpose', 1],
  ]);
  expect(outcome.kernels.map(({ share }) => share)).toEqual(
    [0.3, 0.2, 0.5].map((share) => expect.closeTo(share, 12) as number),
  );
  expect(outcome.absent).toEqual([
    { node: 'logits', operator: 'Flatten' },
    { node: 'gradients', operator: 'Neg' },
  ]);
});

it('says which ceiling limits a kernel, and how near it comes', () => {
  const { kernels, operators } = sumKernels({ runs: eventsByRun(events, 4), nodes, works }, ceilings);
  // 4 values read and written at 1 MB/s: 0.032 ms; 4 operations at 1 MFLOP/s: 0.004 ms; a dispatch: 0.03 ms.
  const limit = { bytes: 32, operations: 4, bound: 'memory' };
  expect(kernels.map((kernel) => kernel.limit)).toEqual([
    { ...limit, reached: expect.closeTo(0.032 / 0.03, 9) as number },
    undefined,
    { ...limit, reached: expect.closeTo(0.032 / 0.05, 9) as number },
  ]);
  expect(operators.map(({ operator, reached }) => [operator, reached])).toEqual([
    ['FusedAbs', expect.closeTo(0.64, 9)],
    ['Relu', expect.closeTo(0.032 / 0.03, 9)],
    ['Transpose', undefined],
  ]);
});

it('refuses profiles that it cannot read', () => {
  expect(() => readKernelEvents(['[', 'x', ']'])).toThrow('it is not JSON');
  expect(() => readKernelEvents(madeUpProfile([['Conv', 1, 1]]))).toThrow('a kernel is called "Conv"');
  expect(() => eventsByRun([], 2)).toThrow('it has 0 kernels of 2 runs');
  const other = readKernelEvents(madeUpProfile([...run(0, 1), ...run(100, 1), ...run(200, 1).toReversed()]));
  expect(() => eventsByRun(other, 3)).toThrow('kernel 0 is cam-lens-2 in one run');
});

const wall = { medianMs: 1, interval: [1, 1] } as const;
const result: NetworkResult = {
  ...{ format: networkFormat, version: networkVersion, begunAt: '2026-01-02T03:04:05.678Z', tookMs: 1 },
  ...{ adapter: 'made up', isSoftware: true, browser: 'none', model: 'tiny', input: [1, 3, 32, 32], layers: ['last'] },
  outcome: { ...sumKernels({ runs: eventsByRun(events, 4), nodes, works }, ceilings), runs: 3, wall },
};

it.each<NetworkResult['outcome']>([
  result.outcome,
  { status: 'total only', runs: 3, wall, reason: 'It has no timestamps.' },
  { status: 'differs', reason: 'It does.' },
])('the schema describes the outcome $status', (outcome) => {
  const file = join(import.meta.dirname, '../../../docs/schema/network-benchmark.json');
  const isValid = new Ajv().compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  expect(isValid({ ...result, outcome }), JSON.stringify(isValid.errors)).toBe(true);
  expect(isValid({ ...result, outcome: { ...outcome, more: 1 } })).toBe(false);
});

it('tables show the sums, the operators, and the slowest kernels first', () => {
  const [sums, operators, kernels] = networkTables(result);
  expect(sums!.title).toContain('a CPU emulates the GPU');
  expect(sums!.rows.map(([what, medianMs]) => [what, medianMs])).toEqual([
    ['whole run, while it is profiled', 1],
    ['span of the kernels', 0.11],
    ['sum of the kernels', 0.1],
    ['  forward', 0.03],
    ['  gradient', 0.07],
  ]);
  expect(operators!.rows[0]).toEqual(['FusedAbs', 'gradient', 1, 0.05, '0.05 – 0.05', 50, 64]);
  expect(kernels!.rows.map((row) => row.slice(-2))).toEqual([
    ['memory', 64],
    ['memory', 107],
    ['', ''],
  ]);
  expect(kernels!.rows.map(([name]) => name)).toEqual(['b', 'a', '']);
  const [wrong] = networkTables({ ...result, outcome: { status: 'differs', reason: 'It does.' } });
  expect(wrong!.rows).toEqual([['WRONG', 'It does.']]);
});
