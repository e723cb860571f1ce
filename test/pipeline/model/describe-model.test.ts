/** Descriptions found out, put together from what is said in several places, and refused. */
import { describe, expect, it } from 'vitest';
import { floatTensor, floatValue, node } from '../../../src/onnx/build.ts';
import { withNode } from '../../../src/onnx/messages.ts';
import type { Model } from '../../../src/onnx/messages.ts';
import { describeModel } from '../../../src/pipeline/model/describe-model.ts';
import { normalizations } from '../../../src/pipeline/model/normalizations.ts';
import { readDescription } from '../../../src/pipeline/model/read-description.ts';
import type { Normalization } from '../../../src/pipeline/types.ts';
import { networks } from '../../autodiff/networks/index.ts';
import { tokenFamilies } from '../../autodiff/networks/transformers.ts';
import { classes, tinyResnet, wave } from '../../autodiff/tiny-resnet.ts';

function withMetadata(metadata: Readonly<Record<string, string>>, model: Model = tinyResnet()): Model {
  const entries = Object.entries(metadata).map(([key, value]) => ({ key, value }));
  model.metadataProps.push(...(entries as unknown as Model['metadataProps']));
  return model;
}

const described = (model: Model, json: unknown = {}) => ({
  ...describeModel(model, readDescription(json, 'tiny.json'), 'somewhere/tiny.onnx'),
  classifier: undefined,
});

/** What a channel of 0, 51 and 255 becomes, for each plane of the input. */
const fed = ({ scale, mean, std }: Normalization) =>
  [0, 51, 255].map((channel) => mean.map((m, plane) => (channel * scale - m) / std[plane]!));

describe('what nobody says', () => {
  it('is found in the graph, or is what is usual and is told', () => {
    expect(described(tinyResnet())).toEqual({
      name: 'tiny',
      file: 'somewhere/tiny.onnx',
      input: {
        name: 'input',
        size: 224,
        normalization: { order: 'RGB', scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
      },
      logits: 'logits',
      layers: { stem_relu: 'stem_relu', features: 'features' },
      defaultLayer: 'features',
      strip: ['stem_relu', 'features'],
      classes: ['class 0', 'class 1', 'class 2'],
      assumed: ['size', 'normalization', 'classes'],
      notes: ['somewhere/tiny.onnx outputs scores: softmax was assumed for their probabilities.'],
      classCount: classes,
    });
  });

  it.each([
    ['VGG', 16, ['relu_3', 'relu_6', 'maxpool_7']],
    ['ResNet', 224, ['relu_2', 'relu_10', 'relu_18']],
    ['EfficientNet', 224, ['add_17', 'mul_20']],
  ])('of %s: a size of %i, and the ends of its stages side by side', (family, size, strip) => {
    const { model } = networks[family]!();
    const { input, strip: found, defaultLayer, assumed } = described(model);
    expect([input.size, found, defaultLayer]).toEqual([size, strip, strip.at(-1)]);
    expect(assumed.includes('size')).toBe(size === 224);
  });

  it.each([
    ['ViT', true],
    ['ViT, class token', false],
    ['Mixer', false],
    ['Swin, channels last', false],
    ['ResNet', false],
  ])('of %s: whether only layers before the first attention can be explained: %s', (family, isSaid) => {
    const { model } = { ...networks, ...tokenFamilies }[family]!();
    const { notes = [] } = described(model);
    const told = notes.filter((note) => note.includes('only layers before the first attention can be explained'));
    expect(told).toHaveLength(isSaid ? 1 : 0);
  });

  it('is called as in the graph, without PyTorch’s slash, and never by a bare number', () => {
    const renamed = (name: string): string => ({ stem_relu: '/relu/Relu_output_0', features: '489' })[name] ?? name;
    const nodes = tinyResnet().graph.node.map((each) =>
      withNode(each, { input: each.input.map(renamed), output: each.output.map(renamed) }),
    );
    const { layers, defaultLayer } = described(tinyResnet({ nodes }));
    expect(Object.entries(layers)).toEqual([
      ['relu/Relu_output_0', '/relu/Relu_output_0'],
      ['relu_489', '489'],
    ]);
    expect(defaultLayer).toBe('relu_489');
  });
});

describe('normalisation by name', () => {
  it.each<[string, readonly (readonly number[])[]]>([
    [
      'none',
      [
        [0, 0, 0],
        [0.2, 0.2, 0.2],
        [1, 1, 1],
      ],
    ],
    [
      'tf',
      [
        [-1, -1, -1],
        [-0.6, -0.6, -0.6],
        [1, 1, 1],
      ],
    ],
    [
      'caffe',
      [
        [-103.939, -116.779, -123.68],
        [51 - 103.939, 51 - 116.779, 51 - 123.68],
        [151.061, 138.221, 131.32],
      ],
    ],
    [
      'torch',
      [
        [-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225],
        [-0.285 / 0.229, -0.256 / 0.224, -0.206 / 0.225],
        [0.515 / 0.229, 0.544 / 0.224, 0.594 / 0.225],
      ],
    ],
  ])('%s', (name, expected) => {
    const { input, assumed } = described(tinyResnet(), { normalization: name });
    fed(input.normalization).forEach((row, i) =>
      row.forEach((value, plane) => expect(value).toBeCloseTo(expected[i]![plane]!, 9)),
    );
    expect(input.normalization.order).toBe(name === 'caffe' ? 'BGR' : 'RGB');
    expect(assumed).toEqual(['size', 'classes']);
  });
});

describe('the JSON beside it', () => {
  it('may be brief', () => {
    const json = {
      ...{
        name: 'Tiny',
        size: 96,
        classes: ['cat', 'dog', 'eel'],
        normalization: { order: 'BGR', scale: 2, mean: [1, 2, 3], std: [4, 5, 6] },
      },
      ...{
        layers: { stem: 'stem_relu', sum: 'sum', end: 'features' },
        defaultLayer: 'sum',
        strip: ['stem', 'end'],
        logits: 'logits',
        probabilities: 'sigmoid',
      },
    };
    const { input, assumed, classCount, ...rest } = described(tinyResnet(), json);
    const { size, normalization, ...said } = json;
    expect(rest).toEqual({ ...said, file: 'somewhere/tiny.onnx' });
    expect([input.size, input.normalization, assumed, classCount]).toEqual([size, normalization, [], classes]);
  });

  it('may leave the class names to a file, and name layers as the graph does', () => {
    const model = tinyResnet();
    const {
      classes: names,
      assumed,
      defaultLayer,
      strip,
    } = described(model, { classes: 'names.txt', defaultLayer: 'stem_relu', strip: ['stem_relu'] });
    expect([names, assumed, defaultLayer, strip]).toEqual([
      'names.txt',
      ['size', 'normalization'],
      'stem_relu',
      ['stem_relu'],
    ]);
  });

  it('may name layers alone: the deepest end of a stage among them is the first choice', () => {
    const layers = { stem: 'stem_relu', end: 'features', sum: 'sum' };
    expect(described(tinyResnet(), { layers })).toMatchObject({ defaultLayer: 'end', strip: ['stem', 'end'] });
    const inner = { sum: 'sum', arm: 'arm' };
    expect(described(tinyResnet(), { layers: inner })).toMatchObject({ defaultLayer: 'arm', strip: ['sum', 'arm'] });
  });

  it.each<[unknown, string]>([
    [[], 'tiny.json: is not valid; an object was expected.'],
    [{ normalisation: 'tf' }, 'tiny.json: there is no field "normalisation"; the fields are name, title, file,'],
    [{ size: 0 }, 'tiny.json: "size" is not valid; a whole number above 0 was expected.'],
    [{ size: [224, 192] }, 'tiny.json: "size" is not valid; a whole number of pixels'],
    [{ normalization: 'imagenet' }, '"normalization" is not valid; one of torch, tf, caffe, bytes, none, or {order'],
    [{ normalization: { order: 'RBG' } }, '"normalization".order is not valid; "RGB" or "BGR" was'],
    [
      { input: { normalization: { order: 'RGB', scale: 1, mean: [1, 2], std: [1, 1, 1] } } },
      'tiny.json, "input": "normalization".mean[2] is',
    ],
    [
      { normalization: { order: 'RGB', scale: 1, mean: [1, 2, 3], std: [1, 0, 1] } },
      '"normalization".std is not valid; one number, or three numbers, above 0',
    ],
    [{ layers: {} }, '"layers" is not valid; at least one layer was expected.'],
    [{ layers: { a: 7 } }, '"layers".a is not valid; a text was expected.'],
    [{ strip: 'layer4' }, '"strip" is not valid; a list of texts was expected.'],
    [{ classes: 3 }, 'tiny.json: "classes" contains no class names'],
    [{ input: { name: 'image' } }, 'somewhere/tiny.onnx has no picture input "image"; its picture input is "input".'],
    [{ classes: ['cat'] }, 'The description of somewhere/tiny.onnx names 1 class; the model has 3.'],
  ])('is refused: %j', (json, message) => {
    expect(() => described(tinyResnet(), json)).toThrow(
      expect.objectContaining({ code: 'model-damaged', message: expect.stringContaining(message) as string }) as Error,
    );
  });

  it.each<[unknown, string, string]>([
    [{ layers: { a: 'nowhere' } }, 'unknown-layer', 'The model has no layer "a": there is no value "nowhere"'],
    [{ defaultLayer: 'layer9' }, 'unknown-layer', 'has no layer "layer9"; the layers are stem_relu, features.'],
    [{ strip: ['layer9'] }, 'unknown-layer', 'has no layer "layer9"'],
    [{ logits: 'nowhere' }, 'bad-option', 'The model computes no value "nowhere"'],
  ])('names what the graph lacks: %j', (json, code, message) => {
    expect(() => described(tinyResnet(), json)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error,
    );
  });
});

describe('the metadata', () => {
  it('is read as Ultralytics writes it', () => {
    const model = withMetadata({
      author: 'Ultralytics',
      imgsz: '[64, 64]',
      names: "{0: 'cat', 1: 'dog', 2: \"eel's\"}",
      stride: '1',
    });
    const { input, classes: names, assumed } = described(model);
    expect([input.size, names, assumed]).toEqual([64, ['cat', 'dog', "eel's"], []]);
    expect(fed(input.normalization)[2]).toEqual([1, 1, 1]);
  });

  it.each<[Readonly<Record<string, string>>, readonly number[]]>([
    [{ mean: '[0.5, 0.5, 0.5]', std: '(0.5, 0.5, 0.25)' }, [1, 1, 2]],
    [{ mean: '[0.2, 0.4, 0.6]' }, [0.8, 0.6, 0.4]],
    [{ mean: '[127.5, 127.5, 127.5]', std: '[127.5, 127.5, 127.5]' }, [1, 1, 1]],
  ])('says how pictures are normalised: %j', (metadata, white) => {
    const { input, assumed } = described(withMetadata(metadata));
    fed(input.normalization)[2]!.forEach((value, plane) => expect(value).toBeCloseTo(white[plane]!, 9));
    expect(assumed).toEqual(['size', 'classes']);
  });

  it('has height before width, and gives way to a size that is given', () => {
    const model = withMetadata({ imgsz: '[48, 64]' });
    expect(described(model).input).toMatchObject({ size: 64, height: 48 });
    expect(described(model, { size: 96 }).input).toMatchObject({ size: 96 });
    expect(described(model, { size: 96 }).input).not.toHaveProperty('height');
    expect(described(model, { size: 96, height: 32 }).input).toMatchObject({ size: 96, height: 32 });
  });

  it('gives way to its own key "cam-lens", and that to the JSON beside the model', () => {
    const own = JSON.stringify({ size: 64, name: 'own', classes: ['a', 'b', 'c'] });
    const model = withMetadata({ 'cam-lens': own, input_size: '32', labels: '["x", "y", "z"]', mean: '[0, 0, 0]' });
    const { input, name, classes: names } = described(model, { name: 'beside' });
    expect([input.size, name, names, input.normalization.mean]).toEqual([64, 'beside', ['a', 'b', 'c'], [0, 0, 0]]);
  });

  it.each<[string, string, string]>([
    ['names', '{0: cat}', 'the metadata "names" is neither JSON nor valid Python notation.'],
    ['imgsz', '[224, 0]', 'the metadata "imgsz"[1] is not valid; a whole number above 0'],
    ['imgsz', '[224, 192, 3]', 'the metadata "imgsz" is not valid; a whole number of pixels'],
    ['cam-lens', '{"sizes": 3}', 'the metadata "cam-lens": there is no field "sizes"'],
  ])('is refused where %s says %s', (key, value, message) => {
    expect(() => described(withMetadata({ [key]: value }))).toThrow(
      expect.objectContaining({ code: 'model-damaged', message: expect.stringContaining(message) as string }) as Error,
    );
  });
});

describe('grey and oblong pictures', () => {
  const said = (json: unknown, ...dims: readonly number[]) =>
    described(tinyResnet({ inputs: [floatValue('input', ['batch', ...dims])] }), json);

  it('are taken as the graph has them; of grey ones 0 to 1 is assumed', () => {
    const { input, assumed } = said({}, 1, 48, 192);
    expect(input).toEqual({
      ...{ name: 'input', size: 192, height: 48, channels: 1, isFixed: true },
      normalization: normalizations.none,
    });
    expect(assumed).toEqual(['normalization', 'classes']);
    expect(said({}, 3, 48, 192).input).toMatchObject({ size: 192, height: 48, normalization: normalizations.torch });
    expect(said({}, 1, 28, 28).input).not.toHaveProperty('height');
  });

  it('may have one mean and one deviation', () => {
    const normalization = { order: 'RGB', scale: 1 / 255, mean: 0.1307, std: [0.3081] };
    expect(said({ normalization }, 1, 28, 28).input.normalization).toEqual({
      ...normalization,
      mean: [0.1307, 0.1307, 0.1307],
      std: [0.3081, 0.3081, 0.3081],
    });
  });
});

describe('refuses', () => {
  const inputs = (...dims: (number | string)[]) => ({ inputs: [floatValue('input', dims)] });
  const flat = [node('Flatten', ['input'], ['flat']), node('MatMul', ['flat', 'w'], ['logits'])];
  const matrix = floatTensor('w', [48, 3], wave(48 * 3));

  it.each<[string, Model, unknown, string, string]>([
    [
      'pictures of four channels',
      tinyResnet(inputs('batch', 4, 28, 28)),
      {},
      'model-unsupported',
      'takes pictures of 4 channels; 3 were expected, red, green and blue, or 1, grey. Pictures are opaque and have no alpha',
    ],
    [
      'grey pictures normalised as coloured ones',
      tinyResnet(inputs('batch', 1, 28, 28)),
      { normalization: 'torch' },
      'model-damaged',
      'takes grey pictures, with one channel, but the normalisation differs between channels',
    ],
    [
      'grey pictures that are said to be coloured',
      tinyResnet(inputs('batch', 1, 28, 28)),
      { channels: 3 },
      'model-damaged',
      'takes pictures of 1 channel; its description says 3.',
    ],
    [
      'oblong pictures, turned',
      tinyResnet(inputs('batch', 3, 48, 64)),
      { size: 48, height: 64 },
      'model-damaged',
      'takes pictures of 64 × 48 pixels; its description says 48 × 64.',
    ],
    [
      'a height alone',
      tinyResnet(inputs('batch', 3, 'h', 'w')),
      { height: 64 },
      'model-damaged',
      'has a "height", but no "size" (the width).',
    ],
    [
      'another size than its own',
      tinyResnet(inputs('batch', 3, 64, 64)),
      { size: 96 },
      'model-damaged',
      'takes pictures of 64 × 64 pixels; its description says 96.',
    ],
    [
      'no maps',
      tinyResnet({ ...inputs('batch', 3, 4, 4), nodes: flat, weights: [matrix] }),
      {},
      'model-unsupported',
      'has no layer to explain',
    ],
    [
      'classes that nobody counts',
      tinyResnet({
        nodes: [...tinyResnet().graph.node.slice(0, -1), node('Compress', ['flat'], ['logits'])],
        outputs: [floatValue('logits', ['', ''])],
      }),
      { layers: { a: 'features' }, defaultLayer: 'a', strip: ['a'] },
      'model-damaged',
      'does not say how many classes it has',
    ],
  ])('%s', (_, model, json, code, message) => {
    expect(() => described(model, json)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error,
    );
  });
});
