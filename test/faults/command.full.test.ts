/**
 * A fault of the GPU while the command explains and evaluates, with the built page and its workers in a browser of their own:
 * the numbers are those of an undisturbed run. Where the runtime is left unusable, a fresh page goes on.
 */
import { readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Chromium from '../../cli/chromium.ts';
import type { Command } from '../../cli/command.ts';
import { evaluate } from '../../cli/commands/evaluate.ts';
import { explain } from '../../cli/commands/explain.ts';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import type * as Server from '../../cli/server.ts';
import { noZeroedWorkgroups } from '../support/chromium-provider.ts';
import { VocSet } from '../support/voc-set.ts';
import { faultMark, makeDisturbedPage, readCounts, type DisturbedPage } from './disturbed-page.ts';
import { gpuFaultKinds, gpuSites, type GpuFault, type GpuFaultKind, type GpuSite } from './gpu-faults.ts';
import { sweep } from './sweep.ts';

interface Hook {
  page: string;
  readonly counts: Map<string, number>;
  onFault: () => void;
}

const hook = vi.hoisted<Hook>(() => ({ page: '', counts: new Map(), onFault: () => undefined }));

vi.mock('../../cli/server.ts', async (original) => {
  const module = await original<typeof Server>();
  const startServer: typeof module.startServer = (options) => module.startServer({ ...options, page: hook.page });
  return { ...module, startServer };
});
vi.mock('../../cli/chromium.ts', async (original) => {
  const module = await original<typeof Chromium>();
  const startChromium: typeof module.startChromium = async (options) => {
    const browser = await module.startChromium({ ...options, adapter: 'software', words: [noZeroedWorkgroups] });
    listen(browser);
    return browser;
  };
  return { ...module, startChromium };
});

/** Keeps what the workers of its pages count, of each site the most. */
function listen(browser: Browser): void {
  const listenTo = (page: Page | null): void =>
    void page?.on('console', (message) => {
      // A worker that takes the place of another meets no fault.
      if (message.text() === faultMark) hook.onFault();
      for (const [site, calls] of Object.entries(readCounts(message.text()) ?? {})) {
        hook.counts.set(site, Math.max(calls, hook.counts.get(site) ?? 0));
      }
    });
  browser.on('targetcreated', (target) => void target.page().then(listenTo, () => undefined));
}

const set = new VocSet('command-faults');
const [width, height] = [60, 40];
const names = ['ant/0', 'bee/1', 'cat/2'];
let page: DisturbedPage;

beforeAll(async () => {
  page = await makeDisturbedPage();
  hook.page = page.folder;
  hook.onFault = () => page.disturb();
  set.storeModel();
  for (const [i, name] of names.entries()) {
    const data = Uint8Array.from({ length: width * height * 3 }, (_, k) => (k * (i + 3) * 37) % 256);
    set.storePicture(`${name}.png`, encode({ width, height, data, channels: 3 }), [[5, 5, 30, 30]], [width, height]);
  }
});
afterAll(() => {
  page.remove();
  set.remove();
});

interface Ran {
  readonly code: number;
  readonly printed: string;
  readonly told: string;
}

async function run(command: Command, words: readonly string[], fault?: GpuFault): Promise<Ran> {
  page.disturb(fault);
  hook.counts.clear();
  let printed = '';
  let told = '';
  const code = await command.run(words, { print: (text) => (printed += text), tell: (line) => (told += `${line}\n`) });
  return { code, printed, told };
}

/** Without times, which differ from run to run. */
function timeless(value: unknown): unknown {
  const isTime = /^(timings|ms|.*Ms|at|started|finished|seconds|perSecond|usage)$/;
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (isTime.test(key) ? undefined : inner)));
}

/** Of every kind another call, so that together they meet several. */
function spread(kind: GpuFaultKind, calls: number): number {
  return 1 + Math.floor((calls * (gpuFaultKinds.indexOf(kind) + 0.5)) / gpuFaultKinds.length);
}

/** A browser is started for each: without this every other fault is tried with one command, those between with the other. */
const isFull = process.env['VITE_SWEEP'] === 'full';

/** @param command 0 or 1 */
function faultsFor(command: number): readonly (readonly [GpuSite, GpuFaultKind])[] {
  return gpuSites.flatMap((site, s) =>
    gpuFaultKinds.flatMap((kind, k) => (isFull || (s + k) % 2 !== command ? [[site, kind] as const] : [])),
  );
}

async function disturbed(
  what: string,
  site: GpuSite,
  kind: GpuFaultKind,
  counts: ReadonlyMap<string, number>,
  attempt: (fault: GpuFault) => Promise<unknown>,
): Promise<void> {
  const calls = counts.get(site) ?? 0;
  const call = Math.min(calls, spread(kind, calls));
  await sweep({
    ...{ site: `${what}, ${site} ${call} of ${calls}`, kind, calls: Math.min(1, calls), named: [] },
    run: () => attempt({ site, kind, call }),
    check: () => undefined,
  });
}

describe('explain', () => {
  const words = [
    ...names.map((name) => set.at(`set/Images/${name}.png`)),
    ...['--model', set.at('tiny.onnx'), '--backend', 'webgpu', '--method', 'cam,grad-cam', '--json'],
    ...['--out', set.at('out'), '--overwrite'],
  ];
  let right: unknown;
  let counts: ReadonlyMap<string, number>;

  beforeAll(async () => {
    const { code, printed, told } = await run(explain, words);
    expect(code, told).toBe(0);
    right = timeless(JSON.parse(printed));
    expect((right as { readonly results: readonly unknown[] }).results).toHaveLength(names.length);
    counts = new Map(hook.counts);
    expect([...counts.keys()].sort()).toEqual([...gpuSites].sort());
  });

  it.each(faultsFor(0))('%s, %s', async (site, kind) => {
    await disturbed('explain', site, kind, counts, async (fault) => {
      const { code, printed, told } = await run(explain, words, fault);
      expect({ code, result: timeless(JSON.parse(printed)) }, told).toEqual({ code: 0, result: right });
    });
  });
});

// Side by side, what one worker meets must not reach the other; and both are slow to start. One alone with VITE_SWEEP=full.
describe.each(isFull ? [1, 2] : [2])('evaluate, %s workers', (workers) => {
  const words = [
    ...['--images', set.at('set/Images'), '--annotations', set.at('set/Annotations')],
    ...['--model', set.at('tiny.onnx'), '--class-map', set.at('classes.json')],
    ...['--backend', 'webgpu', '--workers', `${workers}`, '--methods', 'cam,grad-cam'],
  ];
  let tries = 0;
  let right: unknown;
  let counts: ReadonlyMap<string, number>;

  const measure = async (fault?: GpuFault): Promise<unknown> => {
    const out = set.at(`faults-${workers}-${tries++}.json`);
    const { code, told } = await run(evaluate, [...words, '--out', out], fault);
    const { perPicture, failed } = JSON.parse(readFileSync(out, 'utf8')) as EvaluationResult;
    return { told: code === 0 ? '' : told, code, perPicture: timeless(perPicture), failed };
  };

  beforeAll(async () => {
    right = await measure();
    expect(right).toMatchObject({ code: 0, failed: [], told: '' });
    expect((right as EvaluationResult).perPicture).toHaveLength(names.length);
    counts = new Map(hook.counts);
  });

  it.each(faultsFor(1))('%s, %s', async (site, kind) => {
    await disturbed(`evaluate, ${workers} workers`, site, kind, counts, async (fault) => {
      expect(await measure(fault)).toEqual(right);
    });
  });
});
