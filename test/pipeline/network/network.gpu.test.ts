import { create } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { expect, test } from 'vitest';
import { floatTensor, floatValue, node } from '../../../src/onnx/build.ts';
import type { Model } from '../../../src/onnx/messages.ts';
import { writeModel } from '../../../src/onnx/write.ts';
import { createNetwork, networkThreads, setNetworkThreads } from '../../../src/pipeline/network/network.ts';

/** y = x · [[1, 2], [3, 4]] + [10, 20]. */
function affineModel(): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ version: 17n }],
    graph: {
      name: 'affine',
      node: [node('Gemm', ['x', 'matrix', 'offset'], ['y'])],
      initializer: [
        floatTensor('matrix', [2, 2], Float32Array.of(1, 2, 3, 4)),
        floatTensor('offset', [2], Float32Array.of(10, 20)),
      ],
      input: [floatValue('x', ['batch', 2])],
      output: [floatValue('y', ['batch', 2])],
    },
  }) as Model;
  return writeModel(model);
}

test('the page is cross-origin isolated, so WebAssembly has threads', () => {
  expect(networkThreads()).toBeGreaterThan(1);
});

test('the number of threads is fixed once a network is there', async () => {
  const usual = networkThreads();
  setNetworkThreads(1);
  expect(networkThreads()).toBe(1);
  for (const count of [0, 1.5, 9, NaN])
    expect(() => setNetworkThreads(count)).toThrow(`${count} threads were requested; 1 to 8`);
  setNetworkThreads(usual);
  const network = await createNetwork({ bytes: affineModel(), device: null, outputs: ['y'] });
  setNetworkThreads(usual);
  expect(() => setNetworkThreads(1)).toThrow(
    expect.objectContaining({
      code: 'bad-option',
      message: `ONNX Runtime has started with ${usual} threads; 1 must be requested before the first network.`,
    }) as Error,
  );
  expect(networkThreads()).toBe(usual);
  await network.destroy();
});

test('wasm: values in, values out', async () => {
  const network = await createNetwork({ bytes: affineModel(), device: null, outputs: ['y'] });
  const { tensors } = await network.run({ x: { dims: [2, 2], values: Float32Array.of(1, 0, 1, 1) } });
  const y = tensors['y'];
  expect(network.provider).toBe('wasm');
  expect(y && 'values' in y && Array.from(y.values)).toEqual([11, 22, 14, 26]);
  await network.destroy();
});

test('webgpu: outputs stay in buffers of our own device', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  if (device === undefined) throw new Error('no WebGPU adapter');
  const network = await createNetwork({ bytes: affineModel(), device, outputs: ['y'] });
  const { tensors, release } = await network.run({ x: { dims: [1, 2], values: Float32Array.of(2, -1) } });
  const y = tensors['y'];
  if (y === undefined || !('buffer' in y)) throw new Error('the output is not on the GPU');
  const staging = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(y.buffer, 0, staging, 0, 8);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  expect(Array.from(new Float32Array(staging.getMappedRange(), 0, 2))).toEqual([9, 20]);
  release();
  await network.destroy();
});

test('bytes that are no model are refused in words', async () => {
  await expect(
    createNetwork({ bytes: new Uint8Array(64).fill(7), device: null, outputs: ['y'] }),
  ).rejects.toMatchObject({
    code: 'model-unsupported',
  });
});
