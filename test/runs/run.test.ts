/** A run with a stand-in for the pool: what it reads, forwards, skips and reports. */
import { describe, expect, it } from 'vitest';
import type { AnnotatedPicture } from '../../src/datasets/pair.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { CamLensError } from '../../src/errors.ts';
import { readRecords, writeRecord } from '../../src/evaluation/record-lines.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import type { TruePicture } from '../../src/runs/run-choice.ts';
import { runEvaluation, type RunOptions } from '../../src/runs/run.ts';
import { picture as recordOf } from '../evaluation/records.ts';
import { png } from '../pipeline/picture/header/made-pictures.ts';

const choice = {
  methods: ['cam'],
  layers: ['layer4'],
  sources: ['true'],
  thresholds: [0.15],
  boxThreshold: 0.15,
  measures: [],
} as const;

const ids = Array.from({ length: 10 }, (_, i) => `dogs/${i}`);

/** Pictures, and how many of them were read. */
function pictures(wanted: readonly string[], unreadable: readonly string[] = []) {
  const read: string[] = [];
  async function* open(): AsyncGenerator<AnnotatedPicture> {
    for (const id of wanted) {
      await Promise.resolve();
      const path = `${id}.jpg`;
      yield {
        id,
        picture: {
          ...{ id, path, name: path, sizeBytes: 1 },
          read: () => {
            read.push(id);
            return Promise.resolve(unreadable.includes(id) ? undefined : new Blob([id]));
          },
        },
        annotation: { id, path: id, place: id, size: undefined, class: 7, boxes: [[1, 2, 3, 4]] },
      };
    }
  }
  return { read, pictures: open() };
}

/** A pool that measures when it is told to. */
class PlayedPool {
  readonly capacity = 3;
  readonly asked: TruePicture[] = [];
  readonly files: string[] = [];
  most = 0;
  readonly #open = new Map<string, (outcome: PictureRecord | CamLensError) => void>();

  async measure(file: Blob, truth: TruePicture): Promise<PictureRecord> {
    this.asked.push(truth);
    this.files.push(await file.text());
    const outcome = await new Promise<PictureRecord | CamLensError>((resolve) => {
      this.#open.set(truth.id, resolve);
      this.most = Math.max(this.most, this.#open.size);
    });
    if (outcome instanceof CamLensError) throw outcome;
    return outcome;
  }

  get open(): readonly string[] {
    return [...this.#open.keys()];
  }

  end(id: string, outcome: PictureRecord | CamLensError = recordOf(id, [0.5])): void {
    this.#open.get(id)!(outcome);
    this.#open.delete(id);
  }
}

/** Lets everything run that does not wait for the pool. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** Ends whatever is under way, the last begun first, until the run is over. */
async function runAll(given: ReturnType<typeof pictures>, options: Partial<RunOptions> = {}, pool = new PlayedPool()) {
  const problems = new Problems();
  const records: PictureRecord[] = [];
  const run = (async () => {
    for await (const record of runEvaluation(given.pictures, pool, { choice, report: problems.report, ...options }))
      records.push(record);
  })();
  const end = new AbortController();
  void run.finally(() => end.abort());
  while (!end.signal.aborted) {
    await settle();
    const last = pool.open.at(-1);
    if (last !== undefined) pool.end(last);
  }
  await run;
  return { records, problems: [...problems], pool };
}

describe('a run', () => {
  it('measures every picture once, with its ground truth, and yields every record', async () => {
    const given = pictures(ids);
    const { records, problems, pool } = await runAll(given, {
      splitOf: (id) => (id === 'dogs/3' ? 'train' : undefined),
    });
    expect(records.map(({ id }) => id).sort()).toEqual(ids);
    expect(records.map(({ id }) => id)).not.toEqual(ids);
    expect(problems).toEqual([]);
    expect(pool.files).toEqual(ids);
    expect(pool.asked[3]).toEqual({
      ...{ id: 'dogs/3', path: 'dogs/3.jpg', class: 7, boxes: [[1, 2, 3, 4]], split: 'train' },
    });
    expect(pool.asked[4]).toEqual({ id: 'dogs/4', path: 'dogs/4.jpg', class: 7, boxes: [[1, 2, 3, 4]] });
  });

  it('reads only as many files as the pool can take', async () => {
    const given = pictures(ids);
    const pool = new PlayedPool();
    const run = runEvaluation(given.pictures, pool, { choice, report: () => undefined });
    const first = run.next();
    await settle();
    expect(given.read).toEqual(ids.slice(0, 3));
    pool.end('dogs/1');
    expect((await first).value).toMatchObject({ id: 'dogs/1' });
    // Nobody asks for the next record: nothing more is read.
    await settle();
    expect(given.read).toHaveLength(3);
    const second = run.next();
    await settle();
    expect(given.read).toEqual(ids.slice(0, 4));
    pool.end('dogs/3');
    await second;
    expect(pool.most).toBe(3);
  });

  it('passes over what is done, not wanted or not to be read, without reading or counting it', async () => {
    const given = pictures(ids, ['dogs/2']);
    const { records } = await runAll(given, {
      done: new Set(['dogs/0', 'dogs/4']),
      isWanted: (id) => id !== 'dogs/1',
      limit: 3,
    });
    expect(given.read).toEqual(['dogs/2', 'dogs/3', 'dogs/5', 'dogs/6']);
    expect(records.map(({ id }) => id).sort()).toEqual(['dogs/3', 'dogs/5', 'dogs/6']);
  });

  it('reports a picture that cannot be measured with its code, and continues', async () => {
    const pool = new PlayedPool();
    const measure = pool.measure.bind(pool);
    pool.measure = (file, truth) =>
      truth.id === 'dogs/2'
        ? Promise.reject(new CamLensError('picture-unreadable', 'dogs/2.jpg is no picture.'))
        : measure(file, truth);
    const { records, problems } = await runAll(pictures(ids), {}, pool);
    expect(records).toHaveLength(9);
    expect(problems).toEqual([{ id: 'dogs/2', code: 'picture-unreadable', message: 'dogs/2.jpg is no picture.' }]);
  });

  it('reports a record that could not be read again once it is written, and goes on', async () => {
    const pool = new PlayedPool();
    const measure = pool.measure.bind(pool);
    pool.measure = async (file, truth) => {
      const record = await measure(file, truth);
      if (truth.id === 'dogs/2') return { ...record, rank: NaN };
      return truth.id === 'dogs/3' ? { ...record, predicted: -1 } : record;
    };
    const { records, problems } = await runAll(pictures(ids), {}, pool);
    expect(problems).toEqual([
      { id: 'dogs/2', code: 'not-finite', message: 'dogs/2: rank of its record is not a finite number.' },
      {
        ...{ id: 'dogs/3', code: 'internal' },
        message: 'dogs/3 has no valid record: "predicted" should be a class index.',
      },
    ]);
    const read = readRecords(records.map(writeRecord).join(''), 'a run');
    expect(read.records).toEqual(records);
    expect(records).toHaveLength(8);
  });

  it('tells of each picture before it is read, measures it when that is heard, and tells of those that fail', async () => {
    const told: string[] = [];
    const heard = new Map<string, () => void>();
    const given = pictures(ids.slice(0, 3), ['dogs/1']);
    const pool = new PlayedPool();
    const measure = pool.measure.bind(pool);
    pool.measure = async (file, truth) => {
      if (truth.id === 'dogs/2') throw new CamLensError('crashed-on', 'dogs/2 was set aside.');
      return measure(file, truth);
    };
    const options: Partial<RunOptions> = {
      onBegun: (id) => {
        told.push(`${id} begun, ${given.read.length} read`);
        return new Promise((resolve) => heard.set(id, resolve));
      },
      onFailed: (id, code) => told.push(`${id} ${code}`),
    };
    const all = runAll(given, options, pool);
    await settle();
    expect([pool.asked, heard.size]).toEqual([[], 3]);
    heard.forEach((hear) => hear());
    expect((await all).records.map(({ id }) => id)).toEqual(['dogs/0']);
    expect(told).toEqual([
      ...['dogs/0 begun, 0 read', 'dogs/1 begun, 1 read', 'dogs/1 file-unreadable'],
      ...['dogs/2 begun, 2 read', 'dogs/2 crashed-on'],
    ]);
  });

  it('ends after the pictures in progress when aborted', async () => {
    const stop = new AbortController();
    const given = pictures(ids);
    const pool = new PlayedPool();
    const measure = pool.measure.bind(pool);
    pool.measure = (file, truth) => {
      if (truth.id === 'dogs/4') stop.abort();
      return measure(file, truth);
    };
    const { records } = await runAll(given, { signal: stop.signal }, pool);
    expect(records.map(({ id }) => id).sort()).toEqual(ids.slice(0, 5));
  });

  it('hands on boxes that lie in the picture as its file has it, and what the file says', async () => {
    const pool = new PlayedPool();
    const given = pictures(['A/turned', 'A/other', 'A/outside']);
    const sizes: Record<string, readonly [number, number]> = { 'A/turned': [60, 40], 'A/other': [400, 300] };
    async function* annotated(): AsyncGenerator<AnnotatedPicture> {
      for await (const { id, picture, annotation } of given.pictures) {
        const [width, height] = sizes[id] ?? [0, 0];
        yield {
          id,
          picture: { ...picture, read: () => Promise.resolve(new Blob([png(60, 40, 6)])) },
          annotation: {
            ...annotation,
            size: width === 0 ? undefined : { width, height },
            boxes: id === 'A/outside' ? [[50, 0, 90, 9]] : [[10, 10, 55, 20]],
          },
        };
      }
    }
    const { records, problems } = await runAll({ ...given, pictures: annotated() }, {}, pool);
    expect(records.map(({ id }) => id).sort()).toEqual(['A/other', 'A/turned']);
    const header = { format: 'png', size: { width: 60, height: 40 }, orientation: 6 };
    expect(pool.asked).toEqual([
      { id: 'A/turned', path: 'A/turned.jpg', class: 7, boxes: [[20, 10, 30, 55]], header },
      { id: 'A/other', path: 'A/other.jpg', class: 7, boxes: [[10, 10, 40, 20]], header },
    ]);
    expect(problems.map(({ id, code }) => [id, code])).toEqual([
      ['A/turned', 'annotation-turned'],
      ['A/other', 'annotation-size'],
      ['A/other', 'box-clipped'],
      ['A/outside', 'box-empty'],
      ['A/outside', 'annotation-empty'],
    ]);
  });
});
