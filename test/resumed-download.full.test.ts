/** A visitor whose connection breaks half-way through the weights: the rest is fetched, and nothing twice. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser } from 'puppeteer';
import sirv from 'sirv';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import { endChromium } from '../cli/end-chromium.ts';
import { projectRoot } from '../scripts/setup/context.mjs';
import { patienceMs } from './support/eventually.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-resumed-'));
/** Below the project's folder, and not dist/, which others may pack meanwhile. */
const built = join('build', `resumed-${process.pid}`);
/** First byte of each answer, by file of weights. */
const asked = new Map<string, number[]>();
let server: Server;
let address = '';
let browser: Browser;

beforeAll(async () => {
  const run = (...words: readonly string[]): void =>
    void execFileSync(process.execPath, words, { cwd: projectRoot, stdio: 'ignore' });
  run('scripts/build-package.mjs', built);
  cpSync(join(projectRoot, built), join(folder, 'dist'), { recursive: true });
  rmSync(join(projectRoot, built), { recursive: true });
  run('bin/cam-lens.js', 'model', '--weights', 'int8', '--out', join(folder, 'models'));
  cpSync(join(projectRoot, 'public/samples/german-shepherd.webp'), join(folder, 'photo.webp'));
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><title>A dog</title><script type="module" src="dist/standalone.js"></script>
<cam-lens src="photo.webp" alt="A dog" model="models/resnet50.json" backend="cpu" loading="eager"></cam-lens></html>`,
  );
  const files = sirv(folder, { etag: true });
  server = createServer((request, response) =>
    request.url?.endsWith('.bin') === true ? sendWeights(request, response) : files(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await startChromium({ adapter: 'none' });
});
afterAll(async () => {
  await endChromium(browser);
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** The first time up to the middle, where the connection breaks. */
function sendWeights({ url = '', headers, socket }: IncomingMessage, response: ServerResponse): void {
  const name = basename(url);
  const bytes = readFileSync(join(folder, 'models', name));
  const first = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const answers = asked.get(name) ?? [];
  asked.set(name, [...answers, first]);
  const length = { 'Content-Length': bytes.length - first, ETag: `"${name}"`, 'Accept-Ranges': 'bytes' };
  if (first === 0) response.writeHead(200, length);
  else response.writeHead(206, { ...length, 'Content-Range': `bytes ${first}-${bytes.length - 1}/${bytes.length}` });
  if (answers.length > 0) response.end(bytes.subarray(first));
  // What is on its way arrives before the connection breaks.
  else response.write(bytes.subarray(0, half(bytes.length)), () => setTimeout(() => socket.destroy(), 500));
}

function half(sizeBytes: number): number {
  return Math.floor(sizeBytes / 2);
}

it('explains the picture, and fetches each byte of the weights once', async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(address);
  const told = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const lens = document.querySelector('cam-lens')!;
        lens.addEventListener('cam-lens-error', ({ detail }) => resolve(detail.message));
        lens.addEventListener('cam-lens-explain', ({ detail }) => resolve(detail.classes[0]!.name));
      }),
  );
  expect(told).toBe('German shepherd');
  expect(asked.size).toBeGreaterThan(1);
  for (const [name, firsts] of asked) {
    const { size } = statSync(join(folder, 'models', name));
    expect(firsts, name).toEqual([0, half(size)]);
  }
});
