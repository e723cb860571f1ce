/** What is known of shape arithmetic before the graph runs. */
import { describe, expect, it } from 'vitest';
import { floatValue, intTensor, node } from '../../src/onnx/build.ts';
import { indexGraph } from '../../src/onnx/graph.ts';
import type { NodeProto } from '../../src/onnx/messages.ts';
import { inferValues } from '../../src/onnx/shapes.ts';
import { buildModel } from '../autodiff/build-model.ts';

const weights = [
  intTensor('zero', [], [0]),
  intTensor('one', [1], [1]),
  intTensor('two', [1], [2]),
  intTensor('last', [1], [-1]),
  intTensor('far', [1], [2 ** 40]),
  intTensor('wanted', [4], [-1, 3, -1, 7]),
];

function valuesOf(...nodes: NodeProto[]) {
  const inputs = [floatValue('x', ['n', 6, 'h', 8])];
  return inferValues(
    indexGraph(buildModel({ nodes: [node('Shape', ['x'], ['shape']), ...nodes], inputs, outputs: [], weights })),
  );
}

describe('contents', () => {
  it.each<[string, NodeProto, readonly (number | string)[] | undefined]>([
    ['a shape', node('Identity', ['shape'], ['y']), ['n', 6, 'h', 8]],
    ['a part of a shape', node('Shape', ['x'], ['y'], { start: { int: 1 }, end: { int: -1 } }), [6, 'h']],
    ['one size', node('Gather', ['shape', 'zero'], ['y']), ['n']],
    ['the last sizes', node('Slice', ['shape', 'two', 'far'], ['y']), ['h', 8]],
    ['sizes joined', node('Concat', ['shape', 'last'], ['y'], { axis: { int: 0 } }), ['n', 6, 'h', 8, -1]],
    ['halves', node('Div', ['shape', 'two'], ['y']), ['', 3, '', 4]],
    ['one more', node('Add', ['shape', 'one'], ['y']), ['n+1', 7, 'h+1', 9]],
    ['one less', node('Sub', ['shape', 'one'], ['y']), ['n-1', 5, 'h-1', 7]],
    ['the same', node('Mul', ['one', 'shape'], ['y']), ['n', 6, 'h', 8]],
    ['-1 replaced, as an export of expand has it', node('Equal', ['wanted', 'last'], ['y']), [1, 0, 1, 0]],
    ['nothing of the picture', node('Cast', ['x'], ['y'], { to: { int: 7 } }), undefined],
  ])('%s', (_, each, expected) => {
    expect(valuesOf(each).contents.get('y')).toEqual(expected);
  });

  it('of a choice between two', () => {
    const { contents } = valuesOf(
      node('Equal', ['wanted', 'last'], ['open']),
      node('Where', ['open', 'shape', 'wanted'], ['y']),
    );
    expect(contents.get('y')).toEqual(['n', 3, 'h', 7]);
  });

  it('give Reshape its sizes', () => {
    const { shapes } = valuesOf(
      node('Gather', ['shape', 'zero'], ['batch']),
      node('Unsqueeze', ['batch', 'one'], ['row']),
      node('Concat', ['row', 'two', 'last'], ['to'], { axis: { int: 0 } }),
      node('Reshape', ['x', 'to'], ['y']),
    );
    expect(shapes.get('y')).toEqual(['n', 2, '']);
  });
});
