/** How a pool shares its work out and what it makes of workers that die; the workers are played. */
import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CamLensError, type ErrorCode } from '../../src/errors.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import type { LensInfo } from '../../src/pipeline/lens.ts';
import { answer } from '../../src/pipeline/protocol.ts';
import { Pool } from '../../src/runs/pool.ts';
import type { RunWorker } from '../../src/runs/protocol.ts';
import type { RunChoice } from '../../src/runs/run-choice.ts';
import { picture as recordOf } from '../evaluation/records.ts';
import { eventually } from '../support/eventually.ts';

const choice = {} as RunChoice;
const machine = { backend: 'wasm', model: '/models/tiny.json' } as const;
const file = new Blob(['picture']);

/** All that were started, and how the starts still to come go. */
let workers: PlayedWorker[];
let starts: (ErrorCode | undefined)[];
let network: 'wasm' | 'webgpu';

class PlayedWorker extends EventTarget {
  threads: number | null | undefined;
  isEnded = false;
  /** Pictures under way, by id. */
  readonly open = new Map<string, (outcome: PictureRecord | CamLensError) => void>();
  readonly #channel = new MessageChannel();

  constructor() {
    super();
    workers.push(this);
    const played: RunWorker = {
      start: (_, threads) =>
        answer(() => {
          this.threads = threads;
          const failure = starts.shift();
          if (failure !== undefined) throw new CamLensError(failure, 'no start');
          return { backend: { network } } as LensInfo;
        }),
      measure: (_, { id }) =>
        answer(async () => {
          const outcome = await new Promise<PictureRecord | CamLensError>((resolve) => this.open.set(id, resolve));
          this.open.delete(id);
          if (outcome instanceof CamLensError) throw outcome;
          return outcome;
        }),
    };
    expose(played, this.#channel.port1);
    this.#channel.port2.start();
    this.#channel.port2.addEventListener('message', ({ data }) =>
      this.dispatchEvent(new MessageEvent('message', { data: data as unknown })),
    );
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#channel.port2.postMessage(message, transfer);
  }

  terminate(): void {
    this.isEnded = true;
    this.#channel.port1.close();
  }

  die(): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  }
}

beforeEach(() => {
  [workers, starts, network] = [[], [], 'wasm'];
  vi.stubGlobal('Worker', PlayedWorker);
});
afterEach(() => {
  workers.forEach((worker) => worker.terminate());
  vi.unstubAllGlobals();
});

const living = (): PlayedWorker[] => workers.filter(({ isEnded }) => !isEnded);
const underWay = (): string[][] => living().map(({ open }) => [...open.keys()]);

/** Waits until the pictures are with the workers in this way. */
const expectUnderWay = (wanted: string[][]): Promise<void> => eventually(() => expect(underWay()).toEqual(wanted));

function measure(pool: Pool, ids: string): Promise<PromiseSettledResult<PictureRecord>[]> {
  return Promise.allSettled(
    Array.from(ids, (id) => pool.measure(file, { id, path: id, class: 0, boxes: [[0, 0, 1, 1]] }, choice)),
  );
}

/** Measures whatever is still to be measured. */
async function endAll(results: Promise<PromiseSettledResult<PictureRecord>[]>): Promise<string[]> {
  const timer = setInterval(() => {
    for (const { open } of living()) for (const [id, end] of open) end(recordOf(id, [0.5]));
  }, 5);
  const settled = await results.finally(() => clearInterval(timer));
  return settled.map((result) =>
    result.status === 'fulfilled' ? result.value.id : (result.reason as CamLensError).code,
  );
}

describe('a pool', () => {
  it('has workers of one thread each, or a single one with all', async () => {
    const three = await Pool.create({ machine, workers: 3 });
    expect([three.workers, living().map(({ threads }) => threads)]).toEqual([3, [1, 1, 1]]);
    three.destroy();
    expect(living()).toEqual([]);
    const one = await Pool.create({ machine, workers: 1 });
    expect([one.workers, living().map(({ threads }) => threads)]).toEqual([1, [null]]);
  });

  it('has one worker on a GPU, whatever was asked for', async () => {
    network = 'webgpu';
    expect((await Pool.create({ machine, workers: 4 })).workers).toBe(1);
  });

  it('does not start where a worker does not, and leaves none behind', async () => {
    starts = [undefined, undefined, 'no-webgpu'];
    await expect(Pool.create({ machine, workers: 3 })).rejects.toMatchObject({ code: 'no-webgpu' });
    expect(living()).toEqual([]);
  });

  it('gives each worker two pictures at once, the least busy first, and the next as one is done', async () => {
    const pool = await Pool.create({ machine, workers: 2 });
    const results = measure(pool, 'abcdef');
    await expectUnderWay([
      ['a', 'c'],
      ['b', 'd'],
    ]);
    living()[1]!.open.get('b')!(recordOf('b', [0.5]));
    await expectUnderWay([
      ['a', 'c'],
      ['d', 'e'],
    ]);
    expect(await endAll(results)).toEqual('a b c d e f'.split(' '));
  });

  it('hands an error of a picture on', async () => {
    const pool = await Pool.create({ machine, workers: 1 });
    const results = measure(pool, 'ab');
    await expectUnderWay([['a', 'b']]);
    living()[0]!.open.get('a')!(new CamLensError('picture-unreadable', 'no picture'));
    expect(await endAll(results)).toEqual(['picture-unreadable', 'b']);
    expect(living()).toHaveLength(1);
  });

  it.each([
    ['dies', () => living()[0]!.die()],
    ['loses its device', () => living()[0]!.open.get('a')!(new CamLensError('device-lost', 'lost'))],
  ])('replaces a worker that %s, and measures its pictures all the same', async (_, end) => {
    const pool = await Pool.create({ machine, workers: 2 });
    const results = measure(pool, 'abcdef');
    await expectUnderWay([
      ['a', 'c'],
      ['b', 'd'],
    ]);
    const [first, second] = living();
    end();
    await eventually(() => expect(first!.isEnded).toBe(true));
    expect(second!.isEnded).toBe(false);
    expect(await endAll(results)).toEqual('a b c d e f'.split(' '));
    expect([pool.workers, living().length]).toEqual([2, 2]);
    expect(living().map(({ threads }) => threads)).toEqual([1, 1]);
  });

  it('gives up a picture whose worker dies of it twice; no other picture suffers', async () => {
    const pool = await Pool.create({ machine, workers: 1 });
    const results = measure(pool, 'ab');
    await expectUnderWay([['a', 'b']]);
    living()[0]!.die();
    // Each is tried again alone.
    await eventually(() => expect(underWay().flat()).toHaveLength(1));
    const [fatal] = underWay().flat();
    living()[0]!.die();
    const other = fatal === 'a' ? 'b' : 'a';
    await expectUnderWay([[other]]);
    expect((await endAll(results)).sort()).toEqual([other, 'internal']);
  });

  it('tries with the next picture again where no fresh worker starts', async () => {
    const pool = await Pool.create({ machine, workers: 1 });
    const results = measure(pool, 'abc');
    await expectUnderWay([['a', 'b']]);
    starts = ['no-webgpu'];
    living()[0]!.die();
    const ended = await endAll(results);
    // Whichever asked first for the fresh worker.
    expect(ended.filter((word) => word === 'no-webgpu')).toHaveLength(1);
    expect(ended.filter((word, i) => word === 'abc'[i])).toHaveLength(2);
  });
});
