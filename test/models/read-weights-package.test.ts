import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWeightsPackage } from '../../models/read-weights-package.ts';

/** Larger than a chunk of the stream, and nothing for gzip to shrink: the top bytes of a linear congruential series. */
let seed = 1;
const shard = Uint8Array.from({ length: 300_000 }, () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) >>> 24);
const model = { path: 'package/net/model.json', body: '{"format":"layers-model"}' };
const files = [
  { path: 'package/README.md', body: 'not needed' },
  { path: 'package/net/group1-shard1of1.bin', body: shard },
  { path: 'package/net/deeper/other.bin', body: new Uint8Array() },
  model,
  { path: 'package/package.json', body: '{}' },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cam-lens-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function tarball(entries: readonly { path: string; body: string | Uint8Array }[]): Promise<Uint8Array> {
  const headers = entries.map(({ path, body }) => ({ header: { name: path, size: Buffer.byteLength(body) }, body }));
  return gzipSync(await packTar(headers));
}

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('readWeightsPackage', () => {
  it('keeps model.json and the shards, these by their path beside it', async () => {
    const { modelJson, shards } = await readWeightsPackage(await written('good.tgz', await tarball(files)));
    expect(modelJson).toEqual({ format: 'layers-model' });
    expect([...shards.keys()]).toEqual(['group1-shard1of1.bin', 'deeper/other.bin']);
    expect(Buffer.compare(shards.get('group1-shard1of1.bin')!, shard)).toBe(0);
  });

  it.each([0, 1, 20, 1000, 150_000])('notices an archive that ends after %i bytes', async (length) => {
    const path = await written(`cut-${length}.tgz`, (await tarball(files)).subarray(0, length));
    await expect(readWeightsPackage(path)).rejects.toMatchObject({
      code: 'model-damaged',
      message: `${path} is not a complete .tgz archive; fetch it again.`,
    });
  });

  it('notices a byte that was changed on the way', async () => {
    const bytes = await tarball(files);
    bytes[200_000]! ^= 255;
    const path = await written('changed.tgz', bytes);
    await expect(readWeightsPackage(path).then(() => 'read')).rejects.toMatchObject({
      code: 'model-damaged',
    });
  });

  it('notices a tar that ends early inside a whole gzip', async () => {
    const tar = await packTar([{ header: { name: model.path, size: 4000 }, body: new Uint8Array(4000) }]);
    const path = await written('short.tgz', gzipSync(tar.subarray(0, 2000)));
    await expect(readWeightsPackage(path)).rejects.toMatchObject({ code: 'model-damaged' });
  });

  it.each([
    ['no model.json', [files[0]!], 'should contain one model.json; it contains 0.'],
    ['two', [model, { ...model, path: 'package/model.json' }], 'should contain one model.json; it contains 2.'],
    ['one that is not JSON', [{ ...model, body: '{' }], 'is not JSON.'],
  ])('refuses an archive with %s', async (name, entries, message) => {
    const path = await written(`${name}.tgz`, await tarball(entries));
    await expect(readWeightsPackage(path)).rejects.toMatchObject({
      code: 'model-damaged',
      message: expect.stringContaining(message) as string,
    });
  });

  it('says when there is no such file', async () => {
    const path = join(folder, 'nowhere.tgz');
    await expect(readWeightsPackage(path)).rejects.toMatchObject({
      code: 'model-missing',
      message: `The weights package ${path} does not exist.`,
    });
  });
});
