/** Tests of the fuzzer: the same seed gives the same inputs, and every fault is detected. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { buildFuzz } from '../../scripts/build-fuzz.mjs';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { faultyKinds } from './faulty-kinds.ts';
import { fuzz, type FuzzResult } from './fuzz.ts';
import { Inputs } from './inputs.ts';
import { kinds } from './kinds.ts';
import { byteMutations } from './mutate-bytes.ts';
import { onnx } from './onnx.ts';
import { Random } from './random.ts';

let built = '';
let corpus = '';
beforeAll(async () => {
  built = await buildFuzz('fuzz-test', { main: 'test/fuzz/main.ts', child: 'test/fuzz/faulty-child.ts' });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));
beforeEach(() => (corpus = mkdtempSync(join(tmpdir(), 'cam-lens-fuzz-'))));
afterEach(() => rmSync(corpus, { recursive: true, force: true }));

function fuzzed(
  kind: keyof typeof faultyKinds,
  count: number,
  seconds = 60,
  inputSeconds?: number,
): Promise<FuzzResult> {
  const child = join(built, 'child.js');
  return fuzz(faultyKinds[kind], {
    kind,
    seed: 7,
    seconds,
    count,
    from: 0,
    corpus,
    child,
    ...(inputSeconds === undefined ? {} : { inputSeconds }),
  });
}

describe('a run', () => {
  it('counts outcomes, and stores nothing if all inputs pass', async () => {
    const { inputs, outcomes, failures } = await fuzzed('good', 300);
    const [taken = 0, refused = 0] = ['short enough', 'model-damaged'].map((outcome) => outcomes.get(outcome));
    expect([inputs, taken + refused, failures]).toEqual([300, 300, []]);
    expect(Math.min(taken, refused)).toBeGreaterThan(50);
  });

  it.each([
    ['throws', 100, /^TypeError: It is too long for words\./],
    ['hangs', 8, /^it took more than 5 s$/],
    ['devours', 8, /^it took more than 1024 MB of memory$/],
    ['fillsHeap', 8, /^the process died: FATAL ERROR: .*heap/],
  ] as const)('sees an input that %s, keeps it, and goes on behind it', async (kind, count, failure) => {
    // On a busy machine memory fills slowly.
    const { inputs, outcomes, failures } = await fuzzed(kind, count, 300, kind === 'hangs' ? undefined : 60);
    expect(inputs).toBe(count);
    expect(failures.map((each) => each.failure)).toEqual([expect.stringMatching(failure)]);
    expect(outcomes.get('FAILED')).toBeGreaterThan(0);
    expect(outcomes.get('short enough')).toBeGreaterThan(0);
    const [file = ''] = readdirSync(join(corpus, kind));
    expect(readFileSync(join(corpus, kind, file)).length).toBeGreaterThan(8);
  });

  it('begins with earlier failures', async () => {
    await fuzzed('throws', 100);
    const { failures } = await fuzzed('throws', 1);
    expect(failures.map(({ index }) => index)).toEqual([0]);
  });

  it('ends in time', async () => {
    const began = performance.now();
    const { inputs } = await fuzzed('good', Number.MAX_SAFE_INTEGER, 1);
    expect(inputs).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(60_000);
  });
});

describe('inputs', () => {
  it('depend only on seed and number', async () => {
    const [first, again, other] = await Promise.all([3, 3, 4].map((seed) => Inputs.of(onnx, corpus, seed)));
    const numbers = Array.from({ length: 60 }, (_, i) => 1000 + i);
    const bytes = (inputs: Inputs | undefined): string[] =>
      numbers.map((i) => Buffer.from(inputs?.at(i) ?? []).toString('base64'));
    expect(bytes(again)).toEqual(bytes(first));
    expect(bytes(other)).not.toEqual(bytes(first));
    expect(new Set(bytes(first)).size).toBeGreaterThan(50);
  });

  it('leave their sources unchanged', async () => {
    const origin = (await onnx.sound())[0]!;
    const before = origin.slice();
    for (let i = 0; i < 200; i += 1) {
      for (const mutate of [...byteMutations, ...onnx.mutations]) {
        try {
          mutate(origin, new Random(1, i));
        } catch {
          // It has nothing to change.
        }
      }
    }
    expect(origin).toEqual(before);
  });
});

describe('npm run fuzz', () => {
  it('takes the corpus of every kind and some inputs more, and all give a right answer or a named error', () => {
    const { status, stdout, stderr } = fuzzCommand('--count', '400');
    expect(`${stdout}${stderr}`).not.toContain('FAILED');
    for (const kind of Object.keys(kinds)) expect(stdout).toMatch(new RegExp(`^${kind}, seed 1: 400 inputs: `, 'm'));
    expect(status).toBe(0);
  });

  it.each([
    [['--kind', 'constructor'], 'There is no kind "constructor"'],
    [['--seconds', 'soon'], '--seconds takes a number'],
  ])('refuses %j', (parameters, told) => {
    const { status, stderr } = fuzzCommand(...parameters);
    expect([status, stderr]).toEqual([2, expect.stringContaining(told)]);
  });
});

function fuzzCommand(...parameters: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['scripts/fuzz.mjs', ...parameters], { cwd: projectRoot, encoding: 'utf8' });
}
