/** What becomes of a run whose page dies; the pages are played. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { EvaluationRun } from '../../cli/evaluation-run.ts';
import { RunFiles } from '../../cli/run-files.ts';
import { startServer } from '../../cli/server.ts';
import type { RunRequest } from '../../src/headless/evaluation-calls.ts';
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

/** @param dies after how many pictures each page dies, one page after the other */
async function finish(dies: readonly number[], backend: BackendChoice = 'cpu') {
  const folder = mkdtempSync(join(tmpdir(), 'cam-lens-run-'));
  const server = await startServer({ page: join(folder, 'page') });
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page/headless.html'), '<script type="module" src="./played.js"></script>');
  const pages = dies.map(page);
  const next = (): void => writeFileSync(join(folder, 'page/played.js'), pages.shift() ?? page(0));
  next();
  const files = new RunFiles(join(folder, 'out.json'));
  files.begin();
  const told: string[] = [];
  const run = new EvaluationRun({
    session: { address: server.address, onProgress: next },
    start: { backend, methods: ['cam'] },
    ...{ files, done: [], tellProgress: () => undefined },
    tell: (line) => told.push(line),
  });
  const outcome = await run.finish(() => ({}) as RunRequest).catch((error: unknown) => error);
  return { outcome, told, lines: readFileSync(files.recordsFile, 'utf8').trim().split('\n') };
}

const goingOn = /^The browser page went away: .* Going on with a fresh page …$/;

describe('a run whose page dies', () => {
  it('goes on with a fresh one, also where the first died before it had measured anything', async () => {
    const { outcome, told, lines } = await finish([0, 3, 9]);
    expect(outcome).toMatchObject({ failed: [], withoutPicture: ['a', 'b'], timings: { pictures: 4, workers: 1 } });
    expect(lines).toEqual(['p0 by 3', 'p1 by 3', 'p2 by 3', 'p3 by 9']);
    expect(told).toEqual([
      ...[expect.stringMatching(goingOn), expect.stringMatching(goingOn)],
      '2 annotations have no picture: a, b.',
    ]);
  });

  it('gives up where two in a row have measured nothing, and keeps what it has', async () => {
    const { outcome, told, lines } = await finish([0, 1, 0, 0, 9]);
    expect(outcome).toMatchObject({ code: 'worker-failed', message: expect.stringContaining('went away') as string });
    expect(lines).toEqual(['p0 by 1']);
    expect(told).toHaveLength(3);
  });
});

test('a run that finds no GPU is content with processors, and starts once', async () => {
  // A second page would measure nothing.
  const { outcome, told, lines } = await finish([9], 'auto');
  expect(outcome).toMatchObject({ failed: [], timings: { pictures: 4 } });
  expect(lines).toEqual(['p0 by 9', 'p1 by 9', 'p2 by 9', 'p3 by 9']);
  expect(told).toEqual(['2 annotations have no picture: a, b.']);
});
