/** How a pool makes batches, and what happens to a batch whose worker dies; the workers are stand-ins. */
import { describe, expect, it } from 'vitest';
import { CamLensError } from '../../src/errors.ts';
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
  played,
  readyPool,
  truthOf,
  playWorkers,
} from './support/played-worker.ts';

playWorkers();

const each = (ids: string): string[] => Array.from(ids);

describe('a pool that measures in batches', () => {
  const ids = 'abcdefghijklmnopqrstu';
  const ended = (id: string): void => living()[0]!.open.get(id)!(recordOf(id, [0.5]));

  it('gives a GPU eight pictures together, or fewer if it is idle', async () => {
    played.network = 'webgpu';
    const pool = await readyPool(4);
    expect([pool.batch, pool.capacity]).toEqual([8, 16]);
    const results = measure(pool, ids);
    await expectUnderWay([each('abcdefghi')]);
    ended('a');
    await eventually(() => expect(living()[0]!.batches).toEqual(['a', 'bcdefghi', 'jklmnopq']));
    // One of two batches is done: what is left is no full one, and waits until the other is done, too.
    each('bcdefghi').forEach(ended);
    await expectUnderWay([each('jklmnopq')]);
    each('jklmnopq').forEach(ended);
    await expectUnderWay([each('rstu')]);
    expect(await endAll(results)).toEqual(each(ids));
    expect(played.workers).toHaveLength(1);
    expect(played.workers[0]!.batches).toEqual(['a', 'bcdefghi', 'jklmnopq', 'rstu']);
  });

  it('returns the error of a picture in a batch, and the records of the others', async () => {
    const pool = await Pool.create({ machine, workers: 1, batch: 3 });
    expect(pool.capacity).toBe(9);
    const results = measure(pool, 'abcd');
    await expectUnderWay([each('abcd')]);
    living()[0]!.open.get('c')!(new CamLensError('picture-unreadable', 'no picture'));
    expect(await endAll(results)).toEqual(['a', 'b', 'picture-unreadable', 'd']);
    expect(played.workers[0]!.batches).toEqual(['a', 'bcd']);
  });

  it('measures together only what is asked for alike', async () => {
    const pool = await Pool.create({ machine, workers: 1, batch: 3 });
    const other = { ...choice };
    const asked = [choice, choice, other, other, choice].map((its, i) => pool.measure(file, truthOf('abcde'[i]!), its));
    expect(await endAll(Promise.allSettled(asked))).toEqual(each('abcde'));
    expect(played.workers[0]!.batches).toEqual(['a', 'b', 'cd', 'e']);
  });

  it('tries the pictures of a batch whose worker died one at a time, and gives up only the cause', async () => {
    const pool = await Pool.create({ machine, workers: 1, batch: 4 });
    const results = measure(pool, 'abcdefg');
    await expectUnderWay([each('abcde')]);
    living()[0]!.die();
    const timer = setInterval(() => {
      for (const worker of living()) {
        for (const id of worker.open.keys()) {
          if (id === 'c') worker.die();
          else ended(id);
        }
      }
    }, 5);
    const settled = await results.finally(() => clearInterval(timer));
    expect(settled.map(({ status }) => status === 'fulfilled')).toEqual(each('abcdefg').map((id) => id !== 'c'));
    // The two that had waited all the while come together, the others alone.
    expect(played.workers.map(({ batches }) => batches)).toEqual([['a', 'bcde'], ['fg', 'a', 'b', 'c'], ['d', 'e']]); // prettier-ignore
  });
});
