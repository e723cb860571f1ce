/** Runs of several pictures in which the page fails at one of them; the page is a stand-in. */
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
  checkModel: () => undefined,
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

/** The error codes of the pictures, or `done`. */
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

it('ends if the start fails', async () => {
  starts = ['model-unsupported'];
  expect(await explain()).toEqual({ exit: 3, codes: ['model-unsupported'] });
  expect(started).toBe(1);
});

it('gives the next picture a new page if one has crashed the page', async () => {
  answers = ['worker-failed'];
  expect(await explain()).toEqual({ exit: 1, codes: ['worker-failed', 'done', 'done'] });
  expect([started, closed]).toEqual([2, 2]);
});

it('tries a picture again on a new page if the device was lost, but only once', async () => {
  answers = [undefined, 'device-lost', undefined, undefined];
  expect(await explain()).toEqual({ exit: 0, codes: ['done', 'done', 'done'] });
  expect([started, closed]).toEqual([2, 2]);
  answers = ['device-lost', 'device-lost'];
  expect(await explain()).toEqual({ exit: 1, codes: ['device-lost', 'done', 'done'] });
  expect([started, closed]).toEqual([5, 5]);
});

it('keeps the results so far if a new page does not start, and tries again for the next picture', async () => {
  answers = ['worker-failed'];
  starts = [undefined, 'no-browser'];
  expect(await explain()).toEqual({ exit: 1, codes: ['worker-failed', 'no-browser', 'done'] });
});

it('ends immediately when stopped', async () => {
  answers = [undefined, 'stopped'];
  expect(await explain()).toEqual({ exit: 130, codes: ['stopped'] });
  expect([started, closed]).toEqual([1, 1]);
});

it('reports omissions once', async () => {
  let told = '';
  answers = ['worker-failed'];
  await main(['explain', ...images], { print: () => undefined, tell: (line) => (told += `${line}\n`) });
  expect(started).toBe(2);
  expect(told.match(/CAM is left out/g)).toHaveLength(1);
});
