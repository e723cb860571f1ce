/** The bytes written are those of the plain protobuf writer. */
import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, OperatorSetIdProtoSchema } from 'onnx-buf';
import { expect, it } from 'vitest';
import { floatTensor } from '../../src/onnx/build.ts';
import { withDocument } from '../../src/onnx/messages.ts';
import { readModel } from '../../src/onnx/read.ts';
import { modelChunks, writeModel } from '../../src/onnx/write.ts';
import { networks } from '../autodiff/networks/index.ts';
import { tinyResnet, wave } from '../autodiff/tiny-resnet.ts';

it.each(Object.entries(networks))('%s', (_, build) => {
  const { model } = build();
  const expected = toBinary(ModelProtoSchema, model);
  expect(writeModel(model)).toEqual(expected);
  expect(writeModel(readModel(expected))).toEqual(expected);
});

it('large weights and every other field of a model', () => {
  const sizes = [1023, 1024, 70_000];
  const model = tinyResnet({ weights: sizes.map((size) => floatTensor(`w${size}`, [size], wave(size))) });
  model.producerName = 'a test';
  model.docString = 'before the graph';
  model.metadataProps = [{ $typeName: 'onnx.StringStringEntryProto', key: 'behind', value: 'the graph' }];
  model.opsetImport.push(create(OperatorSetIdProtoSchema, { domain: 'com.example', version: 3n }));
  model.graph.docString = 'behind the weights';
  for (const tensor of model.graph.initializer) tensor.docString = 'behind the bytes';
  model.$unknown = [{ no: 99, wireType: 0, data: Uint8Array.of(5) }];
  const expected = toBinary(ModelProtoSchema, model);
  expect(writeModel(model)).toEqual(expected);
  expect(writeModel(readModel(expected))).toEqual(expected);
});

it('large weights in pieces of their own, which are no copies', () => {
  const weight = floatTensor('w', [70_000], wave(70_000));
  const chunks = modelChunks(tinyResnet({ weights: [weight] }));
  expect(chunks.includes(weight.rawData)).toBe(true);
  expect(Buffer.concat(chunks)).toEqual(Buffer.from(writeModel(tinyResnet({ weights: [weight] }))));
});

it('no more than 2 GB', () => {
  const quarter = new Float32Array(2 ** 27);
  const names = ['a', 'b', 'c', 'd'];
  const model = tinyResnet({ weights: names.map((name) => floatTensor(name, [quarter.length], quarter)) });
  expect(() => modelChunks(model)).toThrow(
    expect.objectContaining({
      code: 'model-unsupported',
      message: 'As one file the model has 2.1 GB; an ONNX file can have at most 2 GB.',
    }) as Error,
  );
});

it('a document, in place of the one before', () => {
  const model = withDocument(tinyResnet(), 'first', { kept: 'yes', key: 'first' });
  const read = readModel(writeModel(withDocument(model, 'second', { key: 'second' })));
  expect(read.docString).toBe('second');
  expect(read.metadataProps.map(({ key, value }) => [key, value])).toEqual([
    ['kept', 'yes'],
    ['key', 'second'],
  ]);
});
