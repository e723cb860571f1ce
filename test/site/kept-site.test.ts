/** What the service worker keeps and answers, against a host and a cache that the test makes. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { KeptSite, type SiteMeans } from '../../src/site/kept-site.ts';
import { pathBelow, type SiteRelease } from '../../src/site/site-release.ts';

const scope = 'https://a.example/some/where/';
const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Text of the host's files by path. */
let host: Map<string, string>;
let kept: Map<string, Map<string, Response>>;
let asked: string[];
let hasRoom: boolean;
let isStorageBroken: boolean;

beforeEach(() => {
  host = new Map([
    ['index.html', 'page 1'],
    ['assets/a b.js', 'script'],
    ['assets/run.wasm', 'wasm'],
    ['models/net.bin', 'weights'],
  ]);
  [kept, asked, hasRoom, isStorageBroken] = [new Map(), [], true, false];
});

/** The release of what the host has now; wasm on demand, weights not at all. */
function release(): SiteRelease {
  const files = [...host].filter(([path]) => !path.endsWith('.bin'));
  return {
    files: Object.fromEntries(
      files.map(([path, text]) => [path, { integrity: hash(text), isEager: !path.endsWith('.wasm') }]),
    ),
  };
}

const means: SiteMeans = {
  scope,
  caches: {
    open: async (name) => {
      if (isStorageBroken) throw new DOMException('Unexpected internal error.', 'UnknownError');
      const entries = kept.get(name) ?? new Map<string, Response>();
      kept.set(name, entries);
      return {
        match: async (key: string) => entries.get(key)?.clone(),
        put: async (key: string, response: Response) => {
          if (!hasRoom) throw new DOMException('full', 'QuotaExceededError');
          if (response.headers.get('Vary') === '*') throw new TypeError('Vary header contains *');
          entries.set(key, response);
        },
        keys: async () => [...entries.keys()].map((url) => ({ url })),
        delete: async (key: string) => entries.delete(key),
      } as unknown as Cache;
    },
  },
  fetch: async (url, { integrity }) => {
    const path = decodeURIComponent(url.slice(scope.length)) || 'index.html';
    asked.push(path);
    const text = host.get(path);
    if (text === undefined) return new Response('none', { status: 404 });
    if (integrity !== undefined && integrity !== hash(text)) throw new TypeError('Failed integrity check');
    return new Response(text, { headers: { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip', Vary: '*' } });
  },
};

const get = (path: string) => ({ method: 'GET', url: scope + path });
const entries = () => [...kept.values()].flatMap((cache) => [...cache.keys()]);

async function installed(): Promise<KeptSite> {
  const site = new KeptSite(release(), means);
  await site.install();
  await site.prune();
  asked = [];
  return site;
}

describe('the kept site', () => {
  it('fetches what every page needs once, and answers without the host', async () => {
    const site = await installed();
    host.clear();
    for (const path of ['', 'index.html', '?a=b', 'index.html#c']) {
      expect(await (await site.answer(get(path)))?.text()).toBe('page 1');
    }
    expect(await (await site.answer(get('assets/a%20b.js')))?.text()).toBe('script');
    expect(asked).toEqual([]);
  });

  it('isolates what it answers, and says no more of how it was sent', async () => {
    const response = await (await installed()).answer(get(''));
    expect(Object.fromEntries(response!.headers)).toEqual({
      'content-type': 'text/plain',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('fetches other files of the site when a page first asks, and keeps them', async () => {
    const site = await installed();
    expect(entries().some((url) => url.includes('wasm'))).toBe(false);
    for (let i = 0; i < 2; i++) expect(await (await site.answer(get('assets/run.wasm')))?.text()).toBe('wasm');
    expect(asked).toEqual(['assets/run.wasm']);
  });

  it('leaves all else to the browser', async () => {
    const site = await installed();
    const others = [
      get('models/net.bin'),
      get('none.js'),
      get('constructor'),
      get('%'),
      { method: 'POST', url: scope },
      { method: 'GET', url: 'https://a.example/some/' },
      { method: 'GET', url: 'https://b.example/some/where/index.html' },
    ];
    for (const request of others) expect(site.answer(request), request.url).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('brings a new release that fetches only what changed, and drops what it lacks', async () => {
    const old = await installed();
    host.set('index.html', 'page 2');
    host.delete('assets/run.wasm');
    const next = new KeptSite(release(), means);
    await next.install();
    expect(asked).toEqual(['index.html']);
    // The old one is whole until the new one takes over.
    expect(await (await old.answer(get('')))?.text()).toBe('page 1');
    await next.prune();
    expect(await (await next.answer(get('')))?.text()).toBe('page 2');
    expect(entries()).toHaveLength(2);
  });

  it.each([
    ['lacks a file', () => host.delete('assets/a b.js')],
    ['has bytes of another version', () => host.set('assets/a b.js', 'half of a scri')],
  ])('refuses a release whose host %s, and goes on with the old one', async (_, breaks) => {
    const old = await installed();
    host.set('index.html', 'page 2').set('assets/a b.js', 'script 2');
    const next = new KeptSite(release(), means);
    breaks();
    await expect(next.install()).rejects.toThrow(TypeError);
    expect(await (await old.answer(get('')))?.text()).toBe('page 1');
    expect(await (await old.answer(get('assets/a%20b.js')))?.text()).toBe('script');
  });

  it('refuses a release that there is no room for, but not a file on demand', async () => {
    const site = await installed();
    hasRoom = false;
    expect(await (await site.answer(get('assets/run.wasm')))?.text()).toBe('wasm');
    host.set('index.html', 'page 2');
    await expect(new KeptSite(release(), means).install()).rejects.toThrow('full');
  });

  it('asks the host where the browser’s storage fails', async () => {
    const site = await installed();
    isStorageBroken = true;
    expect(await (await site.answer(get('')))?.text()).toBe('page 1');
    expect(asked).toEqual(['index.html']);
  });

  it('gives what the host has where the kept file is gone and the host has another', async () => {
    const site = await installed();
    kept.clear();
    host.set('index.html', 'page 2');
    expect(await (await site.answer(get('')))?.text()).toBe('page 2');
    expect(entries()).toEqual([]);
    host.delete('index.html');
    expect((await site.answer(get('')))?.status).toBe(404);
  });

  it('leaves caches of other sites alone', async () => {
    await (await means.caches.open('other')).put('https://a.example/x', new Response(''));
    await (await installed()).clear();
    expect(entries()).toEqual(['https://a.example/x']);
  });
});

describe('the path of a URL below the site', () => {
  it.each([
    [scope, 'index.html'],
    [`${scope}a/?b#c`, 'a/index.html'],
    [`${scope}a%20b.js`, 'a b.js'],
    [`${scope}../x.js`, undefined],
    ['https://a.example/some/wherever', undefined],
    [`${scope}%zz`, undefined],
  ])('of %s is %s', (url, path) => expect(pathBelow(scope, url)).toBe(path));
});
