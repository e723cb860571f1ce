/** The ledger of a real device against the counts that the engine keeps, and of ONNX Runtime's memory. */
import { expect, it } from 'vitest';
import { MemoryLedger } from '../../../src/benchmark/memory/memory-ledger.ts';
import { createGpuEngine } from '../../../src/pipeline/engine/gpu-engine.ts';
import { createNetwork } from '../../../src/pipeline/network/network.ts';
import { deviceForTests } from '../../support/gpu.ts';
import { tinyModel } from '../../support/tiny-model.ts';

it("equals the engine's own count, returns to its start, and shows what is left behind", async () => {
  const { device, ...facts } = await deviceForTests();
  const ledger = new MemoryLedger(device);
  const engine = await createGpuEngine({ device, ...facts });
  expect(ledger.now.bytes).toBe(0);
  const chain = engine.begin();
  const value = chain.upload(Float32Array.of(1, 2, 3, 4), [1, 1, 2, 2]);
  const [read] = await chain.read([value]);
  expect([...read!]).toEqual([1, 2, 3, 4]);
  const { count, bytes } = ledger.now;
  expect({ buffers: count, bytes }).toEqual(engine.alive);
  expect(ledger.now.owners.map(({ owner }) => owner)).toEqual(['stages', 'read-back']);
  chain.destroy();
  engine.destroy();
  expect(ledger.now).toMatchObject({ count: 0, bytes: 0, peakBytes: bytes });
  const left = device.createBuffer({ size: 4096, usage: GPUBufferUsage.STORAGE });
  expect(ledger.now).toMatchObject({ count: 1, bytes: 4096 });
  left.destroy();
  device.destroy();
});

it("counts ONNX Runtime's weights, which are freed with the session", async () => {
  const { device } = await deviceForTests();
  const ledger = new MemoryLedger(device);
  const { bytes } = tinyModel();
  ledger.isLoading = true;
  const network = await createNetwork({ bytes, device, outputs: ['logits'] });
  ledger.isLoading = false;
  // 3 × 3 kernels 3 → 8 and 8 → 8, a head 8 → 5 and two biases, float32.
  const least = 4 * (9 * 3 * 8 + 9 * 8 * 8 + 8 * 5 + 8 + 5);
  const weightsNow = () => ledger.now.owners.find(({ owner }) => owner === 'weights')?.bytes;
  expect(weightsNow()).toBeGreaterThanOrEqual(least);
  const image = { dims: [1, 3, 32, 32], values: new Float32Array(3 * 32 * 32) };
  (await network.run({ input: image })).release();
  const owners = ledger.now.owners.map(({ owner }) => owner);
  expect(owners).toEqual(['weights', 'activations', 'network parameters', 'network transfers']);
  await network.destroy();
  expect(ledger.now).toMatchObject({ count: 0, bytes: 0 });
  device.destroy();
});
