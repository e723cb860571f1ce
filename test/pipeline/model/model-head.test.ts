/** Which output is explained, and which others there are. */
import { expect, it } from 'vitest';
import { Classifier } from '../../../src/autodiff/classifier.ts';
import { floatTensor, floatValue, node } from '../../../src/onnx/build.ts';
import { outputsOf } from '../../../src/pipeline/model/model-head.ts';
import { channels, tinyResnet, wave } from '../../autodiff/tiny-resnet.ts';

const { node: nodes, initializer } = tinyResnet().graph;

function twoHeads(): ReturnType<typeof tinyResnet> {
  const model = tinyResnet({
    nodes: [...nodes, node('MatMul', ['flat', 'aux.w'], ['aux'])],
    outputs: ['aux', 'logits', 'flat'].map((name) => floatValue(name, name === 'aux' ? ['batch', 4] : ['batch', 3])),
  });
  model.graph.initializer.splice(0, Infinity, ...initializer, floatTensor('aux.w', [channels, 4], wave(4 * channels)));
  return model;
}

it.each([
  [undefined, { explained: 'logits', others: ['aux', 'flat'] }],
  ['aux', { explained: 'aux', others: ['logits', 'flat'] }],
])('of %s', (named, expected) => {
  expect(outputsOf(new Classifier(twoHeads(), named))).toEqual(expected);
});

it('of a value that is no output, all outputs are others', () => {
  const model = twoHeads();
  model.graph.output.splice(1, 1);
  expect(outputsOf(new Classifier(model, 'logits'))).toEqual({ explained: 'logits', others: ['aux', 'flat'] });
});
