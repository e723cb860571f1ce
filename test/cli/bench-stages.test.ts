import { describe, expect, it } from 'vitest';
import { exitCodeFor } from '../../cli/bench-stages.ts';
import { bench } from '../../cli/commands/bench.ts';
import { assertComparable } from '../../src/benchmark/result/comparable.ts';
import { compareResults } from '../../src/benchmark/result/compare-results.ts';
import { madeUpResult } from '../benchmark/made-up-result.ts';

const before = madeUpResult({ a: 2, b: 2 }, 1);

describe('bench stages', () => {
  it.each([
    ['nothing changed', { a: 2, b: 2 }, 0],
    ['something is faster', { a: 1, b: 2 }, 0],
    ['something is slower', { a: 1, b: 4 }, 1],
  ])('ends correctly if %s', (_, times, code) => {
    const after = madeUpResult(times, 2);
    expect(exitCodeFor(after, compareResults(before, after))).toBe(code);
  });

  it('ends with 1 if a stage is wrong, with or without a baseline', () => {
    const [first, ...rest] = before.stages;
    const stages = [{ ...first!, outcome: { status: 'differs', reason: 'It does.' } as const }, ...rest];
    expect(exitCodeFor({ ...before, stages }, undefined)).toBe(1);
    expect(exitCodeFor(before, undefined)).toBe(0);
    const chains = [{ chain: 'a', workload: 'b', outcome: { status: 'failed', reason: 'It does.' } as const }];
    expect(exitCodeFor({ ...before, chains }, undefined)).toBe(1);
  });

  it('does not compare different adapters or clocks', () => {
    const other = { ...before, device: { ...before.device, adapter: 'other' } };
    const clock = { ...before.device.clock, kind: 'wall' } as const;
    const wall = { ...before, device: { ...before.device, clock } };
    expect(() => assertComparable(other, before, 'old.json')).toThrow(
      'old.json was measured on another adapter (other)',
    );
    expect(() => assertComparable(wall, before, 'old.json')).toThrow('old.json was measured with another clock (wall)');
    expect(() => assertComparable(before, before, 'old.json')).not.toThrow();
  });

  const terminal = { print: () => undefined, tell: () => undefined };
  it.each([
    [['stages', '--rounds', '3'], '--rounds is not for "bench stages"'],
    [['stages', '--baseline', 'not-there.json'], 'not-there.json does not exist'],
    [['network', '--backend', 'wasm'], '--backend is not for "bench network"'],
    [['network', '--model', 'not-there.onnx'], 'not-there.onnx'],
    [['peers', '--backend', 'wasm'], '--backend is not for "bench peers"'],
    [['peers', '--model', 'not-there.onnx'], '--model is not for "bench peers"'],
    [['network', '--quick'], '--quick is only for "bench stages"'],
    [['explain', '--quick'], '--quick is only for "bench stages"'],
  ])('refuses %j before anything starts', async (words, message) => {
    await expect(bench.run(words, terminal as never)).rejects.toThrow(message);
  });
});
