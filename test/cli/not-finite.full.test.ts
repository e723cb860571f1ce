/** A picture for which a network gives NaN: an error of that picture in both commands; the others keep their numbers. */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { VocSet } from '../support/voc-set.ts';
import { run } from './run-cam-lens.ts';

const set = new VocSet('not-finite');
const colours = { p1: [255, 0, 0], p2: [0, 0, 0], p3: [0, 255, 0] } as const;
const model = ['--model', set.at('unit-features.onnx'), '--backend', 'cpu'];

beforeAll(() => {
  copyFileSync(join(projectRoot, 'test/fixtures/onnx/unit-features.onnx'), set.at('unit-features.onnx'));
  set.store('classes.json', JSON.stringify({ red: 0, green: 1, blue: 2 }));
  set.store('unit-features.json', JSON.stringify({ normalization: 'none', classes: ['red', 'green', 'blue'] }));
  for (const [name, [red, green, blue]] of Object.entries(colours)) {
    const data = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => [red, green, blue][i % 3]!);
    // A corner of another colour, so that maps are not uniform.
    if (name !== 'p2') data.fill(90, 0, 32 * 3 * 6);
    const png = encode({ width: 32, height: 32, data, channels: 3 });
    set.storePicture(`red/${name}.png`, png, [[4, 8, 28, 30]], [32, 32]);
  }
});
afterAll(() => set.remove());

it('explain: the picture fails by name, and the next has its numbers', async () => {
  const pictures = ['p1', 'p2', 'p3'].map((name) => set.at(`set/Images/red/${name}.png`));
  const { code, printed, told } = await run('explain', ...pictures, ...model, '--method', 'grad-cam', '--json');
  expect(code, told).toBe(1);
  expect(told).toMatch(/p2\.png: .* is NaN; a finite number was expected\. \[not-finite\]/);
  const { results } = JSON.parse(printed) as { results: { error?: { code: string }; classes?: { logit: number }[] }[] };
  expect(results.map(({ error }) => error?.code)).toEqual([undefined, 'not-finite', undefined]);
  expect(results.flatMap(({ classes: found = [] }) => found.map(({ logit }) => Number.isFinite(logit)))).toEqual(
    new Array(6).fill(true),
  );
});

it('evaluate: the picture is set apart, and the others are measured', async () => {
  const out = set.at('out.json');
  const { code, told } = await run(
    ...(['evaluate', '--images', set.at('set/Images'), '--annotations', set.at('set/Annotations')] as const),
    ...['--class-map', set.at('classes.json'), '--methods', 'grad-cam', '--workers', '1', '--out', out, ...model],
  );
  expect(code, told).toBe(1);
  const text = readFileSync(out, 'utf8');
  const { perPicture, failed } = JSON.parse(text) as EvaluationResult;
  expect(perPicture.map(({ id }) => id)).toEqual(['red/p1', 'red/p3']);
  expect(failed.map(({ id, code: why }) => [id, why])).toEqual([['red/p2', 'not-finite']]);
});
