import { beforeAll, expect, it } from 'vitest';
import { measureNetwork } from '../../../src/benchmark/network/measure-network.ts';
import type { NetworkKernels, NetworkResult } from '../../../src/benchmark/network/network-result.ts';
import { tinyModel } from '../../support/tiny-model.ts';

const runs = 5;
let result: NetworkResult;
let kernels: NetworkKernels;
beforeAll(async () => {
  result = await measureNetwork({ model: tinyModel(), layers: ['stem'], runs });
  if (result.outcome.status !== 'measured') throw new Error(result.outcome.reason);
  kernels = result.outcome;
});

it('names every kernel by node and operator, in the order in which they run', () => {
  const forward = kernels.kernels.filter(({ side, match }) => side === 'forward' && match !== 'inserted');
  const nodes = forward.map(({ node, operator }) => [node, operator]);
  // Relu is fused into the first Conv unless its input is an output too; views have no kernel.
  expect(nodes.filter(([node]) => ['stem', 'pooled', 'branch', 'sum', 'logits'].includes(node!))).toEqual([
    ['stem', 'Conv'],
    ['pooled', 'MaxPool'],
    ['branch', 'Conv'],
    ['sum', 'Add'],
    ['logits', 'Gemm'],
  ]);
  for (const { program, node, match } of kernels.kernels) {
    expect(program).toMatch(/\w/);
    expect(node === '').toBe(match === 'inserted');
  }
});

it('keeps gradients apart from the forward run', () => {
  const { forward, gradient } = kernels.sides;
  expect(kernels.kernels.some(({ side, operator }) => side === 'gradient' && /ConvTranspose|Conv/.test(operator))).toBe(
    true,
  );
  expect(forward.medianMs).toBeGreaterThan(0);
  expect(gradient.medianMs).toBeGreaterThan(0);
});

it('sums by operator and in total; kernels do not overlap', () => {
  expect(kernels.operators.reduce((sum, row) => sum + row.kernels, 0)).toBe(kernels.kernels.length);
  expect(kernels.total.medianMs).toBeLessThanOrEqual(kernels.span.medianMs);
  expect(kernels.runs).toBe(runs);
});

it('says how near kernels come to the ceilings of the adapter', () => {
  expect(kernels.ceilings.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['copy', 'multiply-add f32', 'dispatch']),
  );
  const stem = kernels.kernels.find(({ node }) => node === 'stem');
  // [1, 3, 32, 32] and 8 · 3 · 3 · 3 weights to [1, 8, 16, 16].
  expect(stem?.limit).toMatchObject({ bytes: 4 * (3072 + 216 + 2048), operations: 2 * 2048 * 27 });
  for (const { match, limit } of kernels.kernels) {
    if (match === 'inserted') expect(limit).toBeUndefined();
    else expect(limit?.reached).toBeGreaterThan(0);
  }
});

it('lists nodes without a kernel', () => {
  expect(kernels.absent).toContainEqual({ node: 'features', operator: 'Flatten' });
});
