import { expect, it } from 'vitest';
import { measureNetworkOn } from '../../../src/benchmark/network/measure-network.ts';
import { deviceForTests } from '../../support/gpu.ts';
import { tinyModel } from '../../support/tiny-model.ts';

it('a device without timestamps gives the whole time, and the reason', async () => {
  const found = await deviceForTests({ defaultLimits: true });
  expect(found.device.features.has('timestamp-query')).toBe(false);
  const { outcome } = await measureNetworkOn(found, { model: tinyModel(), runs: 2 });
  if (outcome.status !== 'total only') throw new Error(JSON.stringify(outcome));
  expect(outcome.reason).toContain('no timestamp-query');
  expect(outcome.runs).toBe(2);
  expect(outcome.wall.medianMs).toBeGreaterThan(0);
  found.device.destroy();
});
