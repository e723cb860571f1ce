/** The published schemas: real outputs meet them, and what the program refuses to read does not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';
import { recordCheck } from '../../src/evaluation/record-checks.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { tinyResnet } from '../autodiff/tiny-resnet.ts';
import { picture } from '../evaluation/records.ts';
import { every, recordOf } from './full-record.ts';
import { expectAllFields, expectStrict, expectValid, schemaOf } from './published.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-schemas-'));
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  writeFileSync(at('tiny.onnx'), writeModel(tinyResnet()));
  writeFileSync(at('named.onnx'), writeModel(tinyResnet()));
  const said = {
    layers: { stem: 'stem_relu', last: 'features' },
    defaultLayer: 'last',
    classes: ['ant', 'bee', 'cat'],
  };
  writeFileSync(at('named.json'), JSON.stringify({ ...said, input: { size: 32, height: 24 } }));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function printed(...words: readonly string[]): Promise<object> {
  let text = '';
  await main([...words, '--json'], { print: (more) => (text += more), tell: () => undefined });
  return JSON.parse(text) as object;
}

describe('record', () => {
  const isValid = schemaOf('record');
  const full = recordOf(every, { split: 'test', path: 'a.jpg' });

  it('has every measure, each of which may be absent', () => {
    expectStrict(
      'record',
      full,
      /^(path|split|boxes|explanations\/.*(?<!\/(box|empty|minimum|maximum|largest|any|object|background)))$/,
    );
    const undefinedOnes = { ...every, faithfulnessCorrelation: null, maxSensitivity: null, box: null };
    expectValid('record', recordOf(undefinedOnes));
    expectAllFields('record', [full, { iou: {}, predicted: {} }]);
  });

  it.each(Object.keys(every))('refuses "%s" as a text, as the program does', (name) => {
    const spoiled = recordOf({ ...every, [name]: 'text' });
    expect(isValid(spoiled)).toBe(false);
    expect(recordCheck()(spoiled)).toBeDefined();
  });

  it('of a picture without a path is valid', () => expectValid('record', picture('a', [1])));
});

it('methods: what the command prints', async () => {
  const document = await printed('methods');
  expectStrict('methods', document, /caution$/);
  expectAllFields('methods', [document]);
});

it('layers: of a graph alone, and with a description beside it', async () => {
  const [alone, named] = [await printed('layers', at('tiny.onnx')), await printed('layers', at('named.onnx'))];
  for (const document of [alone, named]) {
    expectStrict('layers', document, /^(model\/sha256|layers\/\d+\/(name|size|resolution|camRefusal))$/);
  }
  const digest = { sha256: '' };
  expectAllFields('layers', [alone, named, digest]);
});

it('export: by default, and with all that can be added', async () => {
  const plain = await printed('export', at('tiny.onnx'), '--out', at('plain-out.onnx'));
  const words = ['--layers', 'stem,last', '--input', '--relu', 'guided', '--out', at('named-out.onnx')];
  const named = await printed('export', at('named.onnx'), ...words);
  const grey = structuredClone(named) as { input: { channels?: 1 }; export: { source: { sha256?: string } } };
  grey.input.channels = 1;
  grey.export.source.sha256 = 'e'.repeat(64);
  for (const document of [plain, named, grey]) {
    expectStrict(
      'export',
      document,
      /^(classes|input\/(height|channels)|layers\/\w+|export\/(source\/sha256|outputs\/(layers\/\w+|inputGradients)))$/,
    );
  }
  expectAllFields('export', [plain, named, grey]);
});

it('error: of a command that fails as a whole', async () => {
  const document = await printed('layers', at('none.onnx'));
  expect(document).toMatchObject({ error: { code: 'model-missing' } });
  expectStrict('error', document, /^$/);
});
