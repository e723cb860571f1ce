/**
 * The pages under their own security policy, in Chromium: it forbids what it should, and nothing that the pages do. What they
 * do writes nothing to the console.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import { endChromium } from '../cli/end-chromium.ts';
import { startServer, type RunningServer } from '../cli/server.ts';
import { consoleOf } from './support/console.ts';
import { eventually, patienceMs } from './support/eventually.ts';
import { give, press, says, there } from './support/page-steps.ts';
import { violationsOf } from './support/policy-violations.ts';
import { sampleArchive, sampleClasses } from './support/voc-archive.ts';
import { tinyClasses, tinyModel } from './support/tiny-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-security-'));
let server: RunningServer;
let browser: Browser;
/** Of the page that was opened last. */
let violations: readonly string[];
let told: readonly string[];

beforeAll(async () => {
  server = await startServer({ isPublic: true });
  browser = await startChromium({ adapter: 'software-compositing' });
});
afterAll(async () => {
  await endChromium(browser);
  await server.close();
  rmSync(folder, { recursive: true });
});

async function open(path: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  told = consoleOf(page);
  violations = await violationsOf(page);
  await page.goto(`${server.address}/${path}`);
  return page;
}

describe('the security policy of the pages', () => {
  test('is not broken by the page that explains, nor by a model of one’s own on it', async () => {
    const page = await open('');
    await eventually(async () => expect(await page.$('cam-lens-app >>> tr[data-box="grad-cam"]')).not.toBeNull());
    // Nobody answers there, but the policy would let the page ask.
    await press(page, 'cam-lens-app >>> cam-lens-dropzone >>> [data-open=web]');
    const dialog = 'cam-lens-app >>> cam-lens-dropzone >>> cam-lens-url-dialog >>>';
    await there(page, `${dialog} dialog[open]`);
    await page.keyboard.type('https://127.0.0.1:9/none.png');
    await page.keyboard.press('Enter');
    await says(page, `${dialog} [role=alert]`, /none\.png cannot be fetched/);
    await page.keyboard.press('Escape');
    const askedInVain = told.length;
    await press(page, 'cam-lens-app >>> cam-lens-layers >>> button');
    await eventually(async () => expect(await page.$$('cam-lens-app >>> cam-lens-strip >>> canvas')).toHaveLength(4));
    const files = [join(folder, 'tiny.onnx'), join(folder, 'names.json')];
    writeFileSync(files[0]!, tinyModel().bytes);
    writeFileSync(files[1]!, JSON.stringify(tinyClasses));
    await give(page, 'cam-lens-app >>> cam-lens-dropzone >>> input[type="file"]', ...files);
    await press(page, 'cam-lens-app >>> cam-lens-model-dialog >>> button[type=submit]');
    await says(page, 'cam-lens-app >>> cam-lens-model >>> strong', /^tiny$/);
    expect({ violations, told: told.slice(askedInVain) }).toEqual({ violations: [], told: [] });
    await page.close();
  });

  test('is not broken by the page for data sets: a whole run, its charts and its pictures', async () => {
    const given = [join(folder, 'set.tar'), join(folder, 'classes.json')];
    writeFileSync(given[0]!, await sampleArchive(1));
    writeFileSync(given[1]!, JSON.stringify(sampleClasses));
    const page = await open('evaluate.html');
    await give(page, 'cam-lens-evaluation >>> #files', ...given);
    await press(page, 'cam-lens-evaluation >>> button[data-command="start"]:not(:disabled)');
    await says(page, 'cam-lens-evaluation >>> .headline', /^\s*Finished/);
    await eventually(async () => expect(await page.$('cam-lens-evaluation >>> figure img')).not.toBeNull());
    expect({ violations, told }).toEqual({ violations: [], told: [] });
    await page.close();
  });

  test('is not broken by the page for models, nor by a model of one’s own on it and the file that it saves', async () => {
    const page = await open('model.html');
    const canvases = 'cam-lens-inspector >>> cam-lens-channel-grid >>> canvas';
    await eventually(async () => expect(await page.$$(canvases)).toHaveLength(64));
    const files = [join(folder, 'tiny.onnx'), join(folder, 'names.json')];
    writeFileSync(files[0]!, tinyModel().bytes);
    writeFileSync(files[1]!, JSON.stringify(tinyClasses));
    await give(page, 'cam-lens-inspector >>> #model', ...files);
    await eventually(async () => expect(await page.$$(canvases)).toHaveLength(8));
    await press(page, 'cam-lens-inspector >>> #save:not(:disabled)');
    await says(page, 'cam-lens-inspector >>> cam-lens-progress >>> [role=status]', /^\s*The network predicts/);
    expect({ violations, told }).toEqual({ violations: [], told: [] });
    await page.close();
  });

  test('is not broken by the page about the elements, nor by an element that runs on it', async () => {
    const page = await open('embed.html');
    await press(page, 'cam-lens-guide >>> cam-lens-example >>> #run');
    await says(page, 'cam-lens-guide >>> .live cam-lens >>> [role=status]', /^German shepherd, .*\(Grad-CAM\) lies/);
    expect({ violations, told }).toEqual({ violations: [], told: [] });
    await page.close();
  });

  test('is not broken by the page that measures shaders', async () => {
    const page = await open('benchmark.html');
    await press(page, 'cam-lens-benchmark >>> button.main:not(:disabled)');
    await says(page, 'cam-lens-benchmark >>> .headline', /\d+ % · \S/);
    await press(page, 'cam-lens-benchmark >>> .buttons button');
    await says(page, 'cam-lens-benchmark >>> [role=status]', /[Ss]topped/);
    expect({ violations, told }).toEqual({ violations: [], told: [] });
    await page.close();
  });

  test('is not broken by the page that the command drives', async () => {
    const page = await open('headless.html');
    const answer = await page.evaluate(
      `window.camLens.start({ backend: 'wasm', methods: ['cam'] }).then(async () =>
        window.camLens.explain({ url: new URL('samples/giant-panda.webp', document.baseURI).href, name: 'panda' },
          { methods: ['cam'], layers: ['layer4'], class: 'predicted', threshold: 0.15, conventions: ['paper'] }))`,
    );
    expect(answer).toMatchObject({ ok: true, value: { width: expect.any(Number) as number } });
    expect({ violations, told }).toEqual({ violations: [], told: [] });
    await page.close();
  });

  test.each(['', 'evaluate.html', 'model.html', 'embed.html', 'benchmark.html', 'headless.html'])(
    'forbids scripts, code from text and frames of others on /%s',
    async (path) => {
      const page = await open(path);
      const outcomes = await page.evaluate(`(async () => {
      const attempt = (make) => { try { make(); return 'done'; } catch (error) { return error.name; } };
      const script = document.createElement('script');
      const button = document.createElement('button');
      const untrusted = [
        attempt(() => { script.textContent = 'window.wasRun = true'; }),
        attempt(() => { script.src = 'data:text/javascript,window.wasRun = true'; }),
        attempt(() => { button.innerHTML = '<img src=x onerror="window.wasRun = true">'; }),
        attempt(() => button.setAttribute('onclick', 'window.wasRun = true')),
      ];
      document.head.append(script);
      document.body.append(button);
      button.click();
      const evaluated = await new Promise((resolve) => {
        const blob = new Blob(['try { postMessage(eval("1")) } catch { postMessage("refused") }'], { type: 'text/javascript' });
        try { const worker = new Worker(URL.createObjectURL(blob)); worker.onerror = () => resolve('refused'); worker.onmessage = ({ data }) => resolve(data); }
        catch { resolve('refused'); }
      });
      const fetched = await fetch('http://127.0.0.1:9/').then(() => 'fetched', () => 'refused');
      return { wasRun: window.wasRun === true, untrusted, evaluated, fetched };
    })()`);
      const untrusted = Array.from({ length: 4 }, () => 'TypeError');
      expect(outcomes).toEqual({ wasRun: false, untrusted, evaluated: 'refused', fetched: 'refused' });
      await eventually(() => expect(violations.length).toBeGreaterThan(3));
      await page.close();
    },
  );
});
