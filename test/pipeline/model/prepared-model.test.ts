import { inputSize } from '../../../src/pipeline/model/input-side.ts';
import { fromBinary } from '@bufbuild/protobuf';
import { expect, it, vi } from 'vitest';
import { indexGraph } from '../../../src/onnx/graph.ts';
import { inferValues } from '../../../src/onnx/shapes.ts';
import { exportModel } from '../../../src/pipeline/model/export-model.ts';
import { listModelLayers } from '../../../src/pipeline/model/model-layers.ts';
import { openModel } from '../../../src/pipeline/model/model.ts';
import { prepareModel } from '../../../src/pipeline/model/prepared-model.ts';
import { ExplainableLayers } from '../../../src/pipeline/network/explainable-layers.ts';
import { rewrite } from '../../../src/pipeline/network/rewrite.ts';
import { forwardFrom, forwardOnly, gradientAtInput } from '../../../src/pipeline/network/run-request.ts';
import { tinyModel } from '../../support/tiny-model.ts';

vi.mock('@bufbuild/protobuf', { spy: true });
vi.mock('../../../src/onnx/graph.ts', { spy: true });

it('a model is parsed and indexed once for all that is asked of it', async () => {
  const { bytes, description } = tinyModel();
  const opened = await openModel(bytes, { layers: description.layers }, 'tiny.onnx', () => Promise.resolve(''));
  expect(vi.mocked(indexGraph)).toHaveBeenCalledTimes(1);

  listModelLayers(opened);
  const layers = ExplainableLayers.of(opened);
  layers.mapSizes(inputSize(opened.description.input));
  layers.findNaNWeight();
  exportModel(opened, { version: '0' });
  const [layer = ''] = layers.names;
  for (const request of [forwardOnly, gradientAtInput, forwardFrom(layer), { ...forwardOnly, layers: layers.names }]) {
    rewrite(layers.classifier, opened.description, request, (name) => layers.valueOf(name));
  }
  expect(vi.mocked(fromBinary)).toHaveBeenCalledTimes(1);
  expect(vi.mocked(indexGraph)).toHaveBeenCalledTimes(1);
});

it('of bytes that nobody has prepared, the same is made', () => {
  const model = tinyModel();
  const prepared = prepareModel(model);
  expect(prepareModel(prepared)).toBe(prepared);
  expect(prepared.classifier.scores).toBe(model.description.logits);
  expect(inferValues(prepared.classifier.graph).shapes).toEqual(prepared.classifier.shapes);
});

it('of a prepared model that was copied to another thread, the same is made', () => {
  const prepared = prepareModel(tinyModel());
  const again = prepareModel(structuredClone(prepared));
  expect(again.classifier.scores).toBe(prepared.classifier.scores);
  expect(inferValues(again.classifier.graph).shapes).toEqual(prepared.classifier.shapes);
});
