/** How a pool distributes work and replaces workers that die; the workers are stand-ins. */
import { describe, expect, it, vi } from 'vitest';
import { CamLensError } from '../../src/errors.ts';
import { takeModel } from '../../src/pipeline/model/stored-model.ts';
import { Pool } from '../../src/runs/pool.ts';
import { picture as recordOf } from '../evaluation/records.ts';
import { eventually } from '../support/eventually.ts';
import {
  choice,
  endAll,
  expectUnderWay,
  file,
  living,
  machine,
  measure,
  model,
  played,
  readyPool,
  truthOf,
  underWay,
  playWorkers,
} from './support/played-worker.ts';

playWorkers();

/** Far beyond what a played worker needs. */
const patience = { mostMs: 1_000, leastMs: 1_000, times: 1, lookMs: 50 };

describe('a pool', () => {
  it.each([
    [undefined, [1, 1, 1, 1, 1, 1]],
    [3, [2, 2, 2]],
    [1, [6]],
  ])('shares six processors out to %s workers, each started once', async (wanted, shares) => {
    const pool = await Pool.create({ machine, ...(wanted === undefined ? {} : { workers: wanted }) });
    expect(pool.workers).toBe(shares.length);
    await pool.ready;
    expect(played.workers.map(({ threads }) => threads)).toEqual(shares);
    pool.destroy();
    expect(living()).toEqual([]);
    await expect(pool.measure(file, truthOf('a'), choice)).rejects.toMatchObject({ code: 'ended' });
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
    for (const { machine: given } of played.workers) {
      expect(given?.backend).toBe('wasm');
      expect((await takeModel(given!.model)).bytes).toEqual(model.bytes);
    }
    expect(played.workers).toHaveLength(3);
  });

  it('measures on the first worker while the others start', async () => {
    let start: () => void = () => undefined;
    played.starts = [undefined, new Promise<void>((resolve) => (start = resolve))];
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
    played.network = 'webgpu';
    const pool = await readyPool(4);
    expect([pool.workers, played.workers.length]).toEqual([1, 1]);
  });

  it('does not start if its first worker does not, and leaves none behind', async () => {
    played.starts = ['no-webgpu'];
    await expect(Pool.create({ machine, workers: 3 })).rejects.toMatchObject({ code: 'no-webgpu' });
    expect(living()).toEqual([]);
  });

  it('continues with fewer if a later one does not start, and reports it', async () => {
    played.starts = [undefined, undefined, 'internal'];
    const told: string[] = [];
    const pool = await Pool.create({ machine, workers: 5, onProgress: (line) => told.push(line) });
    await pool.ready;
    expect(told).toEqual(['An additional worker could not start: no start The run continues with 2.']);
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
  ])('replaces a worker that %s, and still measures its pictures', async (_, end) => {
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

  it('gives up a picture that crashes its worker twice; no other picture is affected', async () => {
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
    expect((await endAll(results)).sort()).toEqual([other, 'crashed-on']);
  });

  it('ends a worker that hangs, sets aside the picture that it hangs on, and measures all others', async () => {
    const pool = await Pool.create({ machine, workers: 2, patience });
    await pool.ready;
    const ended = await endAll(measure(pool, 'abcdefgh'), 'd');
    expect(ended).toEqual(['a', 'b', 'c', 'crashed-on', 'e', 'f', 'g', 'h']);
    expect(await endAll(measure(pool, 'ij'))).toEqual(['i', 'j']);
    expect([pool.workers, living().length]).toEqual([2, 2]);
  });

  it('gives up a worker that never starts: the first with an error, a later one silently', async () => {
    played.starts = [new Promise(() => undefined)];
    await expect(Pool.create({ machine, workers: 2, patience })).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringContaining('no longer answers') as string,
    });
    expect(living()).toEqual([]);
    played.starts = [undefined, new Promise(() => undefined)];
    const told: string[] = [];
    const pool = await Pool.create({ machine, workers: 2, patience, onProgress: (line) => told.push(line) });
    await pool.ready;
    expect(told).toEqual([
      expect.stringMatching(/^An additional worker could not start: A worker .* continues with 1\.$/),
    ]);
    expect(await endAll(measure(pool, 'ab'))).toEqual(['a', 'b']);
  });

  it('ends what waits when the run is ended', async () => {
    const pool = await readyPool(1);
    const results = measure(pool, 'abcdef');
    await expectUnderWay([['a', 'b', 'c']]);
    pool.destroy();
    expect(await endAll(results)).toEqual(Array.from('abcdef', () => 'stopped'));
  });

  it('tries again with the next picture if no new worker starts', async () => {
    const pool = await readyPool(1);
    const results = measure(pool, 'abc');
    await expectUnderWay([['a', 'b', 'c']]);
    played.starts = ['no-webgpu'];
    living()[0]!.die();
    const ended = await endAll(results);
    // Whichever asked first for the fresh worker.
    expect(ended.filter((word) => word === 'no-webgpu')).toHaveLength(1);
    expect(ended.filter((word, i) => word === 'abc'[i])).toHaveLength(2);
  });
});
