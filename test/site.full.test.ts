/** The static site below a path of a host that sends no headers, in Chromium: isolated, offline, linked to, updated. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import { endChromium } from '../cli/end-chromium.ts';
import { projectRoot } from '../scripts/setup/context.mjs';
import { buildServiceWorker } from '../scripts/site/build-pages.mjs';
import { releaseOf } from '../scripts/site/release.mjs';
import { eventually, patienceMs } from './support/eventually.ts';
import { violationsOf } from './support/policy-violations.ts';
import { serveStatically, type StaticHost } from './support/static-host.ts';
import { tinyClasses, tinyModel } from './support/tiny-model.ts';

const work = mkdtempSync(join(tmpdir(), 'cam-lens-site-'));
const folder = join(work, 'site');
const message = 'cam-lens-app >>> cam-lens-progress >>> .message';
let host: StaticHost;
const browsers: Browser[] = [];
let violations: readonly string[];

beforeAll(async () => {
  const { bytes, description } = tinyModel();
  writeFileSync(join(work, 'tiny.onnx'), bytes);
  const described = { ...description, sha256: undefined, file: 'tiny.onnx', classes: tinyClasses };
  writeFileSync(join(work, 'tiny.json'), JSON.stringify(described));
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, 'scripts/build-site.mjs'), folder, '--model', join(work, 'tiny.onnx')],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toMatchObject({ status: 0 });
  host = await serveStatically(folder, 'some/where');
});
afterAll(async () => {
  for (const browser of browsers) await endChromium(browser);
  host.close();
  rmSync(work, { recursive: true });
});

async function newBrowser(): Promise<Browser> {
  const browser = await startChromium({ adapter: 'none' });
  browsers.push(browser);
  return browser;
}

async function open(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  violations = await violationsOf(page);
  await page.goto(address);
  return page;
}

const shows = (page: Page, check: (seen: Seen) => void): Promise<void> =>
  eventually(async () => {
    expect(await page.$eval(message, (found) => found.textContent)).toMatch(/^\s*The network predicts/);
    check(await seen(page));
  });

interface Seen {
  readonly picture: string;
  readonly layer: string;
  readonly threshold: string;
}

/** What the page shows, and its address. */
async function seen(page: Page): Promise<Seen> {
  const valueOf = (selector: string): Promise<string> =>
    page.$eval(`cam-lens-app >>> ${selector}`, (found) => (found as HTMLInputElement).value);
  return {
    picture: await page.$eval('cam-lens-app >>> button[aria-pressed="true"] img', (image) =>
      image.getAttribute('alt')!,
    ),
    layer: await valueOf('select[name=layer]'),
    threshold: await valueOf('input[name=threshold]'),
  };
}

const press = (page: Page, selector: string): Promise<void> =>
  page.$eval(selector, (button) => (button as HTMLElement).click());

/**
 * Has the browser look for a new version; state in which its service worker ends. What does not come is an error: the
 * browser may be busy with an update of its own.
 */
const update = (page: Page): Promise<unknown> =>
  page.evaluate(`(async () => {
    const within = (promise, name) => Promise.race([promise, new Promise((_, reject) =>
      setTimeout(() => reject(new Error(name + ' does not come')), ${patienceMs}))]);
    const registration = await within(navigator.serviceWorker.ready, 'the registration');
    await within(registration.update(), 'the update');
    const worker = registration.installing ?? registration.waiting;
    if (worker === null) return 'redundant';
    while (worker.state === 'installing') {
      await within(new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true })), 'a state');
    }
    return worker.state;
  })()`);

const panda: Seen = { picture: 'giant panda', layer: 'stem', threshold: '0.3' };

describe('the static site', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await newBrowser();
  });

  it('shows what its address says on the first visit, isolated, and breaks no policy of its own', async () => {
    page = await open(browser, `${host.address}#sample=giant-panda.webp&layer=stem&threshold=0.3`);
    await shows(page, (found) => expect(found).toEqual(panda));
    expect(await page.evaluate('window.crossOriginIsolated')).toBe(true);
    expect(await page.evaluate('document.querySelector("meta[http-equiv]").content')).toMatch(/^default-src 'self';/);
    expect(violations).toEqual([]);
    await page.evaluate(`document.body.setAttribute('style', 'color: red')`);
    await eventually(() => expect(violations.join()).toContain('style-src'));
    expect(host.asked.filter((path) => !path.startsWith('/some/where/'))).toEqual([]);
  });

  it('goes back and forward, the model loaded once', async () => {
    const asked = host.asked.length;
    await press(page, 'cam-lens-app >>> button[data-key="sample:scarlet-macaw.webp"]');
    await shows(page, ({ picture }) => expect(picture).toBe('macaw'));
    await eventually(() => expect(page.url()).toContain('#sample=scarlet-macaw.webp&layer=stem&threshold=0.3'));
    await page.goBack();
    await shows(page, (found) => expect(found).toEqual(panda));
    await page.goForward();
    await shows(page, (found) => expect(found).toEqual({ ...panda, picture: 'macaw' }));
    // The browser looks for a new version of the worker when it likes to.
    expect(host.asked.slice(asked).filter((path) => !path.endsWith('/service-worker.js'))).toEqual([]);
  });

  it('opens without a network: the same address, and the other page', async () => {
    host.isDown = true;
    await page.reload();
    await shows(page, (found) => expect(found).toEqual({ ...panda, picture: 'macaw' }));
    expect(await page.evaluate('window.crossOriginIsolated')).toBe(true);
    await page.goto(`${host.address}evaluate.html`);
    await eventually(async () => expect(await page.$('cam-lens-evaluation >>> #files')).not.toBeNull());
    await page.goto(host.address);
    host.isDown = false;
  });

  it('keeps its old version where a new one is broken, and takes a new one when no page is open', async () => {
    const ownFolder = mkdtempSync(join(work, 'updated-'));
    cpSync(folder, ownFolder, { recursive: true });
    const ownHost = await serveStatically(ownFolder, 'some/where');
    const ownBrowser = await newBrowser();
    let shown = await open(ownBrowser, ownHost.address);
    await shows(shown, ({ picture }) => expect(picture).toBe('German shepherd'));

    const index = join(ownFolder, 'index.html');
    const changed = readFileSync(index, 'utf8').replace(/<title>.*<\/title>/, '<title>changed</title>');
    writeFileSync(index, changed);
    const release = releaseOf(ownFolder);
    // The browser looks for a new version when it likes to: it must not find one that is not broken yet.
    writeFileSync(index, changed.slice(0, -20));
    await buildServiceWorker(projectRoot, ownFolder, release);
    expect(await update(shown)).toBe('redundant');
    ownHost.isDown = true;
    await shown.reload();
    await shows(shown, ({ picture }) => expect(picture).toBe('German shepherd'));
    ownHost.isDown = false;
    writeFileSync(index, changed);
    expect(await update(shown)).toBe('installed');
    await shown.reload();
    expect(await shown.title()).not.toBe('changed');
    await shown.close();
    shown = await open(ownBrowser, ownHost.address);
    await shows(shown, ({ picture }) => expect(picture).toBe('German shepherd'));
    expect(await shown.title()).toBe('changed');
    const kept = (await shown.evaluate(`(async () => (await (await caches.open('cam-lens-site /some/where/')).keys())
      .map(({ url }) => new URL(url).pathname))()`)) as string[];
    expect(kept.filter((path) => path.endsWith('/index.html'))).toHaveLength(1);
    ownHost.close();
  });

  it('needs no second load, and breaks no strict policy, where the host isolates it', async () => {
    const strict = await serveStatically(folder, 'x', {
      'Content-Security-Policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'",
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    const other = await open(await newBrowser(), `${strict.address}#threshold=0.5`);
    await shows(other, ({ threshold }) => expect(threshold).toBe('0.5'));
    expect(await other.evaluate('performance.getEntriesByType("navigation")[0].type')).toBe('navigate');
    expect(violations).toEqual([]);
    strict.isDown = true;
    await other.reload();
    await shows(other, ({ threshold }) => expect(threshold).toBe('0.5'));
    await other.close();
    strict.close();
  });
});
