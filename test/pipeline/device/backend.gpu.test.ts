import { expect, test } from 'vitest';
import { chooseBackend } from '../../../src/pipeline/device/backend.ts';
import { requestDevice } from '../../../src/pipeline/device/device.ts';

const device = await requestDevice();
device?.device.destroy();
const isSoftware = device?.isSoftware === true;

test('auto runs shaders on a software adapter, unless it is told that the processor is faster', async () => {
  const usual = await chooseBackend('auto');
  expect(usual.backend.stages).toBe('webgpu');
  usual.device?.device.destroy();
  const spared = await chooseBackend('auto', 'cpu');
  spared.device?.device.destroy();
  expect(spared.backend).toMatchObject(
    isSoftware ? { network: 'wasm', stages: 'cpu', adapter: 'none' } : { network: 'webgpu', stages: 'webgpu' },
  );
  if (isSoftware) expect(spared.notice).toContain(device.adapterName);
});

test('what is demanded runs, whatever would be faster', async () => {
  const { backend, device } = await chooseBackend('wasm', 'cpu');
  expect(backend).toMatchObject({ network: 'wasm', stages: 'webgpu' });
  device?.device.destroy();
});
