/** What needs no browser works where there is none, neither where CHROME_PATH points nor on PATH. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readModel } from '../../src/onnx/read.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { methods } from '../../src/pipeline/recipe/methods/index.ts';
import { tinyResnet } from '../autodiff/tiny-resnet.ts';
import { startCamLens } from '../support/cam-lens.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-without-'));
const model = join(folder, 'tiny.onnx');
const env = { ...process.env, PATH: folder, CHROME_PATH: join(folder, 'no-chrome') };

async function json(...words: readonly string[]): Promise<unknown> {
  const { code, printed, told } = await startCamLens([...words, '--json'], env).ended;
  expect(code, told).toBe(0);
  return JSON.parse(printed) as unknown;
}

beforeAll(() => writeFileSync(model, writeModel(tinyResnet())));
afterAll(() => rmSync(folder, { recursive: true }));

it('is not so of explain: there is no browser', async () => {
  const sample = join('public', 'samples', 'giant-panda.webp');
  expect(await startCamLens(['explain', sample], env).ended).toMatchObject({ code: 3, printed: '' });
});

it('methods', async () => {
  const listed = (await json('methods')) as { methods: { name: string }[] };
  expect(listed.methods.map(({ name }) => name)).toEqual(methods.map(({ name }) => name));
});

it('layers', async () => {
  const { layers } = (await json('layers', model)) as { layers: { isDefault: boolean; shape: unknown[] }[] };
  expect(layers.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  expect(layers.every(({ shape }) => shape.length === 4)).toBe(true);
});

it('export', async () => {
  const out = join(folder, 'out.onnx');
  const { sizeBytes } = (await json('export', model, '--out', out)) as { sizeBytes: number };
  const bytes = readFileSync(out);
  expect(bytes).toHaveLength(sizeBytes);
  expect(readModel(bytes, out).graph.output.some(({ name }) => name.startsWith('gradients/'))).toBe(true);
});
