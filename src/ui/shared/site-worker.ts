/** The page's side of the service worker that a static site has (src/site/). */

/** Beside the pages. */
const script = './service-worker.js';

/** It fetches a few megabytes before it serves; without it, the page works too. */
const mostMs = 20_000;

/** Set while the page is loaded again to be isolated, which is tried once. */
const triedKey = 'cam-lens-isolation-tried';

/**
 * Waits until the service worker serves this page and its workers, so that all they load is kept, and loads the page
 * again if that isolates it. What the browser does not allow is done without.
 */
export async function servedByWorker(): Promise<void> {
  if (!globalThis.isSecureContext || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  try {
    await within(mostMs, async (signal) => {
      const registration = await serviceWorker.register(script);
      if (serviceWorker.controller === null) await controlled(serviceWorker, registration, signal);
    });
  } catch {
    // Forbidden (in private windows of some browsers), or the host cannot be reached.
    return;
  }
  if (globalThis.crossOriginIsolated || serviceWorker.controller === null) {
    remember(false);
    return;
  }
  if (isTried()) return;
  remember(true);
  leaveForGood();
  location.reload();
  await new Promise(() => undefined);
}

/**
 * Otherwise the button that leads back may show this page again, as it was left. Browsers keep no page that listens for
 * its unloading; one that does must load again.
 */
function leaveForGood(): void {
  window.addEventListener('unload', () => undefined);
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
}

/**
 * Waits for `work`, but no longer than `mostMs`: a browser whose storage is stuck answers no registration, and the page
 * must start all the same. The signal is aborted when the wait ends.
 */
async function within(mostMs: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const ended = new AbortController();
  try {
    await Promise.race([work(ended.signal), new Promise<void>((resolve) => setTimeout(resolve, mostMs))]);
  } finally {
    ended.abort();
  }
}

/** Waits for a controller; not if the worker could not be installed. */
async function controlled(
  serviceWorker: ServiceWorkerContainer,
  registration: ServiceWorkerRegistration,
  signal: AbortSignal,
): Promise<void> {
  // A page that was loaded past the worker, by a forced reload, stays without it.
  if (registration.active?.state === 'activated') return;
  const newest = registration.installing ?? registration.waiting;
  await new Promise<void>((resolve) => {
    serviceWorker.addEventListener('controllerchange', () => resolve(), { signal });
    newest?.addEventListener('statechange', () => newest.state === 'redundant' && resolve(), { signal });
  });
}

function isTried(): boolean {
  try {
    return sessionStorage.getItem(triedKey) !== null;
  } catch {
    return true;
  }
}

function remember(tried: boolean): void {
  try {
    if (tried) sessionStorage.setItem(triedKey, 'yes');
    else sessionStorage.removeItem(triedKey);
  } catch {
    // Without storage the page is not loaded again.
  }
}
