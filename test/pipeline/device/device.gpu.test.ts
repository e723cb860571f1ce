import { expect, test } from 'vitest';
import { deviceForTests } from '../../support/gpu.ts';

test('a device has all that its adapter allows', async () => {
  const { device, adapterName, isSoftware } = await deviceForTests();
  const adapter = await navigator.gpu.requestAdapter();
  expect(device.limits.maxStorageBufferBindingSize).toBe(adapter?.limits.maxStorageBufferBindingSize);
  expect(device.limits.maxBufferSize).toBe(adapter?.limits.maxBufferSize);
  expect(device.features.has('timestamp-query')).toBe(adapter?.features.has('timestamp-query'));
  expect(adapterName).not.toBe('');
  expect(isSoftware).toBe(adapter?.info.isFallbackAdapter === true || /swiftshader|llvmpipe/i.test(adapterName));
  device.destroy();
});

test('a device with default limits has no more than every device has', async () => {
  const { device } = await deviceForTests({ defaultLimits: true });
  const { maxStorageBufferBindingSize, maxComputeWorkgroupStorageSize, maxStorageBuffersPerShaderStage } =
    device.limits;
  expect(maxStorageBufferBindingSize).toBe(128 * 1024 * 1024);
  expect(maxComputeWorkgroupStorageSize).toBe(16384);
  expect(maxStorageBuffersPerShaderStage).toBe(8);
  expect(device.features.has('timestamp-query')).toBe(false);
  device.destroy();
});
