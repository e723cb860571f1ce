/** Networks of free size whose padding depends on the picture: possible once the size is known, with equal results. */
import { expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { withPictureSize } from '../support/rewrites.ts';
import { node } from '../../src/onnx/build.ts';
import { inferShapes } from '../../src/onnx/shapes.ts';
import { indexGraph } from '../../src/onnx/graph.ts';
import { withNode, type Model, type NodeProto } from '../../src/onnx/messages.ts';
import { largestDifference } from './compare.ts';
import { runModel, tensor } from './run-model.ts';
import { tinyResnet, wave } from './tiny-resnet.ts';

const nodes = tinyResnet().graph.node;
const stem = (padding: Parameters<typeof node>[3]): Model =>
  tinyResnet({
    nodes: [node('Conv', ['input', 'stem.w'], ['stem'], { ...padding, strides: { ints: [2, 2] } }), ...nodes.slice(1)],
  });
const followsPicture = stem({ auto_pad: { string: 'SAME_UPPER' } });
const size = { width: 12, height: 9 };

it('is refused while the size is free', () => {
  expect(() => addGradients(followsPicture, { layers: {}, input: true })).toThrow(
    'export the model with explicit pads',
  );
});

it('gives the gradients of the same network with explicit pads', async () => {
  // 9 rows: (5 − 1) · 2 + 3 − 9 = 2, one before and one after; 12 columns: (6 − 1) · 2 + 3 − 12 = 1, after.
  const explicit = stem({ pads: { ints: [1, 0, 1, 1] } });
  expectSame(await gradientsOf(withPictureSize(followsPicture, size)), await gradientsOf(explicit));
});

type Outputs = Awaited<ReturnType<typeof runModel>>;

function gradientsOf(model: Model): Promise<Outputs> {
  const picture = tensor([2, 3, 9, 12], wave(2 * 3 * 9 * 12, 1, 0.4));
  const target = tensor([2, 3], [0, 1, 0, 0.5, 0, -2]);
  const rewritten = addGradients(model, { layers: { stem: 'stem_relu' }, input: true });
  return runModel(rewritten.model, { input: picture, [rewritten.target]: target });
}

function expectSame(found: Outputs, expected: Outputs): void {
  for (const name of ['logits', 'gradients/stem', 'gradients/input']) {
    const values = expected[name]?.values ?? [];
    expect(Math.max(...values), name).toBeGreaterThan(0.01);
    expect(largestDifference(found[name]?.values, values), name).toBeLessThan(1e-6);
  }
}

/** Rows beyond a multiple of 4 are cut off, as `x[:, :, : h - h % 4]` is exported. */
const cropped = (ends: readonly NodeProto[], end: string): Model =>
  tinyResnet({
    nodes: [
      ...ends,
      node('Constant', [], ['rows'], { value_ints: { ints: [2] } }),
      node('Constant', [], ['first'], { value_ints: { ints: [0] } }),
      node('Slice', ['input', 'first', end, 'rows'], ['cropped']),
      ...nodes.map((each) =>
        each.input[0] === 'input' ? withNode(each, { input: ['cropped', ...each.input.slice(1)] }) : each,
      ),
    ],
  });

it('computations on the size of the picture are done before the network runs', async () => {
  const free = cropped(
    [
      node('Shape', ['input'], ['shape'], { start: { int: 2 }, end: { int: 3 } }),
      node('Constant', [], ['four'], { value_ints: { ints: [4] } }),
      node('Mod', ['shape', 'four'], ['rest']),
      node('Sub', ['shape', 'rest'], ['end']),
    ],
    'end',
  );
  const explicit = cropped([node('Constant', [], ['end'], { value_ints: { ints: [8] } })], 'end');
  expect(() => addGradients(free, { layers: {}, input: true })).toThrow('Slice node "cropped"');
  expectSame(await gradientsOf(withPictureSize(free, size)), await gradientsOf(explicit));
});

it('leaves the batch free, and known sizes unchanged', () => {
  const shapeOf = (model: Model) => inferShapes(indexGraph(model)).get('input');
  const once = withPictureSize(followsPicture, size);
  expect(shapeOf(once)).toEqual(['batch', 3, 9, 12]);
  expect(shapeOf(withPictureSize(once, { width: 5, height: 5 }))).toEqual(['batch', 3, 9, 12]);
  expect(shapeOf(followsPicture)).toEqual(['batch', 3, 'height', 'width']);
});
