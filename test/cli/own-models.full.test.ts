/** Models of one's own through the whole command; what it says is held to what ONNX Runtime alone makes of its exports. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { decode, encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { floatValue, node } from '../../src/onnx/build.ts';
import { readModel } from '../../src/onnx/read.ts';
import { withGraph, type Model } from '../../src/onnx/messages.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { networks } from '../autodiff/networks/index.ts';
import { tokenFamilies } from '../autodiff/networks/transformers.ts';
import { runModel, tensor } from '../autodiff/run-model.ts';
import { tinyResnet } from '../autodiff/tiny-resnet.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import {
  channelsLast,
  greyOblong,
  paddedToSize,
  twoClassSigmoid,
  vggLike,
  weightsBeside,
  withStem,
} from '../support/own-models.ts';
import { attentionRollout } from '../support/references/attention-rollout.ts';
import { randomFrom } from '../support/random.ts';
import { run, runJson } from './run-cam-lens.ts';
import { runPlain, type PlainRun } from './run-plain.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-own-'));

function file(name: string, content: string | Uint8Array): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** Noise of that size, so that nothing has to be resized. */
function picture(width: number, height = width): string {
  const random = randomFrom(width);
  const data = Uint8Array.from({ length: 3 * width * height }, () => Math.floor(256 * random()));
  return file(`noise-${width}.png`, encode({ width, height, channels: 3, data }));
}

interface Explained {
  readonly model: { readonly name: string; readonly assumed: readonly string[] };
  readonly results: readonly {
    readonly classes: readonly { readonly index: number; readonly name: string; readonly logit: number }[];
    readonly explanations: readonly {
      readonly method: string;
      readonly layer: string;
      readonly map: { readonly values: readonly number[] };
    }[];
  }[];
}

/** Exports a model and runs it without any of the project's code. */
async function exportAndRun(image: string, words: readonly string[]): Promise<PlainRun> {
  const out = join(folder, 'exported.onnx');
  const document = await runJson('export', ...words, '--out', out, '--overwrite');
  return runPlain(out, file('exported.document.json', JSON.stringify(document)), image);
}

function expectSame({ results: [result] }: Explained, { logits, maps, saliency }: PlainRun): void {
  for (const { index, logit } of result!.classes) expect(logit).toBeCloseTo(logits[index]!, 5);
  for (const { method, layer, map } of result!.explanations) {
    const expected = layer === 'input' ? saliency! : maps[layer]![method]!;
    expect(relativeDifference(map.values, expected), `${method} at ${layer}`).toBeLessThan(1e-4);
  }
}

const explain = async (image: string, ...words: readonly string[]): Promise<Explained> =>
  (await runJson('explain', image, '--backend', 'cpu', ...words)) as Explained;

afterAll(() => rmSync(folder, { recursive: true }));

describe('a network like VGG, of which nothing is said', () => {
  let model: string;
  beforeAll(() => {
    model = file('vgg.onnx', writeModel(vggLike()));
  });

  it('is explained at each of its layers as by ONNX Runtime alone, and told what was assumed', async () => {
    const image = picture(16);
    const layers = ['relu_3', 'relu_6'];
    const explained = await explain(
      image,
      '--model',
      model,
      '--layer',
      layers.join(','),
      '--method',
      'grad-cam,saliency',
    );
    expect(explained.model).toMatchObject({ name: 'vgg', assumed: ['normalization', 'classes'] });
    expect(explained.results[0]!.explanations.map(({ layer }) => layer)).toEqual([...layers, 'input']);
    expectSame(explained, await exportAndRun(image, [model, '--layers', layers.join(','), '--input']));
  });

  it('has its layers listed, CAM at none of them', async () => {
    const { layers } = (await runJson('layers', model)) as { layers: readonly Record<string, unknown>[] };
    expect(layers.map(({ name, resolution }) => [name, resolution])).toEqual([
      ['relu_1', 1],
      ['relu_3', 1],
      ['maxpool_4', 2],
      ['relu_6', 2],
      ['maxpool_7', 4],
    ]);
    expect(layers[3]).toMatchObject({
      operator: 'Relu',
      shape: ['batch', 6, 8, 8],
      size: { width: 8, height: 8 },
      isLast: true,
      inStrip: true,
    });
    expect(layers.every(({ camRefusal }) => typeof camRefusal === 'string')).toBe(true);
    const { printed } = await run('layers', model);
    const headings = printed.split('\n').filter((line) => /^\d/.test(line));
    expect(headings).toEqual(['16 × 16', '8 × 8', '4 × 4']);
    expect(printed).toMatch(
      /^ {2}relu_6 +relu_6 +Relu +batch × 6 × 8 × 8 +1\/2 +last of its resolution, in the strip$/m,
    );
  });

  it('is refused CAM, with the reason', async () => {
    const { code, told } = await run('explain', picture(16), '--backend', 'cpu', '--model', model, '--method', 'cam');
    expect(code).toBe(2);
    expect(told).toMatch(
      /CAM is not possible at .*: CAM needs global average pooling directly after.*\[method-needs\]/,
    );
  });

  it('takes no other size than its own', async () => {
    const { code, told } = await run('explain', picture(16), '--backend', 'cpu', '--model', model, '--size', '32');
    expect(code).toBe(2);
    expect(told).toContain('takes only pictures of 16 × 16 pixels');
  });

  it('has all its layers side by side in one picture, and quick methods without CAM', async () => {
    const out = join(folder, 'strip');
    const words = ['--model', model, '--layer', 'all', '--method', 'all', '--out', out];
    const { code, told, printed } = await run('explain', picture(16), '--backend', 'cpu', ...words);
    expect(code).toBe(0);
    expect(told).toMatch(/^CAM is left out at .*\n(.*\n)*Left out because they are slow: .*score-cam/m);
    expect(told).toContain('vgg.onnx does not state its normalisation: torch was assumed (--normalization).');
    expect(told).not.toContain('size');
    for (const layer of ['relu_3', 'relu_6', 'maxpool_7']) expect(printed).toContain(`grad-cam at ${layer} for class `);
    const made = readdirSync(out);
    expect(made).toContain('noise-16.grad-cam.strip.png');
    expect(made).toContain('noise-16.saliency.input.blend.png');
    expect(made).not.toContain('noise-16.saliency.strip.png');
  });
});

describe('two classes with a sigmoid each', () => {
  it('are explained as by ONNX Runtime alone, by the names and the normalisation that the options say', async () => {
    const image = picture(32);
    const said = ['--size', '32', '--normalization', 'none', '--classes', file('pets.txt', 'cat\ndog\n')];
    const model = file('pets.onnx', writeModel(twoClassSigmoid()));
    const explained = await explain(image, '--model', model, '--method', 'cam,grad-cam', ...said);
    expect(explained.model.assumed).toEqual([]);
    expect(explained.results[0]!.classes.map(({ name }) => name).sort()).toEqual(['cat', 'dog']);
    expectSame(explained, await exportAndRun(image, [model, ...said]));
  });

  it('must have two names', async () => {
    const model = file('pets.onnx', writeModel(twoClassSigmoid()));
    const three = file('three.json', '["cat", "dog", "eel"]');
    expect(await run('explain', picture(32), '--backend', 'cpu', '--model', model, '--classes', three)).toMatchObject({
      code: 3,
      told: expect.stringContaining('three.json names 3 classes; the model has 2') as string,
    });
  });
});

describe('a model from TensorFlow', () => {
  it('is explained as by ONNX Runtime alone, as the JSON beside it says', async () => {
    const image = picture(24);
    const model = file('tf/net.onnx', writeModel(channelsLast()));
    file('tf/net.json', JSON.stringify({ size: 24, normalization: 'tf', classes: 'names.json', name: 'Net' }));
    file('tf/names.json', JSON.stringify({ 0: 'ant', 1: 'bee', 2: 'cat' }));
    const explained = await explain(image, '--model', model, '--method', 'grad-cam,cam');
    expect(explained.model).toMatchObject({ name: 'Net', assumed: [] });
    expect(explained.results[0]!.classes.map(({ name }) => name).sort()).toEqual(['ant', 'bee', 'cat']);
    expectSame(explained, await exportAndRun(image, [model]));
  });

  it('is explained where its padding follows from the picture’s size: as one with these pads written out', async () => {
    const image = picture(24);
    // 24 rows and columns: (12 − 1) · 2 + 3 − 24 = 1, behind.
    const attributes = { pads: { ints: [0, 0, 1, 1] }, strides: { ints: [2, 2] } };
    const mapsOf = async (name: string, model: Model) => {
      const { results } = await explain(image, '--model', file(name, writeModel(model)), '--size', '24');
      return results[0]!.explanations.map(({ map }) => map);
    };
    const explicit = await mapsOf('explicit.onnx', withStem(attributes));
    expect(Math.max(...explicit[0]!.values)).toBeGreaterThan(0.001);
    expect(await mapsOf('padded.onnx', paddedToSize())).toEqual(explicit);
  });
});

describe('a model of grey pictures, wider than high and channels last', () => {
  it('is explained as by ONNX Runtime alone, told what was assumed, and listed with its size and channels', async () => {
    const image = picture(26, 18);
    const model = file('grey.onnx', writeModel(greyOblong(18, 26)));
    const explained = await explain(image, '--model', model, '--method', 'cam,grad-cam', '--layer', 'features');
    expect(explained.model.assumed).toEqual(['normalization', 'classes']);
    expectSame(explained, await exportAndRun(image, [model, '--layers', 'features']));
    const { code, printed } = await run('layers', model);
    expect([code, printed.includes('Input: "input", 26 × 18 pixels, 1 channel (grey).')]).toEqual([0, true]);
    expect(printed).toContain('Explained output: "logits"; probabilities by softmax.');
    expect(printed).toMatch(/^13 × 9$/m);
  });
});

describe('a model with weights in a file beside it', () => {
  const { model, beside } = weightsBeside('weights/net.onnx.data');

  it('is explained, and exported in one piece that says what it is', async () => {
    const image = picture(20);
    const source = file('beside/net.onnx', writeModel(model));
    file('beside/weights/net.onnx.data', beside);
    const explained = await explain(image, '--model', source, '--size', '20');
    expectSame(explained, await exportAndRun(image, [source, '--size', '20', '--normalization', 'torch']));

    const out = join(folder, 'exported.onnx');
    const { metadataProps, docString } = readModel(readFileSync(out));
    const metadata = JSON.parse(metadataProps.find(({ key }) => key === 'cam-lens')?.value ?? '') as object;
    const printed = JSON.parse(readFileSync(join(folder, 'exported.document.json'), 'utf8')) as object;
    expect(printed).toMatchObject(metadata);
    expect(docString).toContain('Layer features: outputs "activations/features" and "gradients/features"');
    // It describes itself: explained in turn, it gives the same, and nothing is assumed but the names of its classes.
    const again = await explain(image, '--model', out);
    expect(again.model).toMatchObject({ name: 'net', assumed: ['classes'] });
    expect(again.results[0]!.explanations).toEqual(explained.results[0]!.explanations);
  });

  it.each([
    ['missing', 'weights/other.data', 'model-missing', 'needs the file "weights/other.data" beside it'],
    ['elsewhere', '../secret.data', 'model-damaged', 'names the file "../secret.data", which is not in its folder'],
    ['anywhere', '/etc/hostname', 'model-damaged', 'names the file "/etc/hostname", which is not in its folder'],
  ])('is refused where that is %s', async (_, location, code, sentence) => {
    const source = file('refused/net.onnx', writeModel(weightsBeside(location).model));
    file('secret.data', beside);
    const { code: exit, told } = await run('layers', source);
    expect([exit, told]).toEqual([3, expect.stringMatching(new RegExp(`net.onnx ${sentence}.*\\[${code}\\]`))]);
  });
});

describe('export', () => {
  it('never writes over what it reads', async () => {
    const { model, beside } = weightsBeside('net.data');
    const source = file('over/net.onnx', writeModel(model));
    const data = file('over/net.data', beside);
    for (const out of [source, join(folder, 'over', '.', 'net.onnx'), data]) {
      const { code, told } = await run('export', source, '--out', out);
      expect([code, told]).toEqual([2, expect.stringContaining(`--out ${out} is the model itself`)]);
    }
    expect((await run('export', source, '--out', join(folder, 'over'))).told).toContain('is a folder');
    expect(readFileSync(source)).toEqual(Buffer.from(writeModel(model)));
    expect(readFileSync(data)).toEqual(Buffer.from(beside));
    expect(readdirSync(join(folder, 'over')).sort()).toEqual(['net.data', 'net.onnx']);
  });

  it('takes layers by any name, and says which there are where one is not', async () => {
    const source = file('named.onnx', writeModel(tinyResnet()));
    file('named.json', JSON.stringify({ layers: { end: 'features' } }));
    const out = join(folder, 'named-out.onnx');
    const { layers, opset } = (await runJson(
      'export',
      source,
      '--out',
      out,
      '--overwrite',
      '--layers',
      'features,stem_relu',
    )) as {
      layers: object;
      opset: number;
    };
    expect([layers, opset]).toEqual([{ end: 'features', stem_relu: 'stem_relu' }, 17]);
    const { printed } = await run('export', source, '--out', out, '--overwrite');
    expect(printed).toMatch(/% more than named.onnx; operator set 17$/m);
    expect(printed).toContain('    activations/end, gradients/end, weights/end\n');
    const { code, told } = await run('export', source, '--out', out, '--overwrite', '--layers', 'nowhere');
    expect([code, told]).toEqual([2, expect.stringContaining('has no layer or value "nowhere"; the layers are end.')]);
  });
});

it('a transformer of which only the patch embedding can be explained is told, with its layers and explanations', async () => {
  const source = file('block.onnx', writeModel(networks.ViT!().model));
  const note = 'block.onnx only layers before the first attention can be explained, such as the patch embedding';
  expect((await run('layers', source)).printed).toContain(note);
  expect((await run('explain', picture(16), '--backend', 'cpu', '--model', source)).told).toContain(note);
});

describe('attention rollout', () => {
  it('of a ViT is the class token’s row of its definition', async () => {
    const { model } = tokenFamilies['ViT, class token']!();
    const source = file('vit.onnx', writeModel(model));
    const image = picture(16);
    const words = ['--model', source, '--normalization', 'tf', '--method', 'attention-rollout'];
    const { results } = await explain(image, ...words);
    const { layer, map } = results[0]!.explanations[0]!;
    const { data } = decode(readFileSync(image));
    const planes = Float32Array.from(
      { length: 3 * 256 },
      (_, i) => data[3 * (i % 256) + Math.floor(i / 256)]! / 127.5 - 1,
    );
    const names = model.graph.node.flatMap(({ opType, output }) => (opType === 'Softmax' ? output : []));
    const shown = withGraph(model, { output: names.map((name) => floatValue(name, ['', '', '', ''])) });
    const attention = await runModel(shown, { input: tensor([1, 3, 16, 16], planes) });
    const [expected = []] = attentionRollout(
      names.map((name) => attention[name]!.values),
      17,
    );
    expect(layer).toBe('input');
    expect(relativeDifference(map.values, expected.slice(1))).toBeLessThan(1e-5);
  });

  it('is refused where there is no attention, and left out of all methods', async () => {
    const source = file('cnn.onnx', writeModel(tinyResnet()));
    const words = ['explain', picture(16), '--backend', 'cpu', '--model', source];
    const { code, told } = await run(...words, '--method', 'attention-rollout');
    expect([code, told]).toEqual([
      2,
      expect.stringMatching(/Attention rollout is not possible: .*; the model has none\. \[method-needs\]$/m),
    ]);
    const all = await run(...words, '--method', 'all');
    expect([all.code, all.told]).toEqual([0, expect.stringContaining('Attention rollout is left out: ')]);
  });
});

describe('what is no model that can be explained', () => {
  const whole = writeModel(tinyResnet());
  const nodes = tinyResnet().graph.node;
  const instead = (index: number, ...others: typeof nodes): Uint8Array =>
    writeModel(tinyResnet({ nodes: nodes.flatMap((each, i) => (i === index ? others : [each])) }));

  it.each([
    ['text', 'This is no model.', 'model-damaged', 'is not a readable ONNX file'],
    [
      'cut off',
      whole.subarray(0, whole.length / 2),
      'model-damaged',
      'is not a readable ONNX file, or it was truncated',
    ],
    [
      'without a picture',
      writeModel(tinyResnet({ inputs: [floatValue('input', ['batch', 12])] })),
      'model-unsupported',
      'The model has no input for a picture',
    ],
    [
      'quantised',
      instead(4, node('QLinearConv', ['sum'], ['features'])),
      'model-unsupported',
      'The model is quantised to integers (the QLinearConv node "features")',
    ],
    [
      'of an operator without a gradient',
      instead(5, node('ReverseSequence', ['features'], ['pooled'])),
      'operator-unsupported',
      'no gradient rule for the operator ReverseSequence of node "pooled"',
    ],
  ])('is refused: %s', async (name, bytes, code, sentence) => {
    const model = file(`wrong/${name}.onnx`, bytes);
    const { code: exit, told } = await run('layers', model);
    expect(exit).toBe(3);
    expect(told).toMatch(new RegExp(`\\[${code}\\]$`, 'm'));
    expect(told).toContain(sentence);
  });
});
