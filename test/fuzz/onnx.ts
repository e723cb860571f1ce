/** Untrusted models: reading, describing, listing and rewriting them, without running a network. */
import { inputSize } from '../../src/pipeline/model/input-side.ts';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { toForward } from '../../src/autodiff/forward.ts';
import { readModel } from '../../src/onnx/read.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { ExplainableLayers } from '../../src/pipeline/network/explainable-layers.ts';
import { listModelLayers } from '../../src/pipeline/model/model-layers.ts';
import { openModel } from '../../src/pipeline/model/model.ts';
import { networks } from '../autodiff/networks/index.ts';
import { channelsLast, twoClassSigmoid } from '../support/own-models.ts';
import { tinyModel } from '../support/tiny-model.ts';
import type { Kind } from './kind.ts';
import { onnxMutations } from './mutate-onnx.ts';

const fixtures = join('test', 'fixtures', 'onnx');

/** Of a file; larger ones take the time of many. */
const mostBytes = 50_000;

export const onnx: Kind = {
  extension: '.onnx',
  sound: () => {
    const built = [...Object.values(networks).map((build) => build().model), channelsLast(), twoClassSigmoid()];
    const files = readdirSync(fixtures).filter((name) => name.endsWith('.onnx'));
    const all = [
      tinyModel().bytes,
      ...built.map(writeModel),
      ...files.map((name) => new Uint8Array(readFileSync(join(fixtures, name)))),
    ];
    return all.filter(({ length }) => length <= mostBytes);
  },
  mutations: onnxMutations,
  run: async (input) => {
    const bytes = new Uint8Array(input);
    const model = await openModel(bytes, {}, 'strange.onnx', () => Promise.resolve('cat\ndog\n'));
    const { defaultLayer, layers } = model.description;
    listModelLayers(model);
    const explainable = ExplainableLayers.of(model);
    explainable.mapSizes(inputSize(model.description.input));
    const layer = explainable.valueOf(defaultLayer);
    if (!Object.hasOwn(layers, defaultLayer)) throw new Error(`The default layer "${defaultLayer}" is none.`);
    const gradients = addGradients(explainable.classifier, { layers: { [defaultLayer]: layer } });
    for (const rewritten of [gradients.model, toForward(explainable.classifier).model]) {
      const again = readModel(writeModel(rewritten));
      if (again.graph.node.length !== rewritten.graph.node.length) throw new Error('Nodes are lost in writing.');
    }
    return 'described and rewritten';
  },
};
