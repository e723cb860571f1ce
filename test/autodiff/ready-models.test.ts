/** Preparation of a graph: known branches are chosen, and pictures given as rows become maps. */
import { create } from '@bufbuild/protobuf';
import { AttributeProtoSchema, GraphProtoSchema, NodeProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import type { NodeProto, TensorProto } from '../../src/onnx/messages.ts';
import { runModel, tensor } from './run-model.ts';
import { toForward } from '../support/rewrites.ts';
import { tinyResnet, wave } from './tiny-resnet.ts';

const { graph } = tinyResnet();

function ifNode(
  condition: string,
  output: string,
  branches: Readonly<Record<'then_branch' | 'else_branch', readonly NodeProto[]>>,
  weights: TensorProto[] = [],
): NodeProto {
  const attribute = Object.entries(branches).map(([name, nodes]) => {
    const made = floatValue(nodes.at(-1)?.output[0] ?? '', []);
    const g = create(GraphProtoSchema, { node: [...nodes], initializer: weights, output: [made] });
    return create(AttributeProtoSchema, { name, g });
  });
  return create(NodeProtoSchema, { name: output, opType: 'If', input: [condition], output: [output], attribute });
}

/** Whether the pooled map has a height of 1; then the branches. */
function withBranches(axis: number, inner: readonly NodeProto[] = [node('Identity', ['scaled'], ['branch'])]) {
  const sizes = [node('Shape', ['pooled'], ['sizes']), node('Gather', ['sizes', 'axis'], ['size'])];
  const branches = {
    then_branch: [node('Mul', ['pooled', 'pooled.w'], ['scaled']), ...inner],
    else_branch: [node('Neg', ['pooled'], ['scaled']), node('Identity', ['scaled'], ['branch'])],
  };
  const chosen = [
    ...sizes,
    node('Equal', ['size', 'one'], ['is one']),
    ifNode('is one', 'chosen', branches, [floatTensor('pooled.w', [], Float32Array.of(2))]),
    node('Flatten', ['chosen'], ['flat']),
  ];
  return tinyResnet({
    nodes: graph.node.flatMap((each) => (each.output[0] === 'flat' ? chosen : [each])),
    weights: [...graph.initializer, intTensor('axis', [1], [axis]), intTensor('one', [1], [1])],
  });
}

describe('an If whose condition is known', () => {
  const feeds = { input: tensor([1, 3, 4, 4], wave(48)) };
  const logitsOf = async (model: ReturnType<typeof tinyResnet>): Promise<number[]> => {
    const { model: forward, logits } = toForward(model);
    return [...((await runModel(forward, feeds))[logits]?.values ?? [])];
  };

  it.each([
    ['then', 2, 2],
    ['else', 1, -1],
  ])('is its %s branch', async (_, axis, factor) => {
    const plain = await logitsOf(tinyResnet());
    const bias = [0.1, -0.2, 0.3];
    expect(new Classifier(withBranches(axis)).graph.nodes.some(({ opType }) => opType === 'If')).toBe(false);
    (await logitsOf(withBranches(axis))).forEach((logit, i) =>
      expect(logit).toBeCloseTo(factor * ((plain[i] ?? NaN) - (bias[i] ?? NaN)) + (bias[i] ?? NaN), 5),
    );
  });

  it('is taken inside another, whose values it reads', async () => {
    const branches = {
      then_branch: [node('Neg', ['scaled'], ['turned'])],
      else_branch: [node('Identity', ['scaled'], ['turned'])],
    };
    const nested = withBranches(2, [ifNode('is one', 'branch', branches)]);
    const [once, twice] = [await logitsOf(withBranches(2)), await logitsOf(nested)];
    const bias = [0.1, -0.2, 0.3];
    twice.forEach((logit, i) => expect(logit - (bias[i] ?? NaN)).toBeCloseTo((bias[i] ?? NaN) - (once[i] ?? NaN), 5));
  });

  it('stays if the condition depends on a free size, and is chosen once that is known', () => {
    const sizes = graph.node.map((each) =>
      each.output[0] === 'pooled' ? node('Relu', ['features'], ['pooled']) : each,
    );
    const model = tinyResnet({
      nodes: [
        ...sizes.slice(0, -2),
        ...withBranches(2).graph.node.slice(-6, -3),
        ifNode('is one', 'map', {
          then_branch: [node('Neg', ['pooled'], ['a'])],
          else_branch: [node('Abs', ['pooled'], ['a'])],
        }),
        node('GlobalAveragePool', ['map'], ['average']),
        node('Flatten', ['average'], ['flat']),
        ...graph.node.slice(-1),
      ],
      weights: [...graph.initializer, intTensor('axis', [1], [2]), intTensor('one', [1], [1])],
    });
    const classifier = new Classifier(model);
    const operators = ({ graph: { nodes } }: Classifier): string[] => nodes.map(({ opType }) => opType);
    expect(operators(classifier)).toContain('If');
    expect(operators(classifier.at({ width: 8, height: 8 }))).toEqual(expect.arrayContaining(['Abs']));
    expect(operators(classifier.at({ width: 2, height: 2 }))).toEqual(expect.arrayContaining(['Neg']));
  });
});

describe('a picture that comes as a row', () => {
  const rowModel = (sizes: readonly number[], dims: readonly (number | string)[] = ['batch', 48]) =>
    tinyResnet({
      nodes: [
        node('Reshape', ['input', 'sizes'], ['map']),
        ...graph.node.map((each) => (each.input[0] === 'input' ? node('Conv', ['map', 'stem.w'], ['stem']) : each)),
      ],
      inputs: [floatValue('input', dims)],
      weights: [...graph.initializer, intTensor('sizes', [4], sizes)],
    });

  it.each([
    ['a batch that is free', [-1, 3, 4, 4], ['batch', 3, 4, 4]],
    ['a batch that is copied', [0, 3, 4, 4], ['batch', 3, 4, 4]],
  ])('is a map, of %s', (_, sizes, expected) => {
    const { shapes, image } = new Classifier(rowModel(sizes));
    expect(shapes.get(image)).toEqual(expected);
  });

  it('is refused if it is used otherwise, or its sizes do not fit', () => {
    expect(() => new Classifier(rowModel([-1, 3, 4, 2]))).toThrow('The model has no input for a picture');
    expect(() => new Classifier(rowModel([1, 3, -1, 4]))).toThrow('The model has no input for a picture');
  });
});
