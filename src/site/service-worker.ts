/**
 * The service worker of the static site. It gives pages the files of one release, kept by the browser, so that they open
 * without a network, and isolates them where the host does not. It fetches files of the site alone. A new release waits
 * until no page of the old one is open.
 */
import { KeptSite } from './kept-site.ts';
import type { SiteRelease } from './site-release.ts';

/** Put in by the build; without files if the site no longer has a service worker. */
declare const __SITE_RELEASE__: SiteRelease | null;

interface LongEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface RequestEvent extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** The part of ServiceWorkerGlobalScope that is used; TypeScript's types of it exclude those of pages. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate', listener: (event: LongEvent) => void): void;
  addEventListener(name: 'fetch', listener: (event: RequestEvent) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const site = new KeptSite(__SITE_RELEASE__ ?? { files: {} }, {
  ...{ scope: scope.registration.scope, caches },
  fetch: (url, init) => fetch(url, init),
});

if (__SITE_RELEASE__ === null) {
  scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
  scope.addEventListener('activate', (event) =>
    // It goes even if the browser's storage fails.
    event.waitUntil(site.clear().finally(() => scope.registration.unregister())),
  );
} else {
  scope.addEventListener('install', (event) => event.waitUntil(site.install()));
  scope.addEventListener('activate', (event) => event.waitUntil(site.prune().then(() => scope.clients.claim())));
  scope.addEventListener('fetch', (event) => {
    const answer = site.answer(event.request);
    if (answer !== undefined) event.respondWith(answer);
  });
}
