/** Models come from anywhere: the weights that one names must really lie in its own folder. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offerModel } from '../../cli/chosen-model.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { run } from './run-cam-lens.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-beside-'));
const at = (...names: readonly string[]): string => join(folder, ...names);
const model = at('model', 'link.onnx');

beforeAll(async () => {
  for (const name of ['model/inside', 'model-beside', 'pictures', 'annotations'])
    mkdirSync(at(name), { recursive: true });
  copyFileSync(join(projectRoot, 'test/fixtures/onnx/link.onnx'), model);
  for (const name of ['outside.bin', 'model-beside/near.bin', 'model/inside/real.bin'])
    writeFileSync(at(name), 'x'.repeat(64));
  // Something to measure: an empty folder is refused before the model is looked at.
  for (const name of ['pictures/a.png', 'annotations/a.xml']) writeFileSync(at(name), 'x');
  symlinkSync('../outside.bin', at('model/w.bin'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(process.platform === 'win32')('weights beside a model', () => {
  it('are taken from its folder, through links that stay in it, and from nowhere else', () => {
    symlinkSync(at('model/inside/real.bin'), at('model/whole.bin'));
    symlinkSync('inside', at('model/folder'));
    symlinkSync('../model-beside/near.bin', at('model/near.bin'));
    symlinkSync('..', at('model/up'));
    symlinkSync('w.bin', at('model/chain.bin'));
    symlinkSync('nothing', at('model/broken.bin'));
    const offered: string[] = [];
    const { fileBeside } = offerModel({ addModel: (file) => (offered.push(file), file) }, { model });
    const codes = [
      'inside/real.bin',
      'whole.bin',
      'folder/real.bin',
      'w.bin',
      'near.bin',
      'up/outside.bin',
      'chain.bin',
      'broken.bin',
      '../outside.bin',
      '/etc/hostname',
    ].map((name) => {
      const answer = fileBeside(name);
      return [name, answer.ok ? 'given' : answer.error.code];
    });
    expect(Object.fromEntries(codes)).toEqual({
      ...{ 'inside/real.bin': 'given', 'whole.bin': 'given', 'folder/real.bin': 'given' },
      ...{ 'w.bin': 'model-damaged', 'near.bin': 'model-damaged', 'up/outside.bin': 'model-damaged' },
      ...{ 'chain.bin': 'model-damaged', 'broken.bin': 'model-missing' },
      ...{ '../outside.bin': 'model-damaged', '/etc/hostname': 'model-damaged' },
    });
    expect(offered).toHaveLength(4);
  });

  it.each([
    ['layers', ['layers', model]],
    ['export', ['export', model, '--out', at('out.onnx')]],
    ['explain', ['explain', join('public', 'samples', 'giant-panda.webp'), '--model', model]],
    ['evaluate', ['evaluate', '--images', at('pictures'), '--annotations', at('annotations'), '--model', model]],
  ])('are refused to %s where they are a link that leads out', async (_, words) => {
    const { code, told } = await run(...words);
    expect(told).toMatch(
      /link\.onnx needs the file "w\.bin", which is a link to a place outside its folder.*\[model-damaged\]/,
    );
    expect(code).toBe(3);
    expect(existsSync(at('out.onnx'))).toBe(false);
  });
});
