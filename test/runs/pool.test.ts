/** How a pool shares its work out and what it makes of workers that die; the workers are played. */
import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CamLensError, type ErrorCode } from '../../src/errors.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import type { LensInfo } from '../../src/pipeline/lens.ts';
import { answer } from '../../src/pipeline/protocol.ts';
import { Pool } from '../../src/runs/pool.ts';
import type { RunWorker } from '../../src/runs/protocol.ts';
import type { RunChoice, RunMachine, TruePicture } from '../../src/runs/run-choice.ts';
import { picture as recordOf } from '../evaluation/records.ts';
import { eventually } from '../support/eventually.ts';
import { tinyModel } from '../support/tiny-model.ts';

const choice = {} as RunChoice;
const model = tinyModel();
const machine = { backend: 'wasm', model } as const;
const file = new Blob(['picture']);

/** All that were started, and how the starts still to come go. */
let workers: PlayedWorker[];
let starts: (ErrorCode | Promise<void> | undefined)[];
let network: 'wasm' | 'webgpu';

class PlayedWorker extends EventTarget {
  threads: number | undefined;
  machine: RunMachine | undefined;
  isEnded = false;
  /** Pictures under way, by id. */
  readonly open = new Map<string, (outcome: PictureRecord | CamLensError) => void>();
  readonly #channel = new MessageChannel();

  constructor() {
    super();
    workers.push(this);
    const played: RunWorker = {
      start: (machine, threads) =>
        answer(async () => {
          [this.machine, this.threads] = [machine, threads];
          const failure = await starts.shift();
          if (failure !== undefined) throw new CamLensError(failure, 'no start');
          return { backend: { network } } as LensInfo;
        }),
      alive: () => answer(() => ({ buffers: 3, bytes: 10 * (this.threads ?? 0) })),
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
  vi.stubGlobal('navigator', { hardwareConcurrency: 6 });
  vi.stubGlobal('crossOriginIsolated', true);
});
afterEach(() => {
  workers.forEach((worker) => worker.terminate());
  vi.unstubAllGlobals();
});

const living = (): PlayedWorker[] => workers.filter(({ isEnded }) => !isEnded);
const underWay = (): string[][] => living().map(({ open }) => [...open.keys()]);

/** Waits until the pictures are with the workers in this way. */
const expectUnderWay = (wanted: string[][]): Promise<void> => eventually(() => expect(underWay()).toEqual(wanted));

const truthOf = (id: string): TruePicture => ({ id, path: id, class: 0, boxes: [[0, 0, 1, 1]] });

function measure(pool: Pool, ids: string): Promise<PromiseSettledResult<PictureRecord>[]> {
  return Promise.allSettled(Array.from(ids, (id) => pool.measure(file, truthOf(id), choice)));
}

/** A pool whose workers have all started. */
async function readyPool(workers: number): Promise<Pool> {
  const pool = await Pool.create({ machine, workers });
  await pool.ready;
  return pool;
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
  it.each([
    [undefined, [1, 1, 1, 1, 1, 1]],
    [3, [2, 2, 2]],
    [1, [6]],
  ])('shares six processors out to %s workers, each started once', async (wanted, shares) => {
    const pool = await Pool.create({ machine, ...(wanted === undefined ? {} : { workers: wanted }) });
    expect(pool.workers).toBe(shares.length);
    await pool.ready;
    expect(workers.map(({ threads }) => threads)).toEqual(shares);
    pool.destroy();
    expect(living()).toEqual([]);
    await expect(pool.measure(file, truthOf('a'), choice)).rejects.toMatchObject({ code: 'stopped' });
  });

  it('counts the GPU buffers of all its workers', async () => {
    expect(await (await readyPool(3)).alive()).toEqual({ buffers: 9, bytes: 60 });
  });

  it('fetches its model once, and hands it to every worker', async () => {
    const fetched = vi.fn((url: string | URL) => {
      const isModel = String(url).endsWith('.onnx');
      return Promise.resolve(
        isModel
          ? new Response(model.bytes)
          : Response.json({ ...model.description, sha256: undefined, classes: model.classes }),
      );
    });
    vi.stubGlobal('fetch', fetched);
    vi.stubGlobal('location', { href: 'http://here/' });
    const pool = await Pool.create({ machine: { ...machine, model: 'http://here/tiny.json' }, workers: 3 });
    await pool.ready;
    expect(fetched.mock.calls.map(([url]) => String(url)).sort()).toEqual([
      'http://here/tiny.json',
      'http://here/tiny.onnx',
    ]);
    for (const { machine: given } of workers) {
      expect(given).toMatchObject({ backend: 'wasm', model: { bytes: model.bytes, classes: model.classes } });
    }
    expect(workers).toHaveLength(3);
  });

  it('measures on the first worker while the others start', async () => {
    let start: () => void = () => undefined;
    starts = [undefined, new Promise<void>((resolve) => (start = resolve))];
    const pool = await Pool.create({ machine, workers: 2 });
    expect([pool.workers, pool.capacity]).toEqual([2, 6]);
    const results = measure(pool, 'abcdef');
    await expectUnderWay([['a', 'b', 'c'], []]);
    start();
    await expectUnderWay([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]);
    expect(await endAll(results)).toEqual('a b c d e f'.split(' '));
  });

  it('has one worker on a GPU, whatever was asked for', async () => {
    network = 'webgpu';
    const pool = await readyPool(4);
    expect([pool.workers, workers.length]).toEqual([1, 1]);
  });

  it('does not start where its first worker does not, and leaves none behind', async () => {
    starts = ['no-webgpu'];
    await expect(Pool.create({ machine, workers: 3 })).rejects.toMatchObject({ code: 'no-webgpu' });
    expect(living()).toEqual([]);
  });

  it('goes on with fewer where a later one does not start, and says so', async () => {
    starts = [undefined, undefined, 'internal'];
    const told: string[] = [];
    const pool = await Pool.create({ machine, workers: 5, onProgress: (line) => told.push(line) });
    await pool.ready;
    expect(told).toEqual(['One more worker does not start: no start The run goes on with 2.']);
    expect([pool.workers, pool.capacity, living().length]).toEqual([2, 6, 2]);
    expect(await endAll(measure(pool, 'abcde'))).toEqual('a b c d e'.split(' '));
  });

  it('gives each worker three pictures at once, the least busy first, and the next as one is done', async () => {
    const pool = await readyPool(2);
    const results = measure(pool, 'abcdefgh');
    await expectUnderWay([
      ['a', 'c', 'e'],
      ['b', 'd', 'f'],
    ]);
    living()[1]!.open.get('b')!(recordOf('b', [0.5]));
    await expectUnderWay([
      ['a', 'c', 'e'],
      ['d', 'f', 'g'],
    ]);
    expect(await endAll(results)).toEqual('a b c d e f g h'.split(' '));
  });

  it('hands an error of a picture on', async () => {
    const pool = await readyPool(1);
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
    const pool = await readyPool(2);
    const results = measure(pool, 'abcdefgh');
    await expectUnderWay([
      ['a', 'c', 'e'],
      ['b', 'd', 'f'],
    ]);
    const [first, second] = living();
    end();
    await eventually(() => expect(first!.isEnded).toBe(true));
    expect(second!.isEnded).toBe(false);
    expect(await endAll(results)).toEqual('a b c d e f g h'.split(' '));
    expect([pool.workers, living().length]).toEqual([2, 2]);
    expect(living().map(({ threads }) => threads)).toEqual([3, 3]);
  });

  it('gives up a picture whose worker dies of it twice; no other picture suffers', async () => {
    const pool = await readyPool(1);
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
    const pool = await readyPool(1);
    const results = measure(pool, 'abc');
    await expectUnderWay([['a', 'b', 'c']]);
    starts = ['no-webgpu'];
    living()[0]!.die();
    const ended = await endAll(results);
    // Whichever asked first for the fresh worker.
    expect(ended.filter((word) => word === 'no-webgpu')).toHaveLength(1);
    expect(ended.filter((word, i) => word === 'abc'[i])).toHaveLength(2);
  });
});
