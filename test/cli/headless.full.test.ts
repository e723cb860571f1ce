/** The way to the page and back, with pages of our own that answer as a test needs it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { startHeadless, type Headless } from '../../cli/headless.ts';
import { startServer } from '../../cli/server.ts';
import type { BackendChoice } from '../../src/pipeline/types.ts';

const choice = {
  methods: ['cam'],
  layers: ['layer4'],
  class: 'predicted',
  threshold: 0.15,
  conventions: ['paper'] as const,
};
const patienceMs = 60_000;
const picture = { url: '/input/0', name: 'dog.jpg' };

interface Told {
  readonly lines: string[];
  readonly headless: Promise<Headless>;
}

/** Serves a page whose script is this, and, after its first word of progress, another where one is given; starts it. */
async function start(
  script: string,
  backend: BackendChoice = 'cpu',
  later = script,
  isShared = backend === 'cpu',
): Promise<Told> {
  const page = mkdtempSync(join(tmpdir(), 'cam-lens-headless-'));
  mkdirSync(join(page, 'bench'));
  const write = (text: string): void => writeFileSync(join(page, 'played.js'), text);
  writeFileSync(join(page, 'headless.html'), '<!doctype html><script type="module" src="./played.js"></script>');
  write(script);
  writeFileSync(
    join(page, 'bench/count.js'),
    'export const run = async ({ progress }) => (await progress("counting"), 42);',
  );
  const server = await startServer({ page });
  const lines: string[] = [];
  const headless = startHeadless({
    address: server.address,
    start: { backend },
    // Adapters are chosen only where a browser is started.
    ...(isShared && { browserUrl: inject('sharedChromium') }),
    onProgress: (line) => {
      if (lines.push(line) === 1) write(later);
    },
    patienceMs,
  });
  headless.catch(() => undefined);
  onTestFinished(async () => {
    await headless.then((session) => session.close()).catch(() => undefined);
    await server.close();
    rmSync(page, { recursive: true });
  });
  return { lines, headless };
}

/** A page that starts on the adapter it finds, and explains as it is told. @param offers whether it says it has one */
const pageThat = (explain: string, offers = 'true'): string => `
  const adapter = (await navigator.gpu?.requestAdapter()) ?? null;
  window.camLens = {
    offersWebGpu: async () => ({ ok: true, value: ${offers} }),
    start: async ({ backend }) => {
      await window.camLensProgress('starting');
      const found = { network: 'wasm', stages: adapter === null ? 'cpu' : 'webgpu', adapter: adapter?.info.architecture ?? 'none' };
      return { ok: true, value: { backend: found, asked: backend } };
    },
    explain: async (picture, choice) => { ${explain} },
  };`;

describe('a headless page', () => {
  it('is given what was asked, and hands its answer and its progress back', async () => {
    const { lines, headless } = await start(pageThat('return { ok: true, value: { picture, choice } };'));
    const session = await headless;
    expect(session.info).toMatchObject({ asked: 'cpu' });
    expect(await session.explain(picture, choice)).toEqual({ picture, choice });
    expect(await session.runModule('./bench/count.js')).toBe(42);
    expect(lines).toEqual(['starting', 'counting']);
  });

  it('gets no WebGPU where it is told to do without', async () => {
    const { headless } = await start(pageThat(''), 'cpu', undefined, false);
    expect((await headless).info.backend).toMatchObject({ stages: 'cpu', adapter: 'none' });
  });

  it('gets WebGPU wherever it is not told to do without', async () => {
    const { headless } = await start(pageThat(''), 'auto');
    expect((await headless).info.backend.stages).toBe('webgpu');
  });

  it.each([
    ['crashes', 'location.href = "about:blank"; await new Promise(() => {});'],
    ['throws', 'throw new Error("driver trouble");'],
    ['says so', 'return { ok: false, error: { code: "device-lost", message: "The GPU device was lost." } };'],
  ])('is tried on the next adapter where it %s on the first', async (_, trouble) => {
    const { headless, lines } = await start(
      pageThat('').replace('const found', `${trouble} const found`),
      'auto',
      pageThat(''),
    );
    expect((await headless).info.backend).toMatchObject({ stages: 'webgpu', adapter: 'swiftshader' });
    expect(lines).toEqual([
      'starting',
      expect.stringMatching(/^No start on the hardware adapter: .* Trying software …$/),
      'starting',
    ]);
  });

  it('starts once, on the first browser that has an adapter', async () => {
    // On a GPU the first browser has one, elsewhere the second.
    const { headless, lines } = await start(pageThat('', 'adapter !== null'), 'auto', undefined, false);
    expect((await headless).info.backend.stages).toBe('webgpu');
    expect(lines).toEqual(['starting']);
  });

  it('is not tried again where no adapter would help', async () => {
    const error = { code: 'model-damaged', message: 'The model is damaged.' };
    const { headless, lines } = await start(
      pageThat('').replace('const found', `return { ok: false, error: ${JSON.stringify(error)} }; const found`),
      'auto',
    );
    await expect(headless).rejects.toMatchObject(error);
    expect(lines).toEqual(['starting']);
  });

  it('passes errors on with their code', async () => {
    const error = { code: 'picture-unreadable', message: 'dog.jpg is no picture.' };
    const { headless } = await start(pageThat(`return { ok: false, error: ${JSON.stringify(error)} };`));
    const session = await headless;
    await expect(session.explain(picture, choice)).rejects.toMatchObject({ name: 'CamLensError', ...error });
    expect(session.alive).toBe(true);
  });

  it('that does not start says why', async () => {
    const error = { code: 'model-damaged', message: 'The model is damaged.' };
    const answer = JSON.stringify({ ok: false, error });
    const { headless } = await start(`window.camLens = { start: async () => (${answer}) };`);
    await expect(headless).rejects.toMatchObject(error);
  });

  it('that goes away in the middle is an error at once, and at every later call', async () => {
    const { headless } = await start(pageThat('location.href = "about:blank"; await new Promise(() => {});'));
    const session = await headless;
    const gone = { code: 'worker-failed', message: expect.stringMatching(/^The browser page disappeared: /) as string };
    await expect(session.explain(picture, choice)).rejects.toMatchObject(gone);
    expect(session.alive).toBe(false);
    await expect(session.explain(picture, choice)).rejects.toMatchObject(gone);
  });

  it('that has lost its device is dead', async () => {
    const error = { code: 'device-lost', message: 'The GPU device was lost.' };
    const { headless } = await start(pageThat(`return { ok: false, error: ${JSON.stringify(error)} };`));
    const session = await headless;
    await expect(session.explain(picture, choice)).rejects.toMatchObject(error);
    expect(session.alive).toBe(false);
  });

  it('that says nothing any more is given up', async () => {
    const { headless } = await start(pageThat('await new Promise(() => {});'));
    const session = await headless;
    // The watch's clock alone; the timers of the way to the browser go on.
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const answer = session.explain(picture, choice);
    vi.advanceTimersByTime(patienceMs - 1);
    expect(session.alive).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(session.alive).toBe(false);
    await expect(answer).rejects.toMatchObject({
      code: 'worker-failed',
      message: 'The browser page no longer responds.',
    });
  });
});
