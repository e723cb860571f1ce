import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { weightLevels } from '../../support/rewrites.ts';
import { randomTensor } from '../../../src/onnx/random-weights.ts';
import { readModel } from '../../../src/onnx/read.ts';
import { writeModel } from '../../../src/onnx/write.ts';
import type { Engine } from '../../../src/pipeline/chain/chain.ts';
import { requestDevice } from '../../../src/pipeline/device/device.ts';
import { createCpuEngine } from '../../../src/pipeline/engine/cpu-engine.ts';
import { createGpuEngine } from '../../../src/pipeline/engine/gpu-engine.ts';
import { ExplainableNetwork } from '../../../src/pipeline/network/explainable-network.ts';
import type { NetworkTensor } from '../../../src/pipeline/network/network.ts';
import { RandomisedNetworks } from '../../../src/pipeline/recipe/randomised-networks.ts';
import { forwardFrom, forwardOnly, type RunRequest } from '../../../src/pipeline/network/run-request.ts';
import { randomFrom, randomValues } from '../../support/random.ts';
import { tinyClasses, tinyModel } from '../../support/tiny-model.ts';
import { withWeights } from '../../support/with-weights.ts';

const image = { dims: [2, 3, 32, 32], values: randomValues(2 * 3 * 32 * 32, 1, randomFrom(5)) };
const gradients: RunRequest = { layers: ['stem', 'last'], input: true, relu: 'standard' };
const names = ['classifier', 'last'];

/** Networks of the same levels whose weights were random before they were made, and the original last. */
const references: ExplainableNetwork[] = [];

beforeAll(async () => {
  const loaded = tinyModel();
  const { model, levels } = weightLevels(readModel(loaded.bytes), { last: 'last' });
  const weights = names.map((_, i) => levels.slice(0, i + 1).flatMap((level) => level.weights));
  for (const random of [...weights, []]) {
    const drawn = model.graph.initializer.filter(({ name }) => random.includes(name));
    const bytes = writeModel(withWeights(model, new Map(drawn.map((each) => [each.name, randomTensor(each, 1)]))));
    references.push(await ExplainableNetwork.create({ ...loaded, bytes }, forwardOnly, null));
  }
});
afterAll(() => Promise.all(references.map((network) => network.destroy())));

/** @param read of the tensors on the machine */
type Read = (tensor: NetworkTensor) => Promise<readonly number[]>;
const inMemory: Read = async (tensor) => ('values' in tensor ? [...tensor.values] : []);

async function said(network: ExplainableNetwork, request = gradients, read = inMemory): Promise<readonly number[]> {
  const target = new Float32Array(2 * tinyClasses.length);
  const { logits, layers, inputGradients, release } = await network.run(request, image, target);
  const tensors = [logits, ...Object.values(layers).flatMap((each) => [each.activations!, each.gradients!])];
  const values = await Promise.all([...tensors, ...(inputGradients === undefined ? [] : [inputGradients])].map(read));
  release();
  return values.flat();
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)));
  expect(worst).toBeLessThan(1e-5 * Math.max(...expected.map(Math.abs)));
}

describe('on WebAssembly', () => {
  let engine: Engine;
  let original: ExplainableNetwork;
  let networks: RandomisedNetworks;

  beforeAll(async () => {
    engine = createCpuEngine();
    original = await ExplainableNetwork.create(tinyModel(), forwardOnly, null);
    networks = await RandomisedNetworks.create(original, engine);
  });
  afterAll(async () => {
    await networks.destroy();
    await original.destroy();
    engine.destroy();
  });

  test('each level says what a network says whose weights were random before, whoever ran in between', async () => {
    expect(networks.levels.map(({ level }) => level)).toEqual(names);
    const expected = await Promise.all(references.map((network) => said(network)));
    expect(new Set(expected.map((values) => String(values.slice(0, 10)))).size).toBe(3);
    for (const level of [1, 0, 0, 1]) expectClose(await said(networks.levels[level]!.network), expected[level]!);
    const together = await Promise.all([0, 1, 0, 1].map((level) => said(networks.levels[level]!.network)));
    together.forEach((values, i) => expectClose(values, expected[i % 2]!));
    expectClose(await said(original), expected[2]!);
  });

  test('from a layer on too', async () => {
    const channels = 8;
    const activations = { dims: [1, channels, 8, 8], values: randomValues(channels * 64, 1, randomFrom(6)) };
    const image = () => Promise.reject(new Error('Nothing but the layer is needed.'));
    for (const [i, { network }] of networks.levels.entries()) {
      const [found, expected] = await Promise.all(
        [network, references[i]!].map(async (each) => {
          const { logits, release } = await each.runFrom('last', activations, image);
          const values = await inMemory(logits);
          release();
          return values;
        }),
      );
      expectClose(found!, expected!);
    }
  });

  test('a session serves all levels', async () => {
    let made = 0;
    const fresh = await RandomisedNetworks.create(original, engine);
    for (const { network } of fresh.levels) {
      await network.prepare([gradients, forwardFrom('last')], () => made++);
    }
    expect(made).toBe(2);
    await fresh.destroy();
  });
});

test('on WebGPU the weights lie in buffers, which are given back', async () => {
  const found = await requestDevice();
  if (found === null) throw new Error('no WebGPU adapter');
  const engine = await createGpuEngine(found);
  const original = await ExplainableNetwork.create(tinyModel(), forwardOnly, found.device);
  const networks = await RandomisedNetworks.create(original, engine);
  const read: Read = async (tensor) => {
    const chain = engine.begin();
    const [values = []] = 'buffer' in tensor ? await chain.read([chain.borrow(tensor.buffer, tensor.dims)]) : [];
    chain.destroy();
    return [...values];
  };
  for (const [i, { network }] of networks.levels.entries()) {
    expectClose(await said(network, gradients, read), await said(references[i]!));
  }
  await networks.destroy();
  await original.destroy();
  engine.destroy();
  expect(engine.alive).toEqual({ buffers: 0, bytes: 0 });
  found.device.destroy();
});
