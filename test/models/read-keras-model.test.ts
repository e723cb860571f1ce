import { describe, expect, it } from 'vitest';
import { readKerasModel } from '../../models/read-keras-model.ts';
import type { WeightsPackage } from '../../models/read-weights-package.ts';
import { layer, pack, picture, type SavedLayer } from './tiny-keras.ts';

const relu = layer('Activation', 'a', ['in']);

/** A sound package with one thing in its model.json replaced. */
function altered(replace: (json: Json) => void): WeightsPackage {
  const { modelJson, shards } = pack([picture(1), relu]);
  const copy = structuredClone(modelJson) as Json;
  replace(copy);
  return { modelJson: copy, shards };
}

interface Json {
  modelTopology: {
    model_config: {
      class_name: string;
      config: { layers: unknown[]; input_layers: unknown[]; output_layers: unknown[] };
    };
  };
}

describe('readKerasModel', () => {
  it('reads layers, their inputs, and which one is the output', () => {
    const sum = layer('Add', 'sum', ['a', 'in']);
    const { layers, output } = readKerasModel(pack([picture(1), relu, sum]));
    expect(layers.map(({ name, className, inputs }) => [name, className, inputs])).toEqual([
      ['in', 'InputLayer', []],
      ['a', 'Activation', ['in']],
      ['sum', 'Add', ['a', 'in']],
    ]);
    expect(layers[1]?.config.activation).toBe('relu');
    expect(output).toBe('sum');
  });

  it.each<[string, string, string, WeightsPackage]>([
    ['another file', 'model-damaged', 'modelTopology in model.json', { modelJson: {}, shards: new Map() }],
    ['no object at all', 'model-damaged', 'model.json should be an object', { modelJson: [], shards: new Map() }],
    [
      'a sequential model',
      'model-unsupported',
      'is a Keras Sequential',
      altered((json) => (json.modelTopology.model_config.class_name = 'Sequential')),
    ],
    [
      'two outputs',
      'model-unsupported',
      'has 2 outputs',
      altered((json) => json.modelTopology.model_config.config.output_layers.push(['in', 0, 0])),
    ],
    [
      'an output that is no layer',
      'model-damaged',
      'output "b" is not one of its layers',
      altered((json) => (json.modelTopology.model_config.config.output_layers = [['b', 0, 0]])),
    ],
    [
      'layers out of order',
      'model-damaged',
      'Layer "a" takes the output of "in"',
      altered((json) => json.modelTopology.model_config.config.layers.reverse()),
    ],
    ['two layers of one name', 'model-damaged', 'Two layers are named "a"', pack([picture(1), relu, relu])],
    ['a shared layer', 'model-unsupported', '"a" is called 2 times', pack([picture(1), called(2)])],
    ['a second tensor', 'model-unsupported', '["in",0,1,{}]', pack([picture(1), taking(['in', 0, 1, {}])])],
    ['keyword arguments', 'model-unsupported', 'mask', pack([picture(1), taking(['in', 0, 0, { mask: 1 }])])],
    ['a reference without an index', 'model-damaged', 'whole number', pack([picture(1), taking(['in'])])],
  ])('refuses %s', (_, code, message, files) => {
    expect(() => readKerasModel(files)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
    );
  });
});

function called(times: number): SavedLayer {
  return { ...relu, inbound_nodes: Array.from({ length: times }, () => [['in', 0, 0, {}]]) };
}

function taking(reference: unknown): SavedLayer {
  return { ...relu, inbound_nodes: [[reference]] };
}
