/** The whole command on real photos: the built page in Chromium with the real ResNet-50. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExplainedInput } from '../../cli/explain-summary.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import type { Backend } from '../../src/pipeline/types.ts';
import description from '../../models/resnet50.json' with { type: 'json' };
import packageFile from '../../package.json' with { type: 'json' };
import { camLens, camLensShared, startCamLens, type Ended } from '../support/cam-lens.ts';
import { expectValid } from '../schema/published.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-explain-'));
const sample = (name: string): string => join('public', 'samples', `${name}.webp`);
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

type Explained = Exclude<ExplainedInput, { error: unknown }>;

afterAll(() => rmSync(folder, { recursive: true }));

describe('cam-lens explain', () => {
  const photos = {
    'german-shepherd': [1024, 768, 'German shepherd'],
    'giant-panda': [1024, 681, 'giant panda'],
    'komodo-dragon': [1024, 682, 'Komodo dragon'],
    'scarlet-macaw': [1024, 793, 'macaw'],
  } as const;
  const bad = {
    'missing.jpg': 'picture-missing',
    'folder.jpg': 'picture-folder',
    'empty.jpg': 'picture-empty',
    'text.jpg': 'picture-unreadable',
    'cut-off.webp': 'picture-unreadable',
  };
  const out = join(folder, 'out');
  let ended: Ended;
  let results: readonly ExplainedInput[];

  beforeAll(async () => {
    mkdirSync(join(folder, 'folder.jpg'));
    file('empty.jpg', '');
    file('text.jpg', 'This is no picture.');
    file('cut-off.webp', readFileSync(join(projectRoot, sample('giant-panda'))).subarray(0, 20_000));
    const good = Object.keys(photos).map(sample);
    const damaged = Object.keys(bad).map((name) => join(folder, name));
    // The bad pictures come first; those after them must still be explained.
    ended = await camLens(
      'explain',
      ...damaged,
      ...good,
      '--backend',
      'wasm',
      '--method',
      'cam,grad-cam',
      '--json',
      '--out',
      out,
    );
    results = (JSON.parse(ended.printed) as { results: ExplainedInput[] }).results;
  });

  it('prints one JSON document, and exits with 1 because some pictures failed', () => {
    const document = JSON.parse(ended.printed) as object;
    expect(ended.code).toBe(1);
    expect(Object.keys(document)).toEqual(['tool', 'version', 'backend', 'model', 'results']);
    expect(document).toMatchObject({
      tool: 'cam-lens',
      version: packageFile.version,
      backend: { network: 'wasm', stages: 'webgpu' },
      model: { name: description.name, sha256: description.sha256 },
    });
    expectValid('explanation', document);
  });

  it('reports each bad picture with its name and code', () => {
    const failed = results.slice(0, Object.keys(bad).length);
    expect(failed.map((result) => 'error' in result && result.error.code)).toEqual(Object.values(bad));
    for (const [index, name] of Object.keys(bad).entries()) {
      expect(failed[index]?.image).toBe(join(folder, name));
      expect(ended.told).toContain(join(folder, name));
    }
  });

  it.each(Object.entries(photos))(
    'recognises and localises the object in the photo %s',
    (name, [width, height, wanted]) => {
      const result = results.find(({ image }) => image === sample(name)) as Explained;
      expect(result).toMatchObject({ width, height });
      expect(result.classes).toHaveLength(5);
      expect(result.classes[0]).toMatchObject({ name: wanted });
      expect(result.classes[0]!.probability).toBeGreaterThan(0.9);
      expect(result.timings).toMatchObject({ network: expect.any(Number) as number });
      expect(result.explanations.map(({ method, layer }) => `${method} ${layer}`)).toEqual([
        'cam layer4',
        'grad-cam layer4',
      ]);
      for (const explanation of result.explanations) {
        expect(explanation).toMatchObject({ class: { name: wanted }, empty: false, threshold: 0.15 });
        const [x0, y0, x1, y1] = explanation.box!;
        expect(explanation.boxes[0]!.box).toEqual(explanation.box);
        expect([0 <= x0, x0 < x1, x1 <= width, 0 <= y0, y0 < y1, y1 <= height]).not.toContain(false);
      }
    },
  );

  it.each(Object.keys(photos))('gives CAM as 49 times Grad-CAM on %s, so the gradients are exact', (name) => {
    const [cam, gradCam] = (results.find(({ image }) => image === sample(name)) as Explained).explanations;
    const largest = Math.max(...cam!.map.values.map(Math.abs));
    expect(cam!.map).toMatchObject({ width: 7, height: 7 });
    const worst = Math.max(
      ...cam!.map.values.map((value, index) => Math.abs(value - 49 * gradCam!.map.values[index]!)),
    );
    expect(worst / largest).toBeLessThan(1e-5);
  });

  it('stores three pictures per explanation, with the size of the photo, none blank', () => {
    const kinds = ['blend', 'boxes', 'heatmap'];
    const names = Object.keys(photos).flatMap((name) =>
      ['cam', 'grad-cam'].flatMap((method) => kinds.map((kind) => `${name}.${method}.layer4.${kind}.png`)),
    );
    expect(readdirSync(out).sort()).toEqual(names.sort());
    const [heatmap, blend, boxes] = ['heatmap', 'blend', 'boxes'].map((kind) =>
      decode(readFileSync(join(out, `giant-panda.grad-cam.layer4.${kind}.png`))),
    );
    for (const png of [heatmap!, blend!, boxes!]) {
      expect([png.width, png.height]).toEqual([1024, 681]);
      expect(new Set(png.data).size).toBeGreaterThan(50);
    }
    expect(boxes!.data).not.toEqual(blend!.data);
    expect(blend!.data).not.toEqual(heatmap!.data);
  });
});

describe('cam-lens explain refuses', () => {
  const panda = sample('giant-panda');

  it.each([
    [['--class', 'gaint panda'], 'unknown-class', '0 to 999'],
    [['--layer', 'layer5'], 'unknown-layer', 'layer4.0, layer4.1, layer4'],
    [['--method', 'grad-camera'], 'unknown-method', 'cam, grad-cam'],
  ])('%j with 2, listing what is valid', async (words, code, valid) => {
    const { code: exit, printed } = await camLensShared('explain', panda, '--backend', 'cpu', '--json', ...words);
    expect(exit).toBe(2);
    expect(JSON.parse(printed)).toMatchObject({
      error: { code, message: expect.stringContaining(valid) as string },
    });
  });

  it('a damaged model with 3, whether its size or only its content is wrong', async () => {
    const bytes = readFileSync(join(projectRoot, 'models', description.file));
    for (const name of ['cut', 'flipped']) file(`${name}.json`, JSON.stringify({ ...description, classes: ['none'] }));
    const cut = await camLensShared('explain', panda, '--model', file('cut.onnx', bytes.subarray(0, 1_000_000)));
    expect(cut).toMatchObject({
      code: 3,
      printed: '',
      told: expect.stringMatching(/1000000 bytes.*\[model-damaged\]/) as string,
    });
    bytes[50_000_000]! ^= 1;
    const flipped = await camLensShared('explain', panda, '--model', file('flipped.onnx', bytes));
    expect(flipped).toMatchObject({ code: 3, told: expect.stringMatching(/sha256.*\[model-damaged\]$/m) as string });
  });
});

describe('cam-lens explain', () => {
  it('shows the layers of Figure 4 side by side, and methods at the input once', async () => {
    const out = join(folder, 'layers');
    const words = ['--layer', 'all', '--method', 'grad-cam,saliency', '--backend', 'wasm', '--json', '--out', out];
    const { code, printed } = await camLensShared('explain', sample('giant-panda'), ...words);
    expect(code).toBe(0);
    const [result] = (JSON.parse(printed) as { results: Explained[] }).results;
    expect(result!.explanations.map(({ method, layer, map }) => [method, layer, map.width])).toEqual([
      ['grad-cam', 'layer1', 56],
      ['grad-cam', 'layer2', 28],
      ['grad-cam', 'layer3', 14],
      ['grad-cam', 'layer4', 7],
      ['saliency', 'input', 224],
    ]);
    expect(readdirSync(out)).toHaveLength(3 * 5 + 1);
    // Five tiles of 480 × 319 with gaps of 12, captions of 36 below.
    const strip = decode(readFileSync(join(out, 'giant-panda.grad-cam.strip.png')));
    expect([strip.width, strip.height]).toEqual([5 * (480 + 12) + 12, 12 + 319 + 36]);
  });

  it('finds boxes without shaders if there is only a software adapter', async () => {
    const { code, printed } = await camLensShared('explain', sample('giant-panda'), '--method', 'cam', '--json');
    expect(code).toBe(0);
    const { backend, results } = JSON.parse(printed) as { backend: Backend; results: Explained[] };
    expect(backend).not.toMatchObject({ stages: 'webgpu', adapter: expect.stringMatching(/swiftshader/) as string });
    expect(results[0]!.explanations[0]).toMatchObject({ class: { name: 'giant panda' }, empty: false });
  });

  it.runIf(process.platform !== 'win32')('ends cleanly at Ctrl+C, with 130, and leaves no browser behind', async () => {
    const temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    const words = ['explain', sample('giant-panda'), '--method', 'occlusion', '--backend', 'wasm', '--json'];
    const { child, ended } = startCamLens(words, { ...process.env, TMPDIR: temporary });
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (text: string) => {
        if (text.includes('runs of the network')) resolve();
      });
    });
    // The profile of a running browser.
    expect(readdirSync(temporary)).not.toEqual([]);
    child.kill('SIGINT');
    const { code, printed, told } = await ended;
    expect([code, JSON.parse(printed)]).toMatchObject([130, { error: { code: 'stopped' } }]);
    expect(told).toMatch(/\[stopped\]$/m);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('cam-lens methods', () => {
  it('lists source, needs and caution of each method', async () => {
    const { code, printed } = await camLensShared('methods', '--json');
    const { methods } = JSON.parse(printed) as { methods: { name: string; paper: string; needs: string[] }[] };
    expect(code).toBe(0);
    expect(methods.find(({ name }) => name === 'cam')).toMatchObject({
      title: 'CAM',
      paper: expect.stringContaining('Zhou') as string,
      at: 'layer',
      needs: ['activations', 'classWeights'],
      isSlow: false,
    });
    expect(methods.find(({ name }) => name === 'guided-backprop')).toMatchObject({
      at: 'input',
      caution: expect.stringContaining('Adebayo') as string,
    });
  });
});
