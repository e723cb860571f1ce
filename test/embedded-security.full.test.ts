/** Two copies of the package on one page, under a strict policy, in Chromium: both work, and nothing is forbidden. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import type { Browser } from 'puppeteer';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import { endChromium } from '../cli/end-chromium.ts';
import { projectRoot } from '../scripts/setup/context.mjs';
import { consoleOf } from './support/console.ts';
import { eventually, patienceMs } from './support/eventually.ts';
import { serveFolder } from './support/serve-folder.ts';
import { violationsOf } from './support/policy-violations.ts';
import { tinyClasses, tinyModel } from './support/tiny-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-embedded-'));
/** Below the project's folder, and not dist/, which others may pack meanwhile. */
const built = join('build', `embedded-${process.pid}`);
const policy = [
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'",
  "require-trusted-types-for 'script'; trusted-types lit-html default 'allow-duplicates'",
].join('; ');
/** What a page without a bundler does instead of `trustOwnScripts`, as documented. */
const trust = /```js\n(.*?)```/s.exec(readFileSync(join(projectRoot, 'docs/hosting.md'), 'utf8'))?.[1] ?? '';
let server: Awaited<ReturnType<typeof serveFolder>>;
let browser: Browser;

beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, [join(projectRoot, 'scripts/build-package.mjs'), built], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  for (const copy of ['one', 'two']) cpSync(join(projectRoot, built), join(folder, copy), { recursive: true });
  rmSync(join(projectRoot, built), { recursive: true });
  const { bytes, description } = tinyModel();
  writeFileSync(join(folder, 'tiny.onnx'), bytes);
  const described = { ...description, sha256: undefined, file: 'tiny.onnx', classes: tinyClasses };
  writeFileSync(join(folder, 'tiny.json'), JSON.stringify(described));
  const data = Uint8Array.from({ length: 3 * 40 * 30 }, (_, index) => (index * 37) % 256);
  writeFileSync(join(folder, 'a.png'), encode({ width: 40, height: 30, data, channels: 3 }));
  const lens = (id: string, more: string): string =>
    `<cam-lens id="${id}" src="a.png" model="tiny.json" backend="cpu" loading="eager" ${more}></cam-lens>`;
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><title>Two copies</title><link rel="icon" href="a.png">
<script type="module" src="trust.js"></script><script type="module" src="one/standalone.js"></script><script type="module" src="two/standalone.js"></script>
${lens('a', 'controls boxes')}${lens('b', 'view="slider" truth="1 1 20 20" method="cam"')}</html>`,
  );
  writeFileSync(join(folder, 'trust.js'), trust);
  server = await serveFolder(folder, { 'Content-Security-Policy': policy });
  browser = await startChromium({ adapter: 'none' });
});

afterAll(async () => {
  await endChromium(browser);
  server.close();
  rmSync(folder, { recursive: true });
});

it('explains, side by side with another copy of itself, and breaks no policy', async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  const told = consoleOf(page);
  const problems = await violationsOf(page);
  await page.goto(`${server.address}/`);
  const said = (id: string): Promise<string> => page.$eval(`#${id} >>> [role=status]`, (status) => status.textContent);
  await eventually(async () => {
    expect(await said('a')).toMatch(/\(Grad-CAM\) lies/);
    expect(await said('b')).toMatch(/\(CAM\) lies/);
  });
  await page.$eval('#a', (lens) => Object.assign(lens, { target: '2', view: 'side-by-side', opacity: 0.8 }));
  await eventually(async () => expect(await said('a')).toMatch(/^cat, /));
  expect({ problems, told }).toEqual({ problems: [], told: [] });
  // What the policy forbids is heard.
  await page.evaluate(`document.body.setAttribute('style', 'color: red')`);
  await eventually(() => expect(problems.join()).toContain('style-src'));
  const attempt = (doing: string): Promise<unknown> =>
    page.evaluate(`try { ${doing}; 'done' } catch (error) { error.name }`);
  expect(await attempt(`new Worker('https://other.example/a.js')`)).toBe('TypeError');
  expect(await attempt(`document.createElement('script').src = 'a.js'`)).toBe('TypeError');
  expect(await attempt(`document.body.innerHTML = '<b>markup</b>'`)).toBe('TypeError');
  await eventually(() => expect(problems.join()).toContain('require-trusted-types-for'));
  await page.close();
});
