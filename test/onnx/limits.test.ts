/** Any file is read and described in bounded work, or refused by name: sizes, counts, orders, depths that no network has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  TensorProto_DataType,
  TensorProto_SegmentSchema,
} from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { listLayers } from '../support/rewrites.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { findRefusals } from '../../src/autodiff/find-refusals.ts';
import { findGradientPath } from '../../src/autodiff/gradient-path.ts';
import { findLayouts } from '../../src/autodiff/layouts.ts';
import { findUnreadPositions } from '../../src/autodiff/unread-positions.ts';
import { describeError } from '../../src/errors.ts';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import type { Shape } from '../../src/onnx/dimensions.ts';
import { limits } from '../../src/onnx/limits.ts';
import { withGraph, type NodeProto, type TensorProto } from '../../src/onnx/messages.ts';
import { listExternalFiles, parseModel, readModel } from '../../src/onnx/read.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { openModel } from '../../src/pipeline/model/model.ts';
import { listModelLayers } from '../../src/pipeline/model/model-layers.ts';
import { buildModel } from '../autodiff/build-model.ts';
import { tinyResnet } from '../autodiff/tiny-resnet.ts';

/** Describes and lists it as the page does. @returns `code: message`, or how many layers there are */
async function outcomeOf(bytes: Uint8Array): Promise<string> {
  try {
    const opened = await openModel(new Uint8Array(bytes), {}, 'net.onnx', () => Promise.resolve(''));
    return `${listModelLayers(opened).length} layers`;
  } catch (error) {
    const { code, message } = describeError(error);
    return `${code}: ${message}`;
  }
}

const written = (model: Model): Uint8Array => toBinary(ModelProtoSchema, model);
const fixture = (name: string): Uint8Array => readFileSync(join(projectRoot, 'test/fixtures/onnx', name));

/** A classifier behind these nodes, which make `last` [N, 4, H, W] of `stem`. */
function network(nodes: readonly NodeProto[], weights: readonly TensorProto[] = [], classes = 5): Model {
  const ones = (name: string, dims: readonly number[]): TensorProto =>
    floatTensor(name, dims, new Float32Array(dims.reduce((product, dim) => product * dim, 1)));
  return buildModel({
    nodes: [
      node('Conv', ['input', 'conv.w'], ['stem']),
      ...nodes,
      node('GlobalAveragePool', ['last'], ['average']),
      node('Flatten', ['average'], ['flat']),
      node('Gemm', ['flat', 'fc.w'], ['logits']),
    ],
    inputs: [floatValue('input', ['batch', 3, 'height', 'width'])],
    outputs: [floatValue('logits', ['batch', classes])],
    weights: [ones('conv.w', [4, 3, 1, 1]), ones('fc.w', [4, classes]), ...weights],
  });
}

const relu = node('Relu', ['stem'], ['last']);

function withBody(opType: string, inputs: readonly string[], body: readonly NodeProto[], weights: TensorProto[] = []) {
  const graph = create(GraphProtoSchema, { node: [...body], initializer: weights, output: [floatValue('b', [])] });
  return create(NodeProtoSchema, {
    name: opType.toLowerCase(),
    opType,
    input: [...inputs],
    output: ['turned'],
    attribute: [create(AttributeProtoSchema, { name: 'body', g: graph })],
  });
}

const whole = (name: string, value: number): TensorProto => intTensor(name, [], [value]);
const body = [node('Relu', ['stem'], ['b'])];

describe('files made to take for ever', () => {
  it.each([
    [
      'concatLaughs.onnx',
      /^limit-exceeded: The number of entries of the value "c30" is 2,147,483,648; .*2,147,483,647\.$/,
    ],
    ['classes1e8.onnx', /^operator-unsupported: ONNX has no operator "Foo", which node "hwx" uses/],
    ['chain3kReversed.onnx', /^1 layers$/],
    ['opConstructor.onnx', /^operator-unsupported: ONNX has no operator "constructor", which node "stem.relu"/],
  ])('%s', async (name, expected) => {
    expect(await outcomeOf(fixture(name))).toMatch(expected);
  });
});

describe('refuses by name', () => {
  const huge = create(TensorProtoSchema, { name: 'w', dataType: TensorProto_DataType.FLOAT, dims: [2n ** 40n] });
  const strings = create(TensorProtoSchema, { name: 'w', dataType: TensorProto_DataType.STRING, dims: [2n ** 40n] });
  const segment = create(TensorProtoSchema, {
    ...huge,
    dims: [1n],
    floatData: [1],
    segment: create(TensorProto_SegmentSchema),
  });
  const negative = create(TensorProtoSchema, { ...huge, dims: [-1n], floatData: [] });
  const loopOf = (turns: TensorProto | string, more: readonly TensorProto[] = []): Model =>
    typeof turns === 'string'
      ? network([relu, withBody('Loop', [turns, ''], body)], more)
      : network([relu, withBody('Loop', [turns.name, ''], body)], [turns, ...more]);
  const nested = withBody('Loop', ['m', ''], [withBody('Loop', ['inner.m', ''], body)], [whole('inner.m', 2000)]);

  it.each<[string, Model, RegExp]>([
    [
      'a weight without its data',
      network([relu], [huge]),
      /^model-damaged: The weight "w" .* has 0 values, .*\[1099511627776\]/,
    ],
    [
      'texts without their data',
      network([relu], [strings]),
      /^model-damaged: The weight "w" of the model has 0 values/,
    ],
    ['a weight of segments', network([relu], [segment]), /^model-unsupported: The weight "w" .* is stored in segments/],
    ['a negative size', network([relu], [negative]), /^model-damaged: The weight "w" .*\[-1\]/],
    [
      'a Loop of no stated end',
      loopOf(''),
      /^operator-unsupported: The Loop node "loop" iterates a number of times known only at run time/,
    ],
    [
      'a Loop of many turns',
      loopOf(whole('m', 2 ** 40)),
      /^operator-unsupported: The Loop node "loop" iterates 1099511627776 times/,
    ],
    [
      'Loops of many turns together',
      network([relu, nested], [whole('m', 1000)]),
      /^operator-unsupported: The Loop node "loop" iterates 2000000/,
    ],
    [
      'a value made larger than memory',
      network([relu, node('Expand', ['fc.w', 'to'], ['big'])], [intTensor('to', [3], [2 ** 30, 4, 5])]),
      /^limit-exceeded: The number of entries of the value "big" is 21,474,836,480;/,
    ],
    [
      'more dimensions than any has',
      network([relu, node('Unsqueeze', ['stem', 'axes'], ['deep'])], [intTensor('axes', [29], [...Array(29).keys()])]),
      /^limit-exceeded: The number of dimensions of the value "deep" is 33; the limit is 32\.$/,
    ],
    [
      'a circle',
      network([node('Add', ['stem', 'b'], ['last']), node('Relu', ['last'], ['b'])]),
      /^model-damaged: .*cycle/,
    ],
    ['a value made twice', network([relu, node('Neg', ['stem'], ['last'])]), /^model-damaged: Two nodes .* "last"/],
    [
      'a weight that a node makes too',
      network([relu, node('Neg', ['stem'], ['fc.w'])]),
      /^model-damaged: The value "fc\.w"/,
    ],
    [
      'an axis that is not there',
      network(
        [relu, node('Pad', ['stem', 'p', '', 'a'], ['x'])],
        [intTensor('p', [2], [0, 0]), intTensor('a', [1], [2 ** 30])],
      ),
      /^model-damaged: The Pad node "x"/,
    ],
  ])('%s', async (_, model, expected) => {
    expect(await outcomeOf(written(model))).toMatch(expected);
  });

  it('more classes than limits allow, and takes as many', async () => {
    const of = (classes: number): Uint8Array => written(network([relu], [], classes));
    expect(await outcomeOf(of(limits.classes + 1))).toBe(
      'limit-exceeded: The number of classes of net.onnx is 250,001; the limit is 250,000.',
    );
    expect(await outcomeOf(of(limits.classes))).toBe('1 layers');
  });

  it('more nodes than limits allow, those inside nodes included', () => {
    const few = Array.from({ length: 3000 }, () => node('Relu', ['stem'], ['']));
    const branches = Array.from({ length: 41 }, (_, i) => {
      const branch = withBody('If', [`c${i}`], few);
      branch.output = [`o${i}`];
      return branch;
    });
    expect(() => readModel(written(network([relu, ...branches])))).toThrow(
      expect.objectContaining({
        code: 'limit-exceeded',
        message: expect.stringMatching(/^The number of nodes of the model is 123,0/) as string,
      }) as Error,
    );
  });

  it('bytes that become far more in memory, before they do', () => {
    // Value infos without content: two bytes each in the file, a hundred in memory.
    const empties = new Uint8Array(3_000_000);
    for (let i = 0; i < empties.length; i += 2) empties.set([0x6a, 0], i);
    // Field 7, the graph, once more: protobuf merges both.
    const graph = Uint8Array.of(0x3a, ...varint(empties.length));
    const bytes = Buffer.concat([written(network([relu])), graph, empties]);
    expect(() => readModel(bytes, 'net.onnx')).toThrow(
      expect.objectContaining({
        code: 'limit-exceeded',
        message: expect.stringMatching(/^The size in memory of net\.onnx, which has many small parts, is/) as string,
      }) as Error,
    );
  });

  it('messages too deep in one another', () => {
    let graph = Uint8Array.of();
    for (let depth = 0; depth < 300; depth += 1) {
      const [number] = [[0x0a, 0x2a, 0x32][depth % 3]!];
      graph = Uint8Array.of(number, ...varint(graph.length), ...graph);
    }
    expect(() => readModel(Uint8Array.of(0x3a, ...varint(graph.length), ...graph))).toThrow(
      expect.objectContaining({ code: 'model-damaged' }) as Error,
    );
  });

  it('more files of weights than any has', () => {
    const beside = (i: number): TensorProto =>
      create(TensorProtoSchema, {
        name: `w${i}`,
        dataLocation: 1,
        externalData: [{ key: 'location', value: `w${i}` }],
      });
    const of = (count: number): Uint8Array =>
      written(
        network(
          [relu],
          Array.from({ length: count }, (_, i) => beside(i)),
        ),
      );
    expect(listExternalFiles(parseModel(of(limits.files)))).toHaveLength(limits.files);
    expect(() => listExternalFiles(parseModel(of(limits.files + 1)))).toThrow(
      expect.objectContaining({ code: 'limit-exceeded' }) as Error,
    );
  });
});

describe('takes', () => {
  it.each<[string, Model]>([
    [
      'a Loop that turns as often as a batch has pictures',
      network([
        relu,
        node('Shape', ['input'], ['size'], { start: { int: 0 }, end: { int: 1 } }),
        node('Squeeze', ['size'], ['m']),
        withBody('Loop', ['m', ''], body),
      ]),
    ],
    ['a Loop of few turns', network([relu, withBody('Loop', ['m', ''], body)], [whole('m', 10)])],
    ['a Scan, which ends where its input does', network([relu, withBody('Scan', ['stem'], body)])],
  ])('%s', async (_, model) => {
    expect(await outcomeOf(written(model))).toMatch(/^\d layers$/);
  });
});

describe('work grows with the number of nodes, in any order', () => {
  /** How often nodes are asked for what they read, while layers are listed. */
  function readsOf(model: Model): number {
    let reads = 0;
    for (const each of model.graph.node) {
      const { input } = each;
      Object.defineProperty(each, 'input', { get: () => ((reads += 1), input), configurable: true, enumerable: true });
    }
    expect(listLayers(model).length).toBeGreaterThan(0);
    return reads;
  }
  const chain = (length: number): NodeProto[] =>
    Array.from({ length }, (_, i) =>
      node('Relu', [i === 0 ? 'stem' : `r${i - 1}`], [i === length - 1 ? 'last' : `r${i}`]),
    );
  const skips = (length: number): NodeProto[] =>
    Array.from({ length }, (_, i) => {
      const before = (steps: number): string => (i - steps < 0 ? 'stem' : `r${i - steps}`);
      return node('Add', [before(1), before(1 + ((i * 7919) % 50))], [i === length - 1 ? 'last' : `r${i}`]);
    });
  const fan = (length: number): NodeProto[] => {
    const arms = Array.from({ length: length - 1 }, (_, i) => node('Relu', ['stem'], [`r${i}`]));
    return [
      ...arms,
      node(
        'Sum',
        arms.flatMap(({ output }) => output),
        ['last'],
      ),
    ];
  };

  it.each([
    ['a chain', chain],
    ['short ways past nodes', skips],
    ['many arms', fan],
  ])('%s', (_, make) => {
    const reversed = (length: number): Model => {
      const model = network(make(length));
      model.graph.node.reverse();
      return model;
    };
    const few = readsOf(reversed(500));
    expect(readsOf(reversed(4000))).toBeLessThan(8.5 * few);
    expect(readsOf(network(make(4000)))).toBeLessThan(8.5 * few);
    expect(few / 500).toBeLessThan(100);
  });

  /** How often shapes are looked up while the layouts of tokens, split one by one, are found. */
  function lookUpsOf(parts: number): number {
    const names = Array.from({ length: parts }, (_, i) => `part${i}`);
    const rows = [
      node('Reshape', ['stem', 'to'], ['row']),
      node('Concat', ['token', 'row'], ['tokens'], { axis: { int: 2 } }),
      node('Split', ['tokens'], names, { axis: { int: 2 }, num_outputs: { int: parts } }),
      node('Sum', names, ['sum']),
      node('Unsqueeze', ['sum', 'axis'], ['last']),
    ];
    const token = floatTensor('token', [1, 4, parts - 16], new Float32Array(4 * (parts - 16)));
    const weights = [token, intTensor('to', [3], [1, 4, 16]), intTensor('axis', [1], [3])];
    const model = network(rows, weights);
    const fixed = withGraph(model, { input: [floatValue('input', [1, 3, 4, 4])] });
    const classifier = new Classifier(fixed);
    let lookUps = 0;
    class Counted extends Map<string, Shape> {
      override get(name: string): Shape | undefined {
        lookUps += 1;
        return super.get(name);
      }
    }
    const { graph, contents, shapes } = classifier;
    const inferred = { graph, contents, shapes: new Counted(shapes) };
    const path = findGradientPath(classifier);
    const layouts = findLayouts(path.nodes, inferred, 'input');
    expect(layouts.get('tokens')?.at(2)?.at(0)?.of).toBe('T');
    expect(findUnreadPositions(path, inferred, layouts)).toEqual(new Set());
    return lookUps;
  }

  it('tables of gradients, which are bounded for all nodes together', () => {
    const refusalsOf = (nodes: number): readonly string[] => {
      const gathers = Array.from({ length: nodes }, (_, i) =>
        node('Gather', ['stem', 'first'], [`g${i}`], { axis: { int: 2 } }),
      );
      const sum = node(
        'Sum',
        gathers.flatMap(({ output }) => output),
        ['last'],
      );
      // Each takes the first of 64 rows 20,000 times: a table of 1,280,000 numbers leads back.
      const model = network([...gathers, sum], [intTensor('first', [20_000], new Array<number>(20_000).fill(0))]);
      const classifier = new Classifier(withGraph(model, { input: [floatValue('input', [1, 3, 64, 2])] }));
      return [...findRefusals(classifier, findGradientPath(classifier)).values()].map(({ message }) => message);
    };
    expect(refusalsOf(3)).toEqual([]);
    const [refusal] = refusalsOf(20);
    expect(refusal).toMatch(
      /^The Gather node "g\d+" has no gradient: with those of other nodes, it would need tables of \d+ numbers\.$/,
    );
  });

  it('tokens that are split one by one', () => {
    expect(lookUpsOf(4000)).toBeLessThan(8.5 * lookUpsOf(500));
  });
});

it('leaves a real network as it is', async () => {
  expect(await outcomeOf(written(tinyResnet()))).toBe('2 layers');
});

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
