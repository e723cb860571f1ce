/** Commands with a running Chrome: it is used, and left unchanged. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToChromium } from '../../cli/chromium.ts';
import { camLens, startCamLens } from '../support/cam-lens.ts';
import { startDebuggable, type DebuggableChromium } from '../support/debuggable-chromium.ts';

let chromium: DebuggableChromium;
/** The test's own connection to it. */
let browser: Browser;
let httpAddress: string;
/** No browser can be started from there. */
const noBrowser = mkdtempSync(join(tmpdir(), 'cam-lens-no-browser-'));
const explain = ['explain', join('public', 'samples', 'giant-panda.webp'), '--backend', 'cpu'];
const env = { ...process.env, CHROME_PATH: join(noBrowser, 'chrome') };

beforeAll(async () => {
  chromium = await startDebuggable();
  browser = await connectToChromium(chromium.socket);
  httpAddress = `http://${new URL(chromium.socket).host}`;
});
afterAll(async () => {
  await browser.disconnect();
  await chromium.close();
  rmSync(noBrowser, { recursive: true });
});

describe('--browser-url', () => {
  it.each([
    ['its address', () => httpAddress],
    ['its socket', () => chromium.socket],
  ])('drives the Chrome at %s, and leaves it running with its pages', async (_, url) => {
    const before = await browser.pages();
    const { printed, code, told } = await startCamLens([...explain, '--json', '--browser-url', url()], env).ended;
    expect(code).toBe(0);
    // The notice would be printed for a started browser.
    expect(told).not.toContain('sandbox');
    const { results } = JSON.parse(printed) as {
      results: readonly { readonly classes: readonly { name: string }[] }[];
    };
    expect(results[0]!.classes[0]!.name).toBe('giant panda');
    expect(browser.connected).toBe(true);
    expect(await browser.pages()).toHaveLength(before.length);
  });

  it('serves the page on the requested port', async () => {
    const free = await listen();
    await free.close();
    const seen: string[] = [];
    browser.on('targetchanged', (target) => seen.push(target.url()));
    const words = [...explain, '--browser-url', httpAddress, '--port', `${free.port}`];
    expect((await camLens(...words)).code).toBe(0);
    const [address] = seen.filter((url) => url.endsWith('/headless.html'));
    // The part in between is the secret of the run.
    expect(address).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${free.port}/[\\w-]{43}/headless\\.html$`));
  });

  it('reports errors', async () => {
    const [free, taken] = [await listen(), await listen()];
    await free.close();
    const [nobody, badUrl, badPort] = await Promise.all([
      camLens(...explain, '--browser-url', `http://127.0.0.1:${free.port}`),
      camLens(...explain, '--browser-url', 'localhost:9222'),
      camLens(...explain, '--port', `${taken.port}`),
    ]);
    await taken.close();
    expect(nobody).toMatchObject({ code: 3, told: expect.stringMatching(/No Chrome answers at http.*\[no-browser\]/) });
    expect(badUrl).toMatchObject({ code: 2, told: expect.stringMatching(/--browser-url.*http:\/\/HOST:PORT/) });
    expect(badPort).toMatchObject({ code: 2, told: expect.stringMatching(/Port \d+ of 127.0.0.1 cannot be used/) });
  });

  it('does not wait forever for another program', async () => {
    const silent = await listen();
    const refusal = { code: 'no-browser', message: expect.stringContaining(`:${silent.port}`) as string };
    await expect(connectToChromium(`http://127.0.0.1:${silent.port}`, 100)).rejects.toMatchObject(refusal);
    await expect(connectToChromium(`ws://127.0.0.1:${silent.port}/`, 100)).rejects.toMatchObject(refusal);
    await silent.close();
  });
});

/** A server that accepts every connection and never answers. */
async function listen(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port: (server.address() as AddressInfo).port, close };
}
