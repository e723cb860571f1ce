/** Which output is explained, and how it becomes probabilities. */
import { expect, it } from 'vitest';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import type { NodeProto, ValueInfoProto } from '../../src/onnx/messages.ts';
import { describeModel } from '../../src/pipeline/model/describe-model.ts';
import { byLink, rankClasses } from '../../src/pipeline/recipe/classes.ts';
import { channels, tinyResnet, wave } from './tiny-resnet.ts';

const { node: nodes, initializer: weights } = tinyResnet().graph;
function untyped(name: string): ValueInfoProto {
  const value = floatValue(name, []);
  delete value.type;
  return value;
}
const ending = (added: readonly NodeProto[], ...outputs: readonly string[]) =>
  tinyResnet({
    nodes: [...nodes, ...added],
    outputs: outputs.map(untyped),
  });

/** Additional linear layers, with four classes and with one class. */
const second = [node('MatMul', ['flat', 'aux.w'], ['aux']), node('MatMul', ['flat', 'one.w'], ['single'])];
const more = [
  ...weights,
  floatTensor('aux.w', [channels, 4], wave(4 * channels)),
  floatTensor('one.w', [channels, 1], wave(channels)),
];
const headed = (added: readonly NodeProto[], ...outputs: readonly string[]) => {
  const model = ending([...second, ...added], ...outputs);
  model.graph.initializer.splice(0, Infinity, ...more);
  return model;
};

it.each([
  [[node('Softmax', ['logits'], ['y'])], 'softmax'],
  [[node('LogSoftmax', ['logits'], ['y'])], 'softmax'],
  [[node('Sigmoid', ['logits'], ['p']), node('Identity', ['p'], ['y'])], 'sigmoid'],
  [[node('Identity', ['logits'], ['y'])], undefined],
] as const)('%#: scores before probabilities, by %s', (added, link) => {
  const { scores, link: found } = new Classifier(ending(added, 'y'));
  expect([scores === 'y' ? 'logits' : scores, found]).toEqual(['logits', link]);
  expect(new Classifier(ending(added, 'y'), 'logits').link).toBe(link);
});

it('TopK is skipped', () => {
  const added = [
    node('Softmax', ['logits'], ['p']),
    node('Constant', [], ['k'], { value_ints: { ints: [2] } }),
    node('TopK', ['p', 'k'], ['best', 'places']),
  ];
  expect(new Classifier(ending(added, 'best', 'places')).scores).toBe('logits');
});

it('labels alone are refused, naming the scores they are computed from', () => {
  const model = ending([node('ArgMax', ['logits'], ['label'], { axis: { int: 1 }, keepdims: { int: 0 } })], 'label');
  expect(() => new Classifier(model)).toThrow(
    /the ArgMax node "label" .* Name the scores instead: "logits" \(--output/,
  );
  expect(new Classifier(model, 'logits').scores).toBe('logits');
});

it('one score per picture, [N], is a single class', () => {
  const added = [
    node('Constant', [], ['last'], { value_ints: { ints: [1] } }),
    node('Squeeze', ['single', 'last'], ['y']),
  ];
  expect(new Classifier(headed(added, 'y')).scores).toBe('single');
  expect(new Classifier(headed([...added, node('Sigmoid', ['y'], ['p'])], 'p')).scores).toBe('single');
});

it('of several outputs, the name or the number of class names decides', () => {
  const rename = node('Identity', ['logits'], ['y']);
  expect(new Classifier(headed([rename], 'aux', 'y')).scores).toBe('y');
  expect(new Classifier(headed([], 'single', 'logits')).scores).toBe('logits');
  expect(new Classifier(headed([rename], 'aux', 'y'), undefined, 4).scores).toBe('aux');
  expect(new Classifier(headed([rename], 'aux', 'y'), 'aux').scores).toBe('aux');
  const { notes } = describeModel(headed([rename], 'aux', 'y'), {}, 'net.onnx');
  expect(notes?.[0]).toBe(
    'net.onnx has several outputs that could hold classes: "y" is explained, not "aux" (--output).',
  );
  expect(describeModel(headed([rename], 'aux', 'y'), { logits: 'aux' }, 'net.onnx').notes).toHaveLength(1);
});

it('a sigmoid gives each class its own probability', () => {
  const [only] = rankClasses([-2.54], ['sick'], 1, byLink.sigmoid);
  expect(only?.probability).toBeCloseTo(0.073101, 6);
  const two = rankClasses([0, Math.log(3)], ['a', 'b'], 2, byLink.sigmoid);
  expect(two[0]?.probability).toBeCloseTo(0.75, 12);
  expect(two[1]?.probability).toBe(0.5);
});
