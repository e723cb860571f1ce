/** Runs whose pages crash; the pages are stand-ins. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished, test } from 'vitest';
import type { Crash } from '../../src/runs/crashes.ts';
import { EvaluationRun, type EvaluationRunOptions } from '../../cli/evaluation-run.ts';
import { RunFiles } from '../../cli/run-files.ts';
import { startServer } from '../../cli/server.ts';
import type { EvaluationRequest } from '../../src/headless/evaluation-calls.ts';
import type { BackendChoice } from '../../src/pipeline/types.ts';

/** A page that measures the pictures p0 … p3 that are not done; after so many, where that is said, it goes away. */
const page = (dies: number): string => `
  window.camLens = {
    startRun: async () => {
      await camLensProgress('starting');
      return { ok: true, value: { backend: { network: 'wasm', stages: 'cpu', adapter: 'none' }, workers: 1 } };
    },
    evaluate: async ({ done }) => {
      const left = ['p0', 'p1', 'p2', 'p3'].filter((id) => !done.includes(id));
      await camLensNews({ about: 'total', pictures: left.length, isExact: true });
      for (const id of left.slice(0, ${dies})) await camLensNews({ about: 'record', id, line: id + ' by ${dies}\\n' });
      if (${dies} < left.length) {
        location.href = 'about:blank';
        await new Promise(() => {});
      }
      return { ok: true, value: { withoutPicture: ['b', 'a'] } };
    },
  };`;

/** @param pages one after the other; for a number, one that dies after so many pictures */
async function finish(
  given: readonly (number | string)[],
  backend: BackendChoice = 'cpu',
  more: Partial<EvaluationRunOptions> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'cam-lens-run-'));
  const server = await startServer({ page: join(folder, 'page') });
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page/headless.html'), '<script type="module" src="./played.js"></script>');
  const pages = given.map((one) => (typeof one === 'number' ? page(one) : one));
  const next = (): void => writeFileSync(join(folder, 'page/played.js'), pages.shift() ?? page(0));
  next();
  const files = new RunFiles(join(folder, 'out.json'));
  files.begin();
  const told: string[] = [];
  const run = new EvaluationRun({
    session: {
      address: server.address,
      onProgress: next,
      // The tried adapters are visible only if the command starts the browsers.
      ...(backend === 'cpu' && { browserUrl: inject('sharedChromium') }),
    },
    start: { backend, methods: ['cam'] },
    ...{ files, done: [], tellProgress: () => undefined },
    tell: (line) => told.push(line),
    ...more,
  });
  const outcome = await run
    .finish(() => ({}) as EvaluationRequest)
    .then(
      async ({ outcome: made, session }) => {
        await session.close();
        return made;
      },
      (error: unknown) => error,
    );
  const lines = readFileSync(files.recordsFile, 'utf8').trim().split('\n');
  // The list is filled before it is read.
  return { outcome, told, lines, pages: given.length - pages.length - 1 };
}

const goingOn = /^The browser page disappeared: .* Continuing with a new page …$/;

describe('a run whose page crashes', () => {
  it('continues with a new one, even if the first crashed before it had measured anything', async () => {
    const { outcome, told, lines } = await finish([0, 3, 9]);
    expect(outcome).toMatchObject({ failed: [], withoutPicture: ['a', 'b'], timings: { pictures: 4, workers: 1 } });
    expect(lines).toEqual(['p0 by 3', 'p1 by 3', 'p2 by 3', 'p3 by 9']);
    expect(told).toEqual([
      ...[expect.stringMatching(goingOn), expect.stringMatching(goingOn)],
      '2 annotations have no picture: a, b.',
    ]);
  });

  it('gives up after two in a row that measured nothing, and keeps its records', async () => {
    const { outcome, told, lines } = await finish([0, 1, 0, 0, 9]);
    expect(outcome).toMatchObject({ code: 'worker-failed', message: expect.stringContaining('disappeared') as string });
    expect(lines).toEqual(['p0 by 1']);
    expect(told).toHaveLength(3);
  });
});

/**
 * A page that measures p0 … p7, four at a time and what is suspected alone, and dies when it begins one of `deadly`; but for
 * those of `hard`, which fail by themselves.
 */
const mortalPage = (deadly: readonly string[], hard: readonly string[]): string => `
  const deadly = ${JSON.stringify(deadly)};
  const hard = ${JSON.stringify(hard)};
  const measure = async (ids) => {
    for (const id of ids) await camLensNews({ about: 'begun', id });
    for (const id of ids) {
      if (deadly.includes(id)) {
        location.href = 'about:blank';
        await new Promise(() => {});
      }
      if (hard.includes(id)) {
        await camLensNews({ about: 'problem', problem: { id, code: 'crashed-on', message: 'two workers' }, isNote: false });
        await camLensNews({ about: 'failed', id, code: 'crashed-on' });
      } else await camLensNews({ about: 'record', id, line: id + '\\n' });
    }
  };
  window.camLens = {
    startRun: async () => {
      await camLensProgress('starting');
      return { ok: true, value: { backend: { network: 'wasm', stages: 'cpu', adapter: 'none' }, workers: 1 } };
    },
    evaluate: async ({ done, suspects }) => {
      const all = Array.from({ length: 8 }, (_, i) => 'p' + i).filter((id) => !done.includes(id));
      const others = all.filter((id) => !suspects.includes(id));
      while (others.length > 0) await measure(others.splice(0, 4));
      for (const id of all.filter((id) => suspects.includes(id))) await measure([id]);
      return { ok: true, value: { withoutPicture: [] } };
    },
  };`;

describe('a run with pictures that crash pages', () => {
  const kept: (readonly Crash[])[] = [];
  const finishAll = async (deadly: readonly string[], hard: readonly string[], crashes: readonly Crash[] = []) => {
    kept.length = 0;
    return finish(
      Array.from({ length: 20 }, () => mortalPage(deadly, hard)),
      'cpu',
      {
        ...{ crashes, keepCrashes: (now: readonly Crash[]) => kept.push(now) },
      },
    );
  };
  const aside = (id: string) => ({
    ...{ id, code: 'crashed-on', message: `${id} was set aside: the page crashed twice while measuring it.` },
  });

  it('sets these aside, and measures all others', async () => {
    const { outcome, lines, pages } = await finishAll(['p1', 'p6'], []);
    expect(outcome).toMatchObject({ failed: [aside('p1'), aside('p6')], timings: { pictures: 6 } });
    expect(lines.toSorted()).toEqual(['p0', 'p2', 'p3', 'p4', 'p5', 'p7']);
    // Each causes two crashes; the last page finishes.
    expect(pages).toBe(5);
    expect(kept.at(-1)?.filter(({ deaths }) => deaths === 2)).toEqual([
      { id: 'p1', deaths: 2 },
      { id: 'p6', deaths: 2 },
    ]);
  }, 240_000);

  it('finds them even if they are the majority', async () => {
    const { outcome, lines } = await finishAll(['p0', 'p1', 'p2', 'p3', 'p5'], []);
    expect(outcome).toMatchObject({ failed: ['p0', 'p1', 'p2', 'p3', 'p5'].map(aside), timings: { pictures: 3 } });
    expect(lines.toSorted()).toEqual(['p4', 'p6', 'p7']);
  }, 240_000);

  it('continues an earlier session: pictures set aside stay so, and suspects come last', async () => {
    const crashes = [
      { id: 'p2', deaths: 2 },
      { id: 'p1', deaths: 1 },
    ];
    const { outcome, lines, pages } = await finishAll(['p2'], [], crashes);
    expect(outcome).toMatchObject({ failed: [aside('p2')] });
    expect(lines).toEqual(['p0', 'p3', 'p4', 'p5', 'p6', 'p7', 'p1']);
    expect(pages).toBe(1);
  });

  it('also stores those that crashed workers', async () => {
    const { outcome } = await finishAll([], ['p3']);
    expect(outcome).toMatchObject({ failed: [{ id: 'p3', code: 'crashed-on', message: 'two workers' }] });
    expect(kept).toEqual([[{ id: 'p3', deaths: 2 }]]);
  });

  it('ends if pages crash whatever they start with', async () => {
    const all = Array.from({ length: 8 }, (_, i) => `p${i}`);
    const { outcome, lines, pages } = await finishAll(all, []);
    expect(outcome).toMatchObject({ message: expect.stringContaining('disappeared') as string });
    expect(lines).toEqual(['']);
    expect(pages).toBe(10);
  }, 240_000);
});

test('a run without a GPU uses the processor, and starts once', async () => {
  // A second page would measure nothing.
  const { outcome, told, lines } = await finish([9], 'auto');
  expect(outcome).toMatchObject({ failed: [], timings: { pictures: 4 } });
  expect(lines).toEqual(['p0 by 9', 'p1 by 9', 'p2 by 9', 'p3 by 9']);
  expect(told).toEqual(['2 annotations have no picture: a, b.']);
});
