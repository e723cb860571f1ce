import { afterEach, expect, it, vi } from 'vitest';
import { servedByWorker } from '../../src/ui/shared/site-worker.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('starts the page without a service worker if the browser does not answer within 20 seconds', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('isSecureContext', true);
  const register = vi.fn(() => new Promise(() => undefined));
  vi.stubGlobal('navigator', { serviceWorker: { controller: null, register } });
  vi.stubGlobal('sessionStorage', { removeItem: () => undefined });
  const started = vi.fn();
  void servedByWorker().then(started);
  await vi.advanceTimersByTimeAsync(19_900);
  expect(register).toHaveBeenCalledTimes(1);
  expect(started).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(started).toHaveBeenCalledTimes(1);
});
