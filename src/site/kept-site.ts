/**
 * The files of the site that the browser keeps, each with the version it has in one release. A release is installed whole
 * or not at all, files that two releases share are fetched once, and what no release needs any more is dropped.
 */
import { own } from '../own.ts';
import { pathBelow, type SiteFile, type SiteRelease } from './site-release.ts';

/** Of a service worker, as far as it is needed here. */
export interface SiteMeans {
  /** URL of the site's folder, with a slash at the end. */
  readonly scope: string;
  readonly caches: Pick<CacheStorage, 'open'>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** What isolates a page, so that WebAssembly has threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** They describe the bytes as they were sent, and to whom; a cache refuses what varies with everything. */
const ofTransfer = ['Content-Encoding', 'Content-Length', 'Transfer-Encoding', 'Vary'];

const mostAtOnce = 6;

export class KeptSite {
  readonly #release: SiteRelease;
  readonly #means: SiteMeans;

  constructor(release: SiteRelease, means: SiteMeans) {
    this.#release = release;
    this.#means = means;
  }

  /** @throws if a file cannot be fetched, or is not the one of this release */
  async install(): Promise<void> {
    const cache = await this.#open();
    const rest = Object.entries(this.#release.files).filter(([, { isEager }]) => isEager);
    const worker = async (): Promise<void> => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
        const [path, file] = next;
        if ((await cache.match(this.#keyOf(path, file))) === undefined) await this.#fetch(cache, path, file);
      }
    };
    await Promise.all(Array.from({ length: mostAtOnce }, worker));
  }

  /** Drops what this release does not have. */
  async prune(): Promise<void> {
    const cache = await this.#open();
    const keys = new Set(Object.entries(this.#release.files).map(([path, file]) => this.#keyOf(path, file)));
    for (const { url } of await cache.keys()) if (!keys.has(url)) await cache.delete(url);
  }

  /** Drops everything. */
  async clear(): Promise<void> {
    const cache = await this.#open();
    for (const { url } of await cache.keys()) await cache.delete(url);
  }

  /** @returns undefined for what is no file of the site: the browser fetches it as ever */
  answer(request: Pick<Request, 'method' | 'url'>): Promise<Response> | undefined {
    const path = request.method === 'GET' ? pathBelow(this.#means.scope, request.url) : undefined;
    const file = path === undefined ? undefined : own(this.#release.files, path);
    return path === undefined || file === undefined ? undefined : this.#answer(path, file, request.url);
  }

  async #answer(path: string, file: SiteFile, url: string): Promise<Response> {
    try {
      const cache = await this.#open();
      return (await cache.match(this.#keyOf(path, file))) ?? (await this.#fetch(cache, path, file));
    } catch {
      // The host has another version by now, or none, or the browser's storage fails: the host decides.
      return isolated(await this.#means.fetch(url, {}));
    }
  }

  /** The browser compares the bytes with the hash, so what is kept is right. */
  async #fetch(cache: Cache, path: string, file: SiteFile): Promise<Response> {
    const url = new URL(encodePath(path), this.#means.scope).href;
    const response = await this.#means.fetch(url, { integrity: file.integrity, cache: 'no-cache' });
    if (!response.ok) throw new TypeError(`${url} was not found or refused (HTTP ${response.status}).`);
    const answer = isolated(response);
    // Without room for it, it is fetched again next time; but then a release cannot be installed.
    const kept = cache.put(this.#keyOf(path, file), answer.clone());
    if (file.isEager) await kept;
    else await kept.catch(() => undefined);
    return answer;
  }

  #keyOf(path: string, { integrity }: SiteFile): string {
    const key = new URL(encodePath(path), this.#means.scope);
    key.searchParams.set('integrity', integrity);
    return key.href;
  }

  /** Other sites of the same origin have caches of their own. */
  #open(): Promise<Cache> {
    return this.#means.caches.open(`cam-lens-site ${new URL(this.#means.scope).pathname}`);
  }
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The same, isolated unless the host has its own policy; a redirected response, which pages may not get, is none any more. */
function isolated(response: Response): Response {
  if (response.type === 'opaqueredirect' || response.type === 'error') return response;
  const headers = new Headers(response.headers);
  for (const name of ofTransfer) headers.delete(name);
  for (const [name, value] of Object.entries(isolation)) if (!headers.has(name)) headers.set(name, value);
  const { status, statusText } = response;
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(hasBody ? response.body : null, { status, statusText, headers });
}
