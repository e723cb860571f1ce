/** What becomes of a run of several pictures when the page fails at one of them; the page is played. */
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Headless } from '../../cli/headless.ts';
import { main } from '../../cli/main.ts';
import { CamLensError, type ErrorCode } from '../../src/errors.ts';
import type { HeadlessResult } from '../../src/headless/calls.ts';

const images = ['giant-panda', 'german-shepherd', 'scarlet-macaw'].map((name) =>
  join('public', 'samples', `${name}.webp`),
);
const result: HeadlessResult = { width: 4, height: 3, classes: [], explanations: [], timings: {} };

/** How each start goes and, over all pages, each picture: with nothing, or an error, or one that ends the page. */
let starts: (ErrorCode | undefined)[];
let answers: (ErrorCode | undefined)[];
let started: number;
let closed: number;

vi.mock('../../cli/chosen-model.ts', () => ({
  offerModel: () => ({ model: { url: '/models/net.onnx', file: 'net.onnx' } }),
}));
vi.mock('../../cli/headless.ts', () => ({
  startHeadless: () => {
    const failure = starts[started++];
    return failure === undefined ? Promise.resolve(page()) : Promise.reject(new CamLensError(failure, 'no start'));
  },
}));

function page(): Headless {
  const session = {
    info: {
      backend: {},
      model: {},
      chosen: { methods: ['grad-cam'], layers: ['layer4'] },
      leftOut: ['CAM is left out.'],
      assumptions: [],
    } as unknown as Headless['info'],
    alive: true,
    explain: () => {
      if (!session.alive) return Promise.reject(new CamLensError('worker-failed', 'The page is dead.'));
      const failure = answers.shift();
      if (failure === undefined) return Promise.resolve(result);
      session.alive = failure !== 'worker-failed' && failure !== 'device-lost';
      return Promise.reject(new CamLensError(failure, 'no result'));
    },
    runModule: () => Promise.reject(new Error('not asked')),
    close: () => {
      closed++;
      return Promise.resolve();
    },
  };
  return session;
}

beforeEach(() => {
  started = closed = 0;
  starts = [];
  answers = [];
});

/** The codes of the pictures, `done` where there is none. */
async function explain(): Promise<{ exit: number; codes: string[] }> {
  let printed = '';
  const exit = await main(['explain', ...images, '--json'], {
    print: (text) => (printed += text),
    tell: () => undefined,
  });
  const document = JSON.parse(printed) as { results?: { error?: { code: string } }[]; error?: { code: string } };
  return { exit, codes: (document.results ?? [document]).map(({ error }) => error?.code ?? 'done') };
}

it.each(['model-unsupported', 'bad-option', 'no-webgpu', 'picture-unreadable'] as const)(
  'keeps the other results where one picture fails with %s',
  async (code) => {
    answers = [undefined, code];
    expect(await explain()).toEqual({ exit: 1, codes: ['done', code, 'done'] });
    expect([started, closed]).toEqual([1, 1]);
  },
);

it('ends where the start fails', async () => {
  starts = ['model-unsupported'];
  expect(await explain()).toEqual({ exit: 3, codes: ['model-unsupported'] });
  expect(started).toBe(1);
});

it('gives the next picture a fresh page where one has brought the page down', async () => {
  answers = ['worker-failed'];
  expect(await explain()).toEqual({ exit: 1, codes: ['worker-failed', 'done', 'done'] });
  expect([started, closed]).toEqual([2, 2]);
});

it('tries a picture once more on a fresh page where the device was lost, and once only', async () => {
  answers = [undefined, 'device-lost', undefined, undefined];
  expect(await explain()).toEqual({ exit: 0, codes: ['done', 'done', 'done'] });
  expect([started, closed]).toEqual([2, 2]);
  answers = ['device-lost', 'device-lost'];
  expect(await explain()).toEqual({ exit: 1, codes: ['device-lost', 'done', 'done'] });
  expect([started, closed]).toEqual([5, 5]);
});

it('keeps the results so far where a fresh page does not start, and tries again for the next picture', async () => {
  answers = ['worker-failed'];
  starts = [undefined, 'no-browser'];
  expect(await explain()).toEqual({ exit: 1, codes: ['worker-failed', 'no-browser', 'done'] });
});

it('ends at once where it is stopped, whatever is still to do', async () => {
  answers = [undefined, 'stopped'];
  expect(await explain()).toEqual({ exit: 130, codes: ['stopped'] });
  expect([started, closed]).toEqual([1, 1]);
});

it('tells once what was left out', async () => {
  let told = '';
  answers = ['worker-failed'];
  await main(['explain', ...images], { print: () => undefined, tell: (line) => (told += `${line}\n`) });
  expect(started).toBe(2);
  expect(told.match(/CAM is left out/g)).toHaveLength(1);
});
