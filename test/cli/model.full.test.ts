/** Models as pages download them: read again, they are the same network, as near as their weights are stored. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readLocalModel } from '../../cli/local-model.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import { prepareModel } from '../../src/pipeline/model/prepared-model.ts';
import type { WeightFormat } from '../../src/pipeline/model/pack-model.ts';
import { runAlone, runJsonAlone } from './run-cam-lens.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-model-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Packed {
  readonly sizeBytes: number;
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
}

async function pack(weights: WeightFormat): Promise<Packed & { readonly loaded: LoadedModel }> {
  const out = join(folder, weights);
  const packed = (await runJsonAlone('model', '--weights', weights, '--out', out)) as Packed;
  const { loaded } = await readLocalModel({ model: join(out, 'resnet50.onnx') });
  return { ...packed, loaded };
}

/** Of every float32 weight, by name. */
function weightsOf(loaded: LoadedModel): ReadonlyMap<string, Float32Array> {
  const { graph } = prepareModel(loaded).classifier.model;
  return new Map(
    graph.initializer
      .filter(({ dataType }) => dataType === 1)
      .map(({ name, rawData }) => [name, new Float32Array(rawData.slice().buffer)]),
  );
}

it('keeps weights exactly, to half of a float16 step, or to half of a scale', async () => {
  const original = weightsOf((await readLocalModel({})).loaded);
  const bounds: Readonly<Record<WeightFormat, (most: number, value: number) => number>> = {
    f32: () => 0,
    f16: (_, value) => Math.max(Math.abs(value) * 2 ** -11, 2 ** -25),
    // A scale is a channel's own; no channel's is larger than this.
    int8: (most) => (0.5001 * most) / 127,
  };
  const sizes: number[] = [];
  for (const weights of ['f32', 'f16', 'int8'] as const) {
    const { loaded, sizeBytes, files } = await pack(weights);
    sizes.push(sizeBytes);
    const found = weightsOf(loaded);
    expect([...found.keys()].sort()).toEqual([...original.keys()].sort());
    for (const [name, values] of original) {
      const stored = found.get(name)!;
      const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      const bound = bounds[weights];
      const isFar = values.some((value, i) => !(Math.abs(stored[i]! - value) <= bound(most, value)));
      expect(isFar, `${name} in ${weights}`).toBe(false);
    }
    expect(Math.max(...files.map((file) => file.sizeBytes))).toBeLessThan(10e6);
    const { loaded: plain } = await readLocalModel({});
    expect(loaded.classes).toEqual(plain.classes);
    expect(loaded.description.layers).toEqual(plain.description.layers);
  }
  const [f32, f16, int8] = sizes as [number, number, number];
  expect(f16 / f32).toBeLessThan(0.51);
  expect(int8 / f32).toBeLessThan(0.27);
}, 120_000);

it('says the hash of every file, and another byte is an error with the file’s name', async () => {
  const out = join(folder, 'f16');
  const description = JSON.parse(readFileSync(join(out, 'resnet50.json'), 'utf8')) as { sha256: string };
  const bytes = readFileSync(join(out, 'resnet50.onnx'));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(description.sha256);
  const [first] = readdirSync(out).filter((name) => name.endsWith('.bin'));
  const file = join(out, first!);
  const weights = readFileSync(file);
  weights[1000]! ^= 1;
  writeFileSync(file, weights);
  await expect(readLocalModel({ model: join(out, 'resnet50.onnx') })).rejects.toMatchObject({
    code: 'model-damaged',
    message: expect.stringContaining(`${first!} is damaged: its sha256 is`) as string,
  });
  writeFileSync(file, weights.subarray(0, 5000));
  await expect(readLocalModel({ model: join(out, 'resnet50.onnx') })).rejects.toMatchObject({
    code: 'model-damaged',
    message: `${first!} has 5000 bytes; ${statSync(join(out, first!)).size === 5000 ? weights.length : 0} were expected.`,
  });
});

it('replaces nothing unasked, and wants a folder', async () => {
  const again = await runAlone('model', '--weights', 'int8', '--out', join(folder, 'int8'));
  expect([again.code, again.told]).toEqual([2, expect.stringContaining('already exists; --overwrite replaces it')]);
  const file = await runAlone('model', '--out', join(folder, 'int8', 'resnet50.json'));
  expect([file.code, file.told]).toEqual([2, expect.stringContaining('is a file; a folder was expected')]);
  const none = await runAlone('model');
  expect([none.code, none.told]).toEqual([2, expect.stringContaining('--out DIR is required')]);
});
