/** Shapes as far as they are known; ResNet-50's residual arms must be seen to agree at free sizes. */
import { describe, expect, it } from 'vitest';
import { floatTensor, floatValue, intTensor, node, type AttributeValue } from '../../src/onnx/build.ts';
import type { Dimension } from '../../src/onnx/dimensions.ts';
import { indexGraph } from '../../src/onnx/graph.ts';
import { inferShapes } from '../../src/onnx/shapes.ts';
import { buildModel } from '../autodiff/build-model.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

const weights = [
  floatTensor('w1', [8, 3, 1, 1], new Float32Array(24)),
  floatTensor('w3', [8, 3, 3, 3], new Float32Array(216)),
  floatTensor('fc', [10, 3], new Float32Array(30)),
  floatTensor('row', [3, 1, 1], new Float32Array(3)),
  intTensor('repeats', [4], [1, 1, 2, 3]),
  intTensor('one', [1], [1]),
  intTensor('tuples', [4, 2], [0, 0, 0, 1, 0, 2, 0, 0]),
  intTensor('flat', [2], [0, -1]),
  intTensor('grid', [3], [-1, 3, 4]),
  intTensor('axes', [2], [2, 3]),
  intTensor('pads', [8], [0, 0, 1, 2, 0, 0, 1, -1]),
];
const free = ['n', 3, 'h', 'w'];
const square = (size: number): AttributeValue => ({ ints: [size, size] });

function shapeOf(input: readonly Dimension[], opType: string, others: readonly string[], attributes: Attributes = {}) {
  const model = buildModel({
    nodes: [node(opType, ['x', ...others], ['y'], attributes)],
    inputs: [floatValue('x', input)],
    outputs: [],
    weights,
  });
  return inferShapes(indexGraph(model)).get('y');
}

describe('shape of the output', () => {
  it.each<[string, readonly Dimension[], string, readonly string[], Attributes, readonly Dimension[] | undefined]>([
    ['same', free, 'Relu', [], {}, free],
    ['broadcast', free, 'Mul', ['row'], {}, free],
    ['cast like another', free, 'CastLike', ['repeats'], {}, free],
    ['a triangle', free, 'Trilu', [], {}, free],
    ['repeated', free, 'Tile', ['repeats'], {}, ['n', 3, '', '']],
    ['repeated, known', [1, 3, 4, 5], 'Tile', ['repeats'], {}, [1, 3, 8, 15]],
    ['einsum', free, 'Einsum', ['fc'], { equation: { string: 'nchw,oc->nohw' } }, ['n', 10, 'h', 'w']],
    ['einsum of no such form', free, 'Einsum', ['fc'], { equation: { string: 'nch,oc->noh' } }, undefined],
    ['the largest', free, 'TopK', ['one'], { axis: { int: 1 } }, ['n', 1, 'h', 'w']],
    ['picked by tuples', free, 'GatherND', ['tuples'], {}, [4, 'h', 'w']],
    ['picked entry by entry', free, 'GatherElements', ['tuples'], {}, [4, 2]],
    ['pointwise convolution', free, 'Conv', ['w1'], {}, ['n', 8, 'h', 'w']],
    ['padded convolution', free, 'Conv', ['w3'], { pads: { ints: [1, 1, 1, 1] } }, ['n', 8, 'h', 'w']],
    ['bare convolution', free, 'Conv', ['w3'], {}, ['n', 8, 'h-2', 'w-2']],
    [
      'strided',
      free,
      'Conv',
      ['w3'],
      { strides: square(2), pads: { ints: [1, 1, 1, 1] } },
      ['n', 8, 'floor((h-1)/2)+1', 'floor((w-1)/2)+1'],
    ],
    ['the other arm', free, 'Conv', ['w1'], { strides: square(2) }, ['n', 8, 'floor((h-1)/2)+1', 'floor((w-1)/2)+1']],
    [
      'strided, known',
      [1, 3, 7, 8],
      'Conv',
      ['w3'],
      { strides: square(2), pads: { ints: [1, 1, 1, 1] } },
      [1, 8, 4, 4],
    ],
    ['dilated, known', [1, 3, 7, 8], 'Conv', ['w3'], { dilations: square(2) }, [1, 8, 3, 4]],
    [
      'SAME, known',
      [1, 3, 7, 8],
      'Conv',
      ['w3'],
      { strides: square(2), auto_pad: { string: 'SAME_UPPER' } },
      [1, 8, 4, 4],
    ],
    ['pool', [1, 3, 6, 7], 'MaxPool', [], { kernel_shape: square(3), strides: square(2) }, [1, 3, 2, 3]],
    [
      'pool, ceil_mode',
      [1, 3, 6, 7],
      'MaxPool',
      [],
      { kernel_shape: square(3), strides: square(2), ceil_mode: { int: 1 } },
      [1, 3, 3, 3],
    ],
    [
      'pool, a window that would begin in the padding behind',
      [1, 1, 3, 3],
      'MaxPool',
      [],
      { kernel_shape: square(1), strides: square(2), pads: { ints: [0, 0, 1, 1] }, ceil_mode: { int: 1 } },
      [1, 1, 2, 2],
    ],
    ['global pool', free, 'GlobalAveragePool', [], {}, ['n', 3, 1, 1]],
    ['mean', free, 'ReduceMean', [], { axes: { ints: [-1, 2] }, keepdims: { int: 0 } }, ['n', 3]],
    ['flatten', ['n', 3, 2, 2], 'Flatten', [], {}, ['n', 12]],
    ['flatten, free', free, 'Flatten', [], {}, ['n', '']],
    ['reshape', ['n', 3, 1, 1], 'Reshape', ['flat'], {}, ['n', 3]],
    ['reshape, batch left over', ['n', 12], 'Reshape', ['grid'], {}, ['n', 3, 4]],
    ['squeeze', ['n', 3, 1, 1], 'Squeeze', ['axes'], {}, ['n', 3]],
    ['unsqueeze', ['n', 3], 'Unsqueeze', ['axes'], {}, ['n', 3, 1, 1]],
    ['gemm', ['n', 3], 'Gemm', ['fc'], { transB: { int: 1 } }, ['n', 10]],
    ['transpose', free, 'Transpose', [], { perm: { ints: [0, 2, 3, 1] } }, ['n', 'h', 'w', 3]],
    ['concat', free, 'Concat', ['x'], { axis: { int: 1 } }, ['n', 6, 'h', 'w']],
    ['pad', free, 'Pad', ['pads'], {}, ['n', 3, 'h+2', 'w+1']],
    ['an operator that is not known', free, 'Mystery', [], {}, undefined],
  ])('%s: %j %s', (_, input, opType, others, attributes, expected) => {
    expect(shapeOf(input, opType, others, attributes)).toEqual(expected);
  });
});

it('takes from the file what cannot be inferred', () => {
  const model = buildModel({
    nodes: [node('Mystery', ['x'], ['y']), node('Relu', ['y'], ['z'])],
    inputs: [floatValue('x', free)],
    outputs: [floatValue('y', ['n', 5, '', 7]), floatValue('z', ['n', 5, 9, ''])],
  });
  const shapes = inferShapes(indexGraph(model));
  expect(shapes.get('y')).toEqual(['n', 5, '', 7]);
  expect(shapes.get('z')).toEqual(['n', 5, 9, 7]);
});
