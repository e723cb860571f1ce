/** A model written for pages, and loaded over HTTP again. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { floatTensor, floatValue, node } from '../../../src/onnx/build.ts';
import type { LoadProgress } from '../../../src/pipeline/load-progress.ts';
import { loadModel, openModel } from '../../../src/pipeline/model/model.ts';
import { packModel, type PackedModel, type WeightFormat } from '../../../src/pipeline/model/pack-model.ts';
import { prepareModel } from '../../../src/pipeline/model/prepared-model.ts';
import { faultyFetch } from '../../faults/faulty-fetch.ts';
import { randomFrom, randomValues } from '../../support/random.ts';
import { writtenModel } from '../../support/written-model.ts';

const random = randomFrom(2);
/** A convolution, a linear layer stored the other way round, and one as a product: 9, 4 and 9 megabytes. */
const weights = {
  conv: floatTensor('conv', [256, 3, 55, 55], randomValues(256 * 3 * 55 * 55, 0.1, random)),
  // One channel is far larger than all others, and one is zero: each has a scale of its own.
  gemm: floatTensor(
    'gemm',
    [256, 4096],
    randomValues(256 * 4096, 1, random).map((value, i) => value * (i % 4096 === 7 ? 1000 : i % 4096 === 8 ? 0 : 1)),
  ),
  matmul: floatTensor('matmul', [4096, 560], randomValues(4096 * 560, 0.3, random)),
  bias: floatTensor('bias', [560], randomValues(560, 1, random)),
};

async function original() {
  const bytes = writtenModel({
    name: 'large',
    node: [
      node('Conv', ['input', 'conv'], ['layer'], { strides: { ints: [8, 8] } }),
      node('GlobalAveragePool', ['layer'], ['average']),
      node('Flatten', ['average'], ['features']),
      node('Gemm', ['features', 'gemm'], ['hidden']),
      node('MatMul', ['hidden', 'matmul'], ['product']),
      node('Add', ['product', 'bias'], ['logits']),
    ],
    initializer: Object.values(weights),
    input: [floatValue('input', ['batch', 3, 'height', 'width'])],
    output: [floatValue('logits', ['batch', 560])],
  });
  return openModel(bytes, { title: 'Large' }, 'large.onnx', () => Promise.reject(new Error('no classes')));
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function pack(format: WeightFormat): Promise<PackedModel> {
  return packModel(await original(), { weights: format, sha256 });
}

/** What a server of these files gives. */
function served({ files, description }: PackedModel): Record<string, Uint8Array<ArrayBuffer>> {
  const json = new TextEncoder().encode(JSON.stringify(description));
  return Object.fromEntries([
    ['http://here/m/large.json', json],
    ...files.map(({ name, bytes }) => [`http://here/m/${name}`, bytes] as const),
  ]);
}

beforeEach(() => {
  vi.stubGlobal('location', { href: 'http://here/' });
  vi.stubGlobal('isSecureContext', true);
});
afterEach(() => vi.unstubAllGlobals());

function valuesOf(loaded: Parameters<typeof prepareModel>[0]): ReadonlyMap<string, Float32Array> {
  const { initializer } = prepareModel(loaded).classifier.model.graph;
  return new Map(initializer.map(({ name, rawData }) => [name, new Float32Array(rawData.slice().buffer)]));
}

it.each(['f32', 'f16', 'int8'] as const)('%s: every weight is there again, as near as it is stored', async (format) => {
  vi.stubGlobal('fetch', faultyFetch(served(await pack(format))));
  const loaded = await loadModel('http://here/m/large.json');
  const found = valuesOf(loaded);
  expect([...found.keys()].sort()).toEqual(Object.keys(weights).sort());
  for (const [name, { rawData, dims }] of Object.entries(weights)) {
    const values = new Float32Array(rawData.slice().buffer);
    const [outputs, axis] = name === 'conv' ? [256, 0] : [Number(dims[1] ?? dims[0]), 1];
    const channelOf = (i: number): number => (axis === 0 ? Math.floor((i * outputs) / values.length) : i % outputs);
    const most = new Float32Array(outputs);
    for (const [i, value] of values.entries()) most[channelOf(i)] = Math.max(most[channelOf(i)]!, Math.abs(value));
    const isExact = format === 'f32' || name === 'bias';
    let worst = 0;
    for (const [i, value] of values.entries()) {
      const bound = isExact
        ? 0
        : format === 'f16'
          ? Math.max(Math.abs(value) / 2 ** 11, 2 ** -25)
          : (0.5001 * most[channelOf(i)]!) / 127;
      worst = Math.max(worst, Math.abs(found.get(name)![i]! - value) - bound);
    }
    expect(worst, name).toBeLessThanOrEqual(0);
  }
});

it('files are of a few megabytes, and progress counts them all', async () => {
  const packed = await pack('f32');
  expect(packed.files.map(({ name }) => name)).toEqual([
    'large.onnx',
    ...['01', '02', '03'].map((number) => `large.weights-${number}.bin`),
  ]);
  vi.stubGlobal('fetch', faultyFetch(served(packed)));
  const told: LoadProgress[] = [];
  await loadModel('http://here/m/large.json', (progress) => told.push(progress));
  const total = packed.files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  expect(told.at(-1)).toEqual({
    step: 'download',
    fraction: 1,
    message: `Loading Large, ${Math.round(total / 1e6)} of ${Math.round(total / 1e6)} MB`,
  });
  const known = told.filter(({ message }) => message !== 'Loading Large');
  for (const [i, { fraction }] of known.entries()) expect(fraction).toBeGreaterThanOrEqual(known[i - 1]?.fraction ?? 0);
});

it('a file that is another, longer or missing is an error with its name', async () => {
  const packed = await pack('int8');
  const files = served(packed);
  const url = 'http://here/m/large.weights-01.bin';
  const changed = files[url]!.slice();
  changed[5]! ^= 1;
  const load = (bytes: Uint8Array<ArrayBuffer> | undefined): Promise<unknown> => {
    const others = Object.fromEntries(Object.entries(files).filter(([name]) => name !== url));
    vi.stubGlobal('fetch', faultyFetch(bytes === undefined ? others : { ...files, [url]: bytes }));
    return loadModel('http://here/m/large.json');
  };
  await expect(load(changed)).rejects.toMatchObject({
    code: 'model-damaged',
    message: expect.stringMatching(/^large\.weights-01\.bin is damaged: its sha256 is /) as string,
  });
  await expect(load(new Uint8Array([...changed, 1]))).rejects.toMatchObject({ code: 'model-damaged' });
  await expect(load(undefined)).rejects.toMatchObject({ code: 'model-missing' });
});
