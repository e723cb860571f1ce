/** A network in QDQ format on ONNX Runtime's WebGPU provider, compared with wasm. */
import { expect, it } from 'vitest';
import { floatTensor, node } from '../../src/onnx/build.ts';
import { DataType, rawTensor } from '../../src/onnx/messages.ts';
import { addGradients } from '../support/rewrites.ts';
import { largestDifference } from './compare.ts';
import { runInBrowser } from './run-in-browser.ts';
import { tensor } from './run-model.ts';
import { classes, tinyResnet, wave } from './tiny-resnet.ts';

it('logits and gradients of a network in QDQ format on WebGPU equal those on wasm', async () => {
  const { graph } = tinyResnet();
  const nodes = graph.node.toSpliced(
    4,
    1,
    node('QuantizeLinear', ['sum', 'scale', 'zero'], ['q']),
    node('DequantizeLinear', ['q', 'scale', 'zero'], ['dq']),
    node('Relu', ['dq'], ['features']),
  );
  const scale = floatTensor('scale', [], Float32Array.of(1 / 32));
  const zero = rawTensor('zero', DataType.UINT8, [], Uint8Array.of(100));
  const model = tinyResnet({ nodes, weights: [...graph.initializer, scale, zero] });
  const { model: rewritten, target, inputGradients = '', logits } = addGradients(model, { layers: {}, input: true });
  const feeds = { input: tensor([1, 3, 8, 7], wave(168, 2)), [target]: tensor([1, classes], [0, 1, 0]) };
  const [expected = {}] = await runInBrowser('wasm', rewritten, [feeds]);
  const [actual = {}] = await runInBrowser('webgpu', rewritten, [feeds]);
  expect(Math.max(...(expected[inputGradients]?.values ?? []))).toBeGreaterThan(0.01);
  for (const name of [inputGradients, logits]) {
    expect(largestDifference(actual[name]?.values, expected[name]?.values ?? []), name).toBeLessThan(1e-5);
  }
});
