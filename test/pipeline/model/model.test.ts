/** Loading over HTTP: a description in full, a brief one, and what is wrong with the files. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeModel } from '../../../src/onnx/write.ts';
import { loadModel } from '../../../src/pipeline/model/model.ts';
import { tinyResnet } from '../../autodiff/tiny-resnet.ts';

const bytes = writeModel(tinyResnet());
const sha256 = createHash('sha256').update(bytes).digest('hex');

function serve(files: Readonly<Record<string, BodyInit>>, headers: Readonly<Record<string, string>> = {}): void {
  vi.stubGlobal('location', { href: 'http://here/page' });
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('fetch', (url: string) => {
    const file = files[new URL(url, 'http://here').pathname];
    return Promise.resolve(file === undefined ? new Response('', { status: 404 }) : new Response(file, { headers }));
  });
}

/** The tiny network with the weights of its first convolution in a file of their own. */
function withWeightsBeside(location: string): { model: Uint8Array<ArrayBuffer>; beside: Uint8Array<ArrayBuffer> } {
  const model = tinyResnet();
  const [weight] = model.graph.initializer;
  if (weight === undefined) throw new Error('the network has no weights');
  const beside = weight.rawData;
  weight.rawData = new Uint8Array();
  weight.dataLocation = 1;
  weight.externalData = [{ $typeName: 'onnx.StringStringEntryProto', key: 'location', value: location }];
  return { model: writeModel(model), beside };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('loadModel', () => {
  it('takes an empty description: the model of the same name, the rest from its graph', async () => {
    serve({ '/models/tiny.json': '{}', '/models/tiny.onnx': bytes });
    const { description, classes, bytes: loaded, assumed } = await loadModel('/models/tiny.json');
    expect(loaded).toEqual(bytes);
    expect(description).toMatchObject({ name: 'tiny', file: 'tiny.onnx', defaultLayer: 'features', logits: 'logits' });
    expect(classes).toEqual(['class 0', 'class 1', 'class 2']);
    expect(assumed).toEqual(['size', 'normalization', 'classes']);
  });

  it('takes class names from a file of lines, and checks size and hash where they are said', async () => {
    const json = {
      file: 'net.onnx',
      sizeBytes: bytes.length,
      sha256,
      size: 64,
      normalization: 'tf',
      classes: 'names.txt',
    };
    serve({ '/m/a.json': JSON.stringify(json), '/m/net.onnx': bytes, '/m/names.txt': 'cat\ndog\neel\n' });
    const { classes, assumed, description } = await loadModel('/m/a.json');
    expect([classes, assumed, description.sha256]).toEqual([['cat', 'dog', 'eel'], [], sha256]);
  });

  it.each([{}, { 'Content-Length': '10' }, { 'Content-Length': String(bytes.length) }])(
    'reads a model whole whose length is not said, or said wrongly: %j',
    async (headers) => {
      serve({ '/tiny.json': '{}', '/tiny.onnx': bytes }, headers);
      expect((await loadModel('/tiny.json')).bytes).toEqual(bytes);
    },
  );

  it('takes a model without a description, what is said of it, and its hash', async () => {
    serve({ '/nets/tiny.onnx': bytes });
    const { description, assumed } = await loadModel({ url: '/nets/tiny.onnx', description: { size: 64 } });
    expect(description).toMatchObject({ name: 'tiny', file: 'tiny.onnx', sha256, input: { size: 64 } });
    expect(assumed).toEqual(['normalization', 'classes']);
  });

  it.each([
    ['/nets/tiny.onnx', 'tiny.onnx'],
    ['http://here/nets/my%20net.ONNX?v=2', 'my net.ONNX'],
    ['/nets/100%25%20mine%20%231.onnx', '100% mine #1.onnx'],
    ['/nets/100%mine.onnx', '100%mine.onnx'],
  ])('takes the URL of a model itself: %s', async (url, file) => {
    serve({ [new URL(url, 'http://here').pathname]: bytes });
    const { description, bytes: loaded } = await loadModel(url);
    expect([description.file, description.logits, loaded]).toEqual([file, 'logits', bytes]);
  });

  it('names the model beside a description as people write it', async () => {
    serve({ '/nets/my%20net.json': '{}', '/nets/my%20net.onnx': bytes });
    expect((await loadModel('/nets/my%20net.json')).description).toMatchObject({ name: 'my net', file: 'my net.onnx' });
  });

  it('fetches weights from the files beside a model, from wherever it is told they are', async () => {
    const { beside, model } = withWeightsBeside('data/tiny.data');
    serve({ '/nets/tiny.onnx': model, '/nets/data/tiny.data': beside, '/other': beside });
    const urlOf = (): string => '/other';
    for (const source of [{ url: '/nets/tiny.onnx' }, { url: '/nets/tiny.onnx', urlOf }]) {
      const { files } = await loadModel(source);
      expect(files).toEqual({ 'data/tiny.data': beside });
    }
    serve({ '/nets/tiny.onnx': model });
    await expect(loadModel({ url: '/nets/tiny.onnx' })).rejects.toMatchObject({
      code: 'model-missing',
      message: 'http://here/nets/data/tiny.data was not found (HTTP 404).',
    });
  });

  it('tells how far it is', async () => {
    serve({ '/tiny.json': JSON.stringify({ name: 'Tiny', sizeBytes: bytes.length }), '/tiny.onnx': bytes });
    const told: unknown[] = [];
    await loadModel('/tiny.json', (progress) => told.push(progress));
    expect(told.at(-1)).toEqual({ step: 'download', fraction: 1, message: 'Loading Tiny' });
  });

  it.each<[string, Readonly<Record<string, BodyInit>>, string, string]>([
    ['no model', { '/a.json': '{}' }, 'model-missing', 'http://here/a.onnx was not found (HTTP 404).'],
    [
      'no class names',
      { '/a.json': '{"classes": "c.txt"}', '/a.onnx': bytes },
      'model-missing',
      'http://here/c.txt was not found (HTTP 404).',
    ],
    [
      'too few of them',
      { '/a.json': '{"classes": "c.txt"}', '/a.onnx': bytes, '/c.txt': 'cat\n' },
      'model-damaged',
      'c.txt names 1 class; the model has 3.',
    ],
    [
      'another size',
      { '/a.json': '{"sizeBytes": 7}', '/a.onnx': bytes },
      'model-damaged',
      `http://here/a.onnx has ${bytes.length} bytes; 7 were expected.`,
    ],
    [
      'another hash',
      { '/a.json': '{"sha256": "77"}', '/a.onnx': bytes },
      'model-damaged',
      `a.onnx is damaged: its sha256 is ${sha256}; 77 was expected.`,
    ],
    [
      'no JSON',
      { '/a.json': 'hello' },
      'model-damaged',
      '/a.json is not JSON; the description of a model was expected.',
    ],
    [
      'no ONNX',
      { '/a.json': '{}', '/a.onnx': 'hello' },
      'model-damaged',
      'a.onnx is not a readable ONNX file, or it was truncated.',
    ],
  ])('refuses %s', async (_, files, code, message) => {
    serve(files);
    await expect(loadModel('/a.json')).rejects.toMatchObject({ code, message });
  });
});
