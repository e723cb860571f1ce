/**
 * docs/networks.md, made from the small networks that the tests explain and from the record of `npm run test:torch`.
 * `vitest -u` writes it anew.
 */
import { existsSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { rolloutRefusal } from '../../src/autodiff/attention-rollout.ts';
import { camRefusals } from '../../src/autodiff/cam-head.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { listLayers } from '../../src/autodiff/list-layers.ts';
import { CamLensError } from '../../src/errors.ts';
import type { Model } from '../../src/onnx/messages.ts';
import torchRecord from '../torch/record.json' with { type: 'json' };
import { torchSection } from '../torch/torch-section.ts';
import { networks } from './networks/index.ts';
import { tokenFamilies } from './networks/transformers.ts';
import { refusedModels, withoutRules } from './refused-models.ts';

const path = 'docs/networks.md';

const introduction = `# Networks

What cam-lens offers for families of classifiers. The tables are made by a test from small networks with the structure of
each family, written as exporters write it; their gradients are compared with central differences. Names of layers are those
of the small networks: the operator, and its number. CAM and attention rollout need certain structures; every other method is
possible at every layer.

## Families

`;

const refusals = `
## Quantised files

Weights stored as integers (DequantizeLinear of a constant) are computed as float32. In files of the QDQ format, activations
also pass through pairs of QuantizeLinear and DequantizeLinear. Logits and activations are those of the file, rounding
included. Gradients treat rounding as the identity (the straight-through estimator): they pass unchanged strictly within the
range of numbers that a pair can represent, and are 0 outside, as with Clip. Scale and zero point of such a pair must each be
one constant. Files with integer operators (QLinearConv, ConvInteger and others) are refused.

## What is refused

A model with one of these traits is refused. Messages are those for a small network with that trait.

`;

/** How the network is written. */
const manners: Readonly<Record<string, string>> = {
  ...{ VGG: 'PyTorch', ResNet: 'PyTorch', DenseNet: 'PyTorch', SqueezeNet: 'PyTorch', MobileNetV2: 'PyTorch' },
  ...{ EfficientNet: 'PyTorch', ConvNeXt: 'PyTorch', Mixer: 'PyTorch', CaiT: 'PyTorch' },
  ViT: 'PyTorch, shapes computed in the file',
  'ViT, class token': 'PyTorch',
  'ViT, written with elementary operators': 'PyTorch, no LayerNormalization or Gelu',
  'ViT, registers': 'PyTorch',
  'ViT, mean of the patches': 'PyTorch',
  'DeiT, distilled': 'PyTorch',
  'Swin, channels last': 'PyTorch’s newer exporter (dynamo), of timm',
  'ResNet-D': 'PyTorch, of timm',
  MobileNetV3: 'PyTorch, hard swish written with Clip',
  'EfficientNet, “same” padding': 'PyTorch, of timm, padding computed in the file',
  'ConvNeXt V2': 'PyTorch’s newer exporter (dynamo), of timm',
  'Generalised-mean pooling (GeM)': 'PyTorch',
  PVT: 'PyTorch',
  MaxViT: 'PyTorch, of torchvision',
  'Keras, channels last': 'tf2onnx, Transposes around convolutions',
};

function rowOf(family: string, model: Model): string {
  const classifier = new Classifier(model);
  const layers = listLayers(classifier);
  const recommended = layers.find((layer) => layer.recommended);
  const [, channels, height, width] = recommended?.shape ?? [];
  const size = [height, width].every((side) => typeof side === 'number') ? `${height} × ${width}` : 'any size';
  const refusal = camRefusals(classifier)(recommended?.value ?? '');
  const cam = refusal === undefined ? 'possible' : refusal.replaceAll('|', '\\|');
  const rollout = rolloutRefusal(classifier) ?? 'possible';
  const resolution = recommended?.resolution === undefined ? '' : `, 1/${recommended.resolution} of the picture`;
  const manner = `${manners[family]}, operator set ${model.opsetImport[0]?.version}`;
  return `| ${family} | ${manner} | ${layers.length} | \`${recommended?.value ?? ''}\`: ${channels} channels, ${size}${resolution} | ${cam} | ${rollout} |`;
}

function refusalOf(model: Model): string {
  try {
    addGradients(new Classifier(model), { layers: { last: 'sum' } });
  } catch (error) {
    if (error instanceof CamLensError) return withoutRules(error.message).replaceAll('|', '\\|');
    throw error;
  }
  throw new Error('It is explained.');
}

it('is what the networks of the tests offer', async () => {
  const families = { ...networks, ...tokenFamilies };
  const rows = Object.entries(families).map(([family, build]) => rowOf(family, build().model));
  expect(Object.keys(manners).sort()).toEqual(Object.keys(families).sort());
  const head =
    '| family | in the manner of | layers | default layer | CAM at the default layer | attention rollout |\n| --- | --- | --- | --- | --- | --- |';
  const refused = refusedModels.map(([trait, code, , model]) => `| ${trait} | \`${code}\` | ${refusalOf(model)} |`);
  const refusedHead = '| trait | error | message |\n| --- | --- | --- |';
  const options = { ...(await resolveConfig(path)), parser: 'markdown' };
  const tables = [
    introduction,
    [head, ...rows].join('\n'),
    '\n',
    refusals,
    [refusedHead, ...refused].join('\n'),
    '\n',
    torchSection(torchRecord),
  ];
  const table = await format(tables.join(''), options);
  // A missing file would be written, and pass.
  expect(existsSync(path)).toBe(true);
  await expect(table).toMatchFileSnapshot(`../../${path}`);
});
