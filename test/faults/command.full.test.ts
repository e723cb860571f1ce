/**
 * Faults of the GPU while the command explains and evaluates, with the built page and its workers: the numbers are those of
 * undisturbed pictures. All commands share one browser, and one run meets several faults: see `fault-plan.ts`. With
 * `VITE_SWEEP=full`, each site and kind also has a run of its own.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectToChromium } from '../../cli/chromium.ts';
import type { Command } from '../../cli/command.ts';
import { evaluate } from '../../cli/commands/evaluate.ts';
import { explain } from '../../cli/commands/explain.ts';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import type * as Server from '../../cli/server.ts';
import { noZeroedWorkgroups } from '../support/chromium-provider.ts';
import { softwareAdapter, startDebuggable, type DebuggableChromium } from '../support/debuggable-chromium.ts';
import { VocSet } from '../support/voc-set.ts';
import { makeDisturbedPage, readCounts, readFault, type DisturbedPage } from './disturbed-page.ts';
import type { PlannedFault } from './fault-plan.ts';
import { isFullSweep } from './full-sweep.ts';
import { gpuFaultKinds, gpuSites } from './gpu-faults.ts';

const hook = vi.hoisted(() => ({ page: '' }));

vi.mock('../../cli/server.ts', async (original) => {
  const module = await original<typeof Server>();
  const startServer: typeof module.startServer = (options) => module.startServer({ ...options, page: hook.page });
  return { ...module, startServer };
});

const set = new VocSet('command-faults');
const [width, height] = [60, 40];
/** Pictures alternate between two contents, so that what is left of the one before is not right for the next. */
const contents = 2;
const pictures = 12;
const names = Array.from({ length: pictures }, (_, i) => `ant/${String(i).padStart(2, '0')}`);

let page: DisturbedPage;
let chromium: DebuggableChromium;
let observer: Browser;
let plan: readonly PlannedFault[] = [];
let came: PlannedFault[] = [];
const mostCalls = new Map<string, number>();

beforeAll(async () => {
  page = await makeDisturbedPage();
  hook.page = page.folder;
  chromium = await startDebuggable([...softwareAdapter, noZeroedWorkgroups]);
  observer = await connectToChromium(chromium.socket);
  observer.on('targetcreated', (target) => void target.page().then(listenTo, () => undefined));
  set.storeModel();
  for (const [i, name] of names.entries()) {
    const data = Uint8Array.from({ length: width * height * 3 }, (_, k) => (k * ((i % contents) + 3) * 37) % 256);
    set.storePicture(`${name}.png`, encode({ width, height, data, channels: 3 }), [[5, 5, 30, 30]], [width, height]);
  }
});
afterAll(async () => {
  await observer.disconnect();
  await chromium.close();
  page.remove();
  set.remove();
});

function listenTo(opened: Page | null): void {
  opened?.on('console', (message) => {
    const fault = readFault(message.text());
    if (fault !== undefined) {
      came.push(fault);
      // A page or worker that takes the place of another begins with the picture that met this fault.
      const rest = plan.slice(plan.findIndex((one) => one.picture === fault.picture && one.site === fault.site) + 1);
      page.disturb(rest.map((one) => ({ ...one, picture: Math.max(0, one.picture - fault.picture) })));
    }
    for (const [site, calls] of Object.entries(readCounts(message.text()) ?? {})) {
      mostCalls.set(site, Math.max(calls, mostCalls.get(site) ?? 0));
    }
  });
}

interface Ran {
  readonly code: number;
  readonly printed: string;
  readonly told: string;
}

async function run(command: Command, words: readonly string[], faults: readonly PlannedFault[] = []): Promise<Ran> {
  [plan, came] = [faults, []];
  page.disturb(faults);
  mostCalls.clear();
  let printed = '';
  let told = '';
  const code = await command.run([...words, '--browser-url', chromium.socket], {
    print: (text) => (printed += text),
    tell: (line) => (told += `${line}\n`),
  });
  return { code, printed, told };
}

/** Without times, which differ from run to run. */
function timeless<Value>(value: Value): Value {
  const isTime = /^(timings|ms|.*Ms|at|started|finished|seconds|perSecond|usage)$/;
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (isTime.test(key) ? undefined : inner))) as Value;
}

/** What is checked of the document that `explain` prints. */
interface ExplainDocument {
  readonly results: readonly Readonly<Record<string, unknown>>[];
}

/** What `explain` finds and paints in each of so many pictures. */
async function explainAll(backend: string, count: number, faults?: readonly PlannedFault[]): Promise<unknown[]> {
  const out = set.at(`out-${backend}`);
  const { code, printed, told } = await run(
    explain,
    [
      ...names.slice(0, count).map((name) => set.at(`set/Images/${name}.png`)),
      ...['--model', set.at('tiny.onnx'), '--backend', backend, '--method', 'cam,grad-cam', '--json'],
      ...['--out', out, '--overwrite'],
    ],
    faults,
  );
  expect(code, told).toBe(0);
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.png'));
  // Three for each of two methods.
  expect(files).toHaveLength(6 * count);
  return timeless(JSON.parse(printed) as ExplainDocument).results.map((found, i) => ({
    ...{ ...found, image: undefined },
    painted: files
      .filter((file) => file.startsWith(names[i]!.slice(-2)))
      .sort()
      .map((file) => readFileSync(join(out, file)).toString('base64')),
  }));
}

/**
 * The records that `evaluate` stores, in the order of the pictures.
 * @param mostFailed pictures that may have an error with a name instead
 */
async function measureAll(
  backend: string,
  workers: number,
  count: number,
  faults?: readonly PlannedFault[],
  mostFailed = 0,
): Promise<unknown[]> {
  const out = set.at('measured.json');
  const { code, told } = await run(
    evaluate,
    [
      ...['--images', set.at('set/Images'), '--annotations', set.at('set/Annotations'), '--limit', `${count}`],
      ...['--model', set.at('tiny.onnx'), '--class-map', set.at('classes.json')],
      ...['--backend', backend, '--workers', `${workers}`, '--methods', 'cam,grad-cam', '--out', out, '--overwrite'],
    ],
    faults,
  );
  const { perPicture, failed } = JSON.parse(readFileSync(out, 'utf8')) as EvaluationResult;
  expect(code, told).toBe(Math.sign(failed.length));
  expect(failed.length, told).toBeLessThanOrEqual(mostFailed);
  for (const { code } of failed) expect(code, told).toMatch(/^(gpu-failed|out-of-memory|device-lost)$/);
  expect(perPicture, told).toHaveLength(count - failed.length);
  const byId = new Map(
    timeless(perPicture).map((record) => [record.id, { ...record, id: undefined, path: undefined }]),
  );
  return names.slice(0, count).map((name) => byId.get(name));
}

/** All pictures of a content have the results of the first of it, which meets no fault; or none. */
function expectRight(results: readonly unknown[]): void {
  expect(results[0]).toBeDefined();
  expect(results[0]).not.toHaveProperty('error');
  expect(results[0]).not.toEqual(results[1]);
  expect(results[1]).toBeDefined();
  expect(results).toEqual(results.map((result, i) => result && results[i % contents]));
}

const plans = {
  network: [
    { picture: 4, site: 'mapAsync', call: 1, kind: 'device destroyed' },
    { picture: 5, site: 'createBuffer', call: 1, kind: 'throws' },
  ],
  'network, while its session is made': [
    { picture: 4, site: 'submit', call: 1, kind: 'device destroyed' },
    { picture: 4, site: 'createBuffer', call: 5, kind: 'device destroyed' },
  ],
  stages: [
    { picture: 4, site: 'submit', call: 2, kind: 'invalid' },
    { picture: 5, site: 'mapAsync', call: 1, kind: 'throws' },
    { picture: 6, site: 'createBuffer', call: 1, kind: 'out of memory' },
    { picture: 7, site: 'submit', call: 1, kind: 'device destroyed' },
    { picture: 7, site: 'createComputePipeline', call: 5, kind: 'out of memory' },
  ],
  'stages, sooner': [
    { picture: 3, site: 'mapAsync', call: 1, kind: 'invalid' },
    { picture: 4, site: 'submit', call: 1, kind: 'throws' },
    { picture: 4, site: 'createBuffer', call: 3, kind: 'device destroyed' },
  ],
} satisfies Readonly<Record<string, readonly PlannedFault[]>>;

describe('faults one after another', () => {
  it.each([
    ['wasm', 'stages', 8],
    ['webgpu', 'network', 6],
  ] as const)('explain, the network by %s', async (backend, name, count) => {
    expectRight(await explainAll(backend, count, plans[name]));
    expect(came).toEqual(plans[name]);
  });

  // Each of two workers meets all faults, when it has decoded so many pictures. On a slow machine many are decoded before
  // the first fault comes: of five in a row, two can then meet the same picture, which fails.
  it.each([
    ['wasm', 1, 'stages', 8, 1],
    ['wasm', 2, 'stages, sooner', 12, 0],
    ['webgpu', 1, 'network, while its session is made', 12, 0],
  ] as const)('evaluate, the network by %s, %i workers', async (backend, workers, name, count, mostFailed) => {
    expectRight(await measureAll(backend, workers, count, plans[name], mostFailed));
    expect(came).toEqual(expect.arrayContaining([...plans[name]]));
  });
});

// A run for each takes too long for every day.
describe.runIf(isFullSweep())('one fault at a time, from the start on', () => {
  const commands = {
    explain: (faults?: readonly PlannedFault[]) => explainAll('webgpu', 3, faults),
    'evaluate, 1 worker': (faults?: readonly PlannedFault[]) => measureAll('webgpu', 1, 3, faults),
    'evaluate, 2 workers': (faults?: readonly PlannedFault[]) => measureAll('webgpu', 2, 3, faults),
  };

  it.each(Object.entries(commands))(
    '%s',
    async (_, start) => {
      const right = await start();
      const counts = new Map(mostCalls);
      for (const site of gpuSites) {
        const calls = counts.get(site) ?? 0;
        expect(calls, site).toBeGreaterThan(0);
        for (const [k, kind] of gpuFaultKinds.entries()) {
          const call = 1 + Math.floor((calls * (k + 0.5)) / gpuFaultKinds.length);
          expect(await start([{ picture: 0, site, kind, call }]), `${site} ${call}, ${kind}`).toEqual(right);
        }
      }
    },
    3_600_000,
  );
});
