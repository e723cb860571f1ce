/** Names such as "constructor" and "__proto__" are treated like any other name. */
import { create } from '@bufbuild/protobuf';
import { StringStringEntryProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { mimeTypeOf } from '../cli/mime-types.ts';
import { main } from '../cli/main.ts';
import { addGradients } from '../src/autodiff/add-gradients.ts';
import { describeError } from '../src/errors.ts';
import { node } from '../src/onnx/build.ts';
import { readModel } from '../src/onnx/read.ts';
import type { Model } from '../src/onnx/messages.ts';
import { writeModel } from '../src/onnx/write.ts';
import { byThreeNames, own } from '../src/own.ts';
import { boxStyle } from '../src/pipeline/recipe/box-colours.ts';
import { ExplainableLayers } from '../src/pipeline/network/explainable-layers.ts';
import { listModelLayers } from '../src/pipeline/model/model-layers.ts';
import { parseLiteral } from '../src/pipeline/model/python-literal.ts';
import { readDescription } from '../src/pipeline/model/read-description.ts';
import { openModel } from '../src/pipeline/model/model.ts';
import type { LoadedModel } from '../src/pipeline/model/loaded-model.ts';
import { methodNote } from '../src/ui/shared/method-notes.ts';
import { tinyResnet } from './autodiff/tiny-resnet.ts';
import { weightsBeside } from './support/own-models.ts';

const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

const open = (model: Model): Promise<LoadedModel> =>
  openModel(new Uint8Array(writeModel(model)), {}, 'net.onnx', () => Promise.resolve(''));

/** Its last map under another name. */
function withLayer(name: string): Model {
  const model = tinyResnet();
  const renamed = (value: string): string => (value === 'features' ? name : value);
  model.graph.node = model.graph.node.map((each) => ({
    ...each,
    name: renamed(each.name),
    input: each.input.map(renamed),
    output: each.output.map(renamed),
  }));
  return model;
}

describe.each(names)('%s', (name) => {
  it('is in a table where it is, and only there', () => {
    expect(own({ a: 1 }, name)).toBeUndefined();
    expect(own({ a: 1 }, 'a')).toBe(1);
    expect(own(undefined, name)).toBeUndefined();
    expect(own(Object.fromEntries([[name, 7]]), name)).toBe(7);
  });

  it('names the first, second or third of three tables', () => {
    const tables = byThreeNames([
      [name, 'last', 'true', 1],
      ['cam', name, 'true', 2],
      ['cam', name, 'predicted', 3],
      ['cam', 'last', name, 4],
    ]);
    expect(Object.keys(tables)).toEqual([name, 'cam']);
    expect(own(own(own(tables, name), 'last'), 'true')).toBe(1);
    expect(own(own(tables, 'cam'), name)).toEqual({ true: 2, predicted: 3 });
    expect(own(own(own(tables, 'cam'), 'last'), name)).toBe(4);
    expect(Object.getPrototypeOf({})).not.toHaveProperty('last');
  });

  it('is a layer', async () => {
    const opened = await open(withLayer(name));
    expect(Object.entries(opened.description.layers)).toEqual([
      ['stem_relu', 'stem_relu'],
      [name, name],
    ]);
    expect(opened.description.defaultLayer).toBe(name);
    expect(
      listModelLayers(opened).map((layer) => [layer.value, layer.camRefusal !== undefined, layer.isDefault]),
    ).toEqual([
      ['stem_relu', true, false],
      [name, false, true],
    ]);
    const layers = ExplainableLayers.of(opened);
    expect(layers.valueOf(name)).toBe(name);
    expect(own(layers.mapSizes({ width: 64, height: 64 }), name)).toEqual(
      own(layers.mapSizes({ width: 64, height: 64 }), 'features') ?? expect.any(Object),
    );
    const made = addGradients(layers.classifier, { layers: Object.fromEntries([[name, name]]) });
    expect(own(made.layers, name)?.gradients).toBe(`gradients/${name}`);
  });

  it('is no layer where there is none of that name', async () => {
    const layers = ExplainableLayers.of(await open(tinyResnet()));
    expect(() => layers.valueOf(name)).toThrow(expect.objectContaining({ code: 'unknown-layer' }) as Error);
  });

  it('is an operator that ONNX does not have', async () => {
    const model = tinyResnet();
    model.graph.node.splice(1, 0, node(name, ['stem'], ['odd']));
    model.graph.node[2]!.input = ['odd'];
    const error = describeError(await open(model).catch((cause: unknown) => cause));
    expect(error).toEqual({ code: 'operator-unsupported', message: expect.stringContaining(`"${name}"`) as string });
  });

  it('is a class, a key of metadata, and a file of weights', async () => {
    const model = tinyResnet();
    const entry = (key: string, value: string) => create(StringStringEntryProtoSchema, { key, value });
    model.metadataProps.push(entry('names', `{0: '${name}', 1: 'b', 2: 'c'}`), entry(name, name));
    expect((await open(model)).classes).toEqual([name, 'b', 'c']);
    const { model: apart, beside } = weightsBeside(name);
    const bytes = writeModel(apart);
    expect(() => readModel(bytes, 'net.onnx')).toThrow(`in the external file "${name}", which is missing`);
    expect(readModel(bytes, 'net.onnx', Object.fromEntries([[name, beside]])).graph.node.length).toBeGreaterThan(0);
  });

  it('is neither a field nor a word that is known', () => {
    expect(() => readDescription(Object.fromEntries([[name, 1]]), 'net.json')).toThrow(`there is no field "${name}"`);
    expect(() => parseLiteral(`[${name}]`)).toThrow(SyntaxError);
    expect(Object.entries(parseLiteral(`{'${name}': 1}`) as object)).toEqual([[name, 1]]);
  });

  it('is no method, command, option or kind of file', async () => {
    expect(methodNote(name)).toEqual({});
    expect(boxStyle(name)).toEqual(boxStyle('some method'));
    expect(mimeTypeOf(`x.${name}`)).toBe('application/octet-stream');
    const told: string[] = [];
    const terminal = { print: () => undefined, tell: (line: string) => void told.push(line) };
    expect(await main([name], terminal)).toBe(2);
    expect(told[0]).toBe(`There is no command "${name}". [bad-option]`);
    expect(await main(['methods', `--${name}`], terminal)).toBe(2);
    expect(told.join('\n')).toContain(`--${name}`);
  });
});
