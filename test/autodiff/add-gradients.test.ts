/** The whole rewrite on networks small enough to compute by hand: values, names, shared weights, pruned nodes. */
import { describe, expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { CamLensError } from '../../src/errors.ts';
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import { readModel } from '../../src/onnx/read.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { buildModel } from './build-model.ts';
import { largestDifference } from './compare.ts';
import { runModel, tensor, type Tensor } from './run-model.ts';
import { channels, classes, classifier, tinyResnet, wave } from './tiny-resnet.ts';

const layers = { last: 'features' };
const batch = 4;

function pictures(height: number, width: number): Tensor {
  return tensor([batch, 3, height, width], wave(batch * 3 * height * width, 1, 0.4));
}

function valuesOf(outputs: Readonly<Record<string, Tensor>>, name: string | undefined): Float32Array {
  return outputs[name ?? '']?.values ?? new Float32Array(0);
}

describe('target', () => {
  it('selects the classifier’s weights: a class, a mixture, the predicted class, each in its own row', async () => {
    const { model, target, logits, layers: outputs } = addGradients(tinyResnet(), { layers });
    const rows = [0, 1, 0, /* */ 0.5, 0, -2, /* */ 0, 0, 0, /* */ 0, 0, 0];
    const result = await runModel(model, { input: pictures(9, 12), [target]: tensor([batch, classes], rows) });

    const scores = valuesOf(result, logits);
    const predicted = [2, 3].map((n) => {
      const row = [...scores.subarray(n * classes, (n + 1) * classes)];
      return row.indexOf(Math.max(...row));
    });
    const row = (index: number): number[] => classifier.slice(index * channels, (index + 1) * channels);
    const mixture = row(0).map((value, c) => 0.5 * value - 2 * (row(2)[c] ?? NaN));
    const expected = [...row(1), ...mixture, ...predicted.flatMap(row)];
    expect([...valuesOf(result, outputs.last?.weights)]).toEqual(expected);
  });

  it('shares the score between tied classes', async () => {
    const model = buildModel({
      nodes: [
        node('Relu', ['input'], ['features']),
        node('GlobalAveragePool', ['features'], ['pooled']),
        node('Flatten', ['pooled'], ['logits']),
      ],
      inputs: [floatValue('input', [1, 3, 2, 1])],
      outputs: [floatValue('logits', [1, 3])],
    });
    const { model: rewritten, target } = addGradients(model, { layers });
    const feeds = { input: tensor([1, 3, 2, 1], [1, 3, 2, 2, 0, 1]), [target]: tensor([1, 3], [0, 0, 0]) };
    const result = await runModel(rewritten, feeds);
    expect([...valuesOf(result, 'gradients/last')]).toEqual([0.25, 0.25, 0.25, 0.25, 0, 0]);
  });
});

describe('values', () => {
  it.each([
    [9, 12],
    [8, 7],
  ])('at %i × %i: gradient = W / HW everywhere, CAM = HW · Grad-CAM', async (height, width) => {
    const { model, target, layers: outputs } = addGradients(tinyResnet(), { layers });
    const oneHot = tensor([batch, classes], [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0]);
    const result = await runModel(model, { input: pictures(height, width), [target]: oneHot });
    const activations = result[outputs.last?.activations ?? ''] ?? tensor([], []);
    const size = Math.ceil(height / 2) * Math.ceil(width / 2);
    expect(activations.dims).toEqual([batch, channels, Math.ceil(height / 2), Math.ceil(width / 2)]);

    const weights = valuesOf(result, outputs.last?.weights);
    const gradients = valuesOf(result, outputs.last?.gradients);
    const everywhere = [...weights].flatMap((weight) => Array.from({ length: size }, () => weight / size));
    expect(largestDifference(gradients, everywhere)).toBeLessThan(1e-6);

    const cam = weightedMaps(weights, activations);
    const means = [...weights].map(
      (_, i) => gradients.subarray(i * size, (i + 1) * size).reduce((a, b) => a + b, 0) / size,
    );
    const gradCam = weightedMaps(means, activations).map((value) => value * size);
    expect(largestDifference(gradCam, cam)).toBeLessThan(1e-5);
  });

  it('sums the gradients of a value that is read twice', async () => {
    const model = buildModel({
      nodes: [
        node('Relu', ['input'], ['features']),
        node('Add', ['features', 'features'], ['twice']),
        node('Relu', ['twice'], ['left']),
        node('Add', ['left', 'features'], ['thrice']),
        node('GlobalAveragePool', ['thrice'], ['pooled']),
        node('Flatten', ['pooled'], ['logits']),
      ],
      inputs: [floatValue('input', ['batch', 2, 'height', 'width'])],
      outputs: [floatValue('logits', ['batch', 2])],
    });
    const { model: rewritten, target } = addGradients(model, { layers, input: true });
    const input = tensor([1, 2, 1, 2], [1, -1, 2, 4]);
    const result = await runModel(rewritten, { input, [target]: tensor([1, 2], [1, 10]) });
    expect([...valuesOf(result, 'gradients/last')]).toEqual([1.5, 0.5, 15, 15]);
    expect([...valuesOf(result, 'gradients/input')]).toEqual([1.5, 0, 15, 15]);
  });

  it.each([
    ['standard', [-3, 0, 5, 0]],
    ['guided', [0, 0, 5, 0]],
    ['deconv', [0, 0, 5, 7]],
  ] as const)('goes back through ReLU by the rule %s', async (relu, expected) => {
    const model = buildModel({
      nodes: [
        node('Identity', ['input'], ['features']),
        node('Relu', ['features'], ['positive']),
        node('Flatten', ['positive'], ['logits']),
      ],
      inputs: [floatValue('input', [1, 1, 1, 4])],
      outputs: [floatValue('logits', [1, 4])],
    });
    const { model: rewritten, target } = addGradients(model, { layers, relu });
    const feeds = { input: tensor([1, 1, 1, 4], [1, -1, 2, -2]), [target]: tensor([1, 4], [-3, -2, 5, 7]) };
    expect([...valuesOf(await runModel(rewritten, feeds), 'gradients/last')]).toEqual(expected);
  });
});

describe('graph', () => {
  it('gains only the nodes that lead back to the layer', () => {
    const before = tinyResnet();
    const { model } = addGradients(before, { layers });
    const added = model.graph.node.filter((each) => !before.graph.node.includes(each));
    const backward = added.filter(({ name }) => name.startsWith('backward/'));
    expect(backward.map(({ opType }) => opType)).toEqual([
      ...['Gemm', 'Shape', 'Reshape'],
      ...['Shape', 'Gather', 'Cast', 'ReduceProd', 'Div', 'Expand'],
    ]);
    expect(added.filter((each) => !backward.includes(each)).map(({ opType }) => opType)).toEqual([
      ...['Abs', 'ReduceSum', 'Greater', 'ReduceMax', 'Equal', 'Where', 'ReduceSum', 'Div', 'Where'],
      ...['Identity', 'Identity', 'Identity'],
    ]);
    expect(model.graph.output.map(({ name }) => name)).toEqual([
      'logits',
      'activations/last',
      'gradients/last',
      'weights/last',
    ]);
    expect(model.graph.input.map(({ name }) => name)).toEqual(['input', 'target']);
  });

  it('shares the weights and leaves the model as it was', () => {
    const before = tinyResnet();
    const bytes = writeModel(before);
    const { model } = addGradients(before, { layers, relu: 'guided' });
    expect(writeModel(before)).toEqual(bytes);
    expect(model).not.toBe(before);
    for (const weight of before.graph.initializer) {
      expect(model.graph.initializer.find(({ name }) => name === weight.name)).toBe(weight);
      expect(model.graph.initializer.find(({ name }) => name === weight.name)?.rawData).toBe(weight.rawData);
    }
  });

  it('is sorted even if the file was not', async () => {
    const sorted = tinyResnet();
    const shuffled = tinyResnet({ nodes: sorted.graph.node.toReversed() });
    const { model, target } = addGradients(shuffled, { layers });
    const known = new Set(
      ['', ...model.graph.input, ...model.graph.initializer].map((each) =>
        typeof each === 'string' ? each : each.name,
      ),
    );
    for (const each of model.graph.node) {
      expect(each.input.filter((name) => !known.has(name))).toEqual([]);
      each.output.forEach((name) => known.add(name));
    }
    const feeds = { input: pictures(7, 7), [target]: tensor([batch, classes], new Float32Array(batch * classes)) };
    const expected = await runModel(addGradients(sorted, { layers }).model, feeds);
    expect(await runModel(model, feeds)).toEqual(expected);
  });

  it('removes a final softmax', () => {
    const { graph } = tinyResnet();
    const softmax = node('Softmax', ['logits'], ['probabilities']);
    const model = tinyResnet({ nodes: [...graph.node, softmax], outputs: [floatValue('probabilities', ['batch', 3])] });
    const rewritten = addGradients(model, { layers });
    expect(rewritten.logits).toBe('logits');
    expect(rewritten.model.graph.node).not.toContain(softmax);
    expect(rewritten.model.graph.output[0]?.name).toBe('logits');
  });

  it('uses names that the model does not use', () => {
    const weights = [...tinyResnet().graph.initializer, floatTensor('target', [1], Float32Array.of(1))];
    expect(addGradients(tinyResnet({ weights }), { layers }).target).toBe('target_2');
  });

  it('can be written, read and rewritten again', async () => {
    const once = addGradients(tinyResnet(), { layers });
    const again = addGradients(readModel(writeModel(once.model)), { layers });
    const row = tensor([batch, classes], wave(batch * classes));
    const expected = await runModel(once.model, { input: pictures(7, 8), [once.target]: row });
    const result = await runModel(again.model, { input: pictures(7, 8), [again.target]: row });
    expect(valuesOf(result, again.layers.last?.gradients)).toEqual(valuesOf(expected, once.layers.last?.gradients));
    expect(valuesOf(result, again.layers.last?.weights)).toEqual(valuesOf(expected, once.layers.last?.weights));
  });
});

describe('refusals', () => {
  const unknownLayer = (value: string) => () => addGradients(tinyResnet(), { layers: { wanted: value } });

  it('list the existing layers', () => {
    expect(unknownLayer('nothing')).toThrow(
      new CamLensError(
        'unknown-layer',
        'The model has no layer "wanted": there is no value "nothing" in the graph. Values that can be explained, ' +
          'deepest first: "pooled", "features", "sum", "arm", "stem_relu", "stem".',
      ),
    );
    expect(codeOf(unknownLayer('nothing'))).toBe('unknown-layer');
  });

  it('require layers with spatial dimensions', () => {
    expect(unknownLayer('flat')).toThrow('its value "flat" does not hold maps');
  });

  it('require layers that the logits depend on', () => {
    const nodes = [...tinyResnet().graph.node, node('Relu', ['stem'], ['aside'])];
    const run = () => addGradients(tinyResnet({ nodes }), { layers: { wanted: 'aside' } });
    expect(run).toThrow('The logits do not depend on the layer "wanted" (value "aside").');
    expect(codeOf(run)).toBe('unknown-layer');
  });

  it('name the node and operator without a gradient', () => {
    const nodes = tinyResnet().graph.node.with(4, node('CumProd', ['sum', 'axis'], ['features']));
    const run = () => addGradients(tinyResnet({ nodes }), { layers: { wanted: 'sum' } });
    expect(run).toThrow('There is no gradient rule for the operator CumProd of node "features"');
    expect(codeOf(run)).toBe('operator-unsupported');
    expect(() => addGradients(tinyResnet({ nodes }), { layers })).not.toThrow();
  });

  it('do not confuse an operator of another domain with the standard one', () => {
    const odd = node('Relu', ['sum'], ['features']);
    odd.domain = 'com.example';
    const nodes = tinyResnet().graph.node.with(4, odd);
    const run = () => addGradients(tinyResnet({ nodes }), { layers: { wanted: 'sum' } });
    expect(run).toThrow('operator com.example.Relu of node "features"');
  });

  it('list the outputs if the logits are not found', () => {
    const run = () => addGradients(tinyResnet(), { layers, logits: 'scores' });
    expect(run).toThrow('The model computes no value "scores" to use as logits. Its outputs: "logits".');
    expect(codeOf(run)).toBe('bad-option');
  });

  it('require logits of two dimensions and a recent operator set', () => {
    expect(() => addGradients(tinyResnet(), { layers, logits: 'arm' })).toThrow(
      'The logits must be [N, classes], but "arm" is [batch, 4, floor((height-1)/2)+1, floor((width-1)/2)+1].',
    );
    expect(() => addGradients(tinyResnet({ opset: 6 }), { layers })).toThrow(
      'operator set 6: convert it to 13 or newer',
    );
  });
});

function weightedMaps(weights: ArrayLike<number>, { dims, values }: Tensor): number[] {
  const size = (dims[2] ?? 0) * (dims[3] ?? 0);
  return Array.from({ length: batch * size }, (_, i) => {
    const [n, at] = [Math.floor(i / size), i % size];
    const terms = Array.from({ length: channels }, (_unused, c) => {
      const channel = n * channels + c;
      return (weights[channel] ?? NaN) * (values[channel * size + at] ?? NaN);
    });
    return terms.reduce((a, b) => a + b, 0);
  });
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return error instanceof CamLensError ? error.code : undefined;
  }
  return undefined;
}
