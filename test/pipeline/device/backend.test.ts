import { expect, test } from 'vitest';
import { chooseBackend, stepDown, type ChosenBackend } from '../../../src/pipeline/device/backend.ts';
import type { BackendChoice } from '../../../src/pipeline/types.ts';

// In Node there is no WebGPU: the lowest level.
test.each(['auto', 'wasm'] as const)('%s without WebGPU runs on the CPU, and says so', async (choice) => {
  const { device, backend, notice } = await chooseBackend(choice);
  expect(device).toBeNull();
  expect(backend).toEqual({ network: 'wasm', stages: 'cpu', adapter: 'none' });
  expect(notice).toContain('no WebGPU');
});

test('cpu is what was asked for: nothing to notice', async () => {
  expect(await chooseBackend('cpu')).not.toHaveProperty('notice');
});

test('webgpu demanded and not there is an error', async () => {
  await expect(chooseBackend('webgpu')).rejects.toMatchObject({ code: 'no-webgpu' });
});

test('an unknown backend is refused with the valid ones', async () => {
  const refusal = chooseBackend('gpu' as BackendChoice);
  await expect(refusal).rejects.toMatchObject({ code: 'bad-option' });
  await expect(refusal).rejects.toThrow('auto, webgpu, wasm, cpu');
});

test('a level that fails gives way to the next, with the reason, down to the last', () => {
  const device = {} as ChosenBackend['device'];
  const gpu: ChosenBackend = { device, backend: { network: 'webgpu', stages: 'webgpu', adapter: 'some GPU' } };
  const second = stepDown(gpu, 'no kernel for Conv');
  expect(second).toMatchObject({ device, backend: { network: 'wasm', stages: 'webgpu', adapter: 'some GPU' } });
  expect(second?.notice).toContain('no kernel for Conv');
  const third = stepDown(second!, 'shader upsample does not compile');
  expect(third).toMatchObject({ device: null, backend: { network: 'wasm', stages: 'cpu', adapter: 'none' } });
  expect(third?.notice).toContain('does not compile');
  expect(stepDown(third!, 'out of memory')).toBeNull();
});
