/** Records during a run: no other run writes them, changes by others are detected, and times do not jump. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { thisProcess } from '../../cli/living-process.ts';
import { RunLock } from '../../cli/run-lock.ts';
import { writeRecord } from '../../src/evaluation/record-lines.ts';
import { eventually } from '../support/eventually.ts';
import { play, PlayedFolder, recordOf, run, timeless } from './played-evaluation.ts';

vi.mock('../../cli/headless.ts', async () => (await import('./played-evaluation.ts')).playedHeadless);

const pictures = ['a', 'b', 'c', 'd', 'e', 'f'];
const thresholds = [0.15, 0.5];
let folder: PlayedFolder;

beforeEach(() => {
  folder = new PlayedFolder();
  Object.assign(play, { pictures, onPicture: () => undefined, opened: 0 });
  play.starts.length = 0;
});
afterEach(() => {
  vi.restoreAllMocks();
  folder.remove();
});

const records = (): string => folder.at('r.json.records.ndjson');
const lock = (): string => folder.at('r.json.lock');
const ids = (): string[] =>
  readFileSync(records(), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { id: string }).id);

describe('two runs on one --out', () => {
  it('the second is refused, naming the process that has the lock, and does not affect the first', async () => {
    let second: Awaited<ReturnType<typeof run>> | undefined;
    play.onPicture = async (id) => {
      if (id === 'c') second = await folder.evaluate('r.json');
    };
    const first = await folder.evaluate('r.json');
    expect(second).toMatchObject({ code: 2 });
    expect(second!.told).toMatch(/Another run is writing these records.*\[run-locked\]/);
    expect(second!.told).toContain(`process ${process.pid} on ${hostname()}, which holds ${lock()}`);
    expect(first.code).toBe(0);
    expect(ids()).toEqual(pictures);
    expect(existsSync(lock())).toBe(false);
  });

  it('--resume is refused alike', async () => {
    await folder.evaluate('r.json', '--limit', '2');
    const held = await RunLock.take(lock());
    expect(await folder.evaluate('r.json', '--resume')).toMatchObject({ code: 2 });
    held.release();
    expect(await folder.evaluate('r.json', '--resume')).toMatchObject({ code: 0 });
    expect(ids()).toEqual(pictures);
  });

  const own = thisProcess();
  it.each([
    ['a process that has ended', { ...own, process: 2 ** 22 + 1 }],
    ['an earlier process of the same number', { ...own, started: '1' }],
  ])('the lock of %s is taken over immediately', async (_, holder) => {
    writeFileSync(lock(), JSON.stringify({ ...holder, since: '', token: 'x' }));
    expect(await folder.evaluate('r.json')).toMatchObject({ code: 0 });
    expect(readdirSync(folder.path).filter((name) => name.includes('lock'))).toEqual([]);
  });

  const elsewhere = JSON.stringify({ ...own, host: 'elsewhere', since: '', token: 'x' });
  const times = { heartbeatMs: 50, staleMs: 400 };

  it('a holder on another machine that gives a sign of life keeps it', async () => {
    writeFileSync(lock(), elsewhere);
    const beat = setInterval(() => writeFileSync(lock(), elsewhere), 20);
    const refused = await RunLock.take(lock(), { times }).catch((error: unknown) => error);
    clearInterval(beat);
    expect(refused).toMatchObject({ code: 'run-locked', message: expect.stringContaining('on elsewhere') as string });
    expect(readFileSync(lock(), 'utf8')).toBe(elsewhere);
  });

  it.each([
    ['a holder on another machine', elsewhere],
    ['a lock that says nothing', ''],
  ])('%s without a heartbeat counts as dead after a time', async (_, content) => {
    writeFileSync(lock(), content);
    const told: string[] = [];
    const began = performance.now();
    const taken = await RunLock.take(lock(), { times, tell: (line) => told.push(line) });
    expect(performance.now() - began).toBeGreaterThan(times.staleMs / 2);
    expect(told).toHaveLength(1);
    taken.release();
    expect(existsSync(lock())).toBe(false);
  });

  it('waiting ends when the command is stopped', async () => {
    writeFileSync(lock(), elsewhere);
    const interruption = new AbortController();
    setTimeout(() => interruption.abort('SIGTERM'), 50);
    expect(await run(folder.words('r.json'), interruption.signal)).toMatchObject({ code: 143 });
    expect(readFileSync(lock(), 'utf8')).toBe(elsewhere);
  });

  it('a run that has lost its lock stops writing', async () => {
    play.onPicture = (id) => {
      if (id !== 'c') return;
      rmSync(lock());
      writeFileSync(lock(), elsewhere);
    };
    const { code, told } = await folder.evaluate('r.json');
    expect({ code, told }).toMatchObject({ code: 2, told: expect.stringContaining('run-locked') as string });
    expect(ids()).toEqual(['a', 'b']);
    expect(readFileSync(lock(), 'utf8')).toBe(elsewhere);
  });

  it('writes a heartbeat while it has the lock', async () => {
    const held = await RunLock.take(lock(), { times });
    utimesSync(lock(), 0, 0);
    await eventually(() => expect(statSync(lock()).mtimeMs).toBeGreaterThan(0));
    held.release();
  });
});

describe('records changed by others during the run', () => {
  const rest = (skipped: number): void =>
    writeFileSync(records(), readFileSync(records(), 'utf8').split('\n').slice(skipped).join('\n'));
  const changes: Readonly<
    Record<string, { readonly change: () => void; readonly lost: string[]; readonly restored: number }>
  > = {
    deleted: { change: () => rmSync(records()), lost: [], restored: 3 },
    'cut to nothing': { change: () => writeFileSync(records(), ''), lost: ['a', 'b', 'c'], restored: 0 },
    shortened: { change: () => rest(2), lost: ['a', 'b'], restored: 0 },
    'replaced by another file': {
      change: () => {
        rmSync(records());
        writeFileSync(records(), 'something else\n');
      },
      lost: [],
      restored: 3,
    },
    'deleted with all round it': {
      change: () => {
        for (const name of readdirSync(folder.path)) if (name.startsWith('r.json')) rmSync(folder.at(name));
      },
      lost: [],
      restored: 3,
    },
    'edited in place, to the same length': {
      change: () => writeFileSync(records(), readFileSync(records(), 'utf8').replace('"id":"b"', '"id":"x"')),
      lost: ['b'],
      restored: 0,
    },
  };

  it.each(Object.entries(changes))(
    '%s: detected, counted, and measured again',
    async (_, { change, lost, restored }) => {
      play.onPicture = (id) => {
        if (id === 'd') change();
      };
      const { code, told } = await folder.evaluate('r.json');
      expect(code).toBe(1);
      expect(told).toMatch(
        new RegExp(
          `^r.json.records.ndjson: .* ${lost.length} of \\d records are lost, ${restored} were.* \\[records-lost\\]`,
          'm',
        ),
      );
      const left = pictures.filter((id) => !lost.includes(id));
      expect(ids()).toEqual(left);
      expect(folder.result('r.json').perPicture.map(({ id }) => id)).toEqual(left);
      expect(folder.result('r.json').failed).toMatchObject([{ code: 'records-lost' }]);

      play.onPicture = () => undefined;
      expect(await folder.evaluate('r.json', '--resume')).toMatchObject({ code: 0 });
      await folder.evaluate('whole.json');
      expect(timeless(folder.result('r.json'))).toEqual(timeless(folder.result('whole.json')));
    },
  );

  it('a run with unchanged records reports nothing', async () => {
    expect(await folder.evaluate('r.json')).toMatchObject({ code: 0 });
    expect(folder.result('r.json').failed).toEqual([]);
  });
});

describe('two records of one picture', () => {
  it('count once if they are equal', async () => {
    await folder.evaluate('r.json', '--limit', '3');
    appendFileSync(records(), writeRecord(recordOf('b', thresholds)));
    expect(await folder.evaluate('r.json', '--resume')).toMatchObject({ code: 0 });
    expect(ids()).toEqual(pictures);
  });

  it('are an error with both lines if they differ', async () => {
    await folder.evaluate('r.json', '--limit', '3');
    appendFileSync(records(), writeRecord({ ...recordOf('b', thresholds), height: 31 }));
    const { code, told } = await folder.evaluate('r.json', '--resume');
    expect(code).toBe(2);
    expect(told).toContain(`Picture b has two records that differ: ${records()}, line 2, and ${records()}, line 4`);
  });
});

describe('a refused command changes nothing', () => {
  it('an earlier run is kept if the page refuses the new one', async () => {
    await folder.evaluate('r.json');
    const before = readFileSync(records(), 'utf8');
    play.onPicture = () => {
      throw new Error('refused');
    };
    expect(await folder.evaluate('r.json', '--overwrite')).toMatchObject({ code: 1 });
    expect(readFileSync(records(), 'utf8')).toBe(before);
    play.onPicture = () => undefined;
    expect(await folder.evaluate('r.json')).toMatchObject({ code: 2 });
    expect(await folder.evaluate('r.json', '--overwrite')).toMatchObject({ code: 0 });
  });

  it('no folders', async () => {
    play.onPicture = () => {
      throw new Error('refused');
    };
    expect(await folder.evaluate('new/deep/r.json')).toMatchObject({ code: 1 });
    expect(existsSync(folder.at('new'))).toBe(false);
  });

  it.each([
    ['a folder', 'folder.json', /--out \S+folder\.json is a folder.*\[output-unwritable\]/],
    ['below a file', 'net.onnx/r.json', /--out .* \((ENOTDIR|EEXIST)\).*\[output-unwritable\]/],
    ['where nothing can be', '../../proc/r.json', /--out .*cannot be written.*\[output-unwritable\]/],
  ])('--out that is %s is refused before a page is opened', async (_, out, message) => {
    mkdirSync(folder.at('folder.json'));
    const { code, told } = await folder.evaluate(out);
    expect(code).toBe(3);
    expect(told).toMatch(message);
    expect(play.opened).toBe(0);
  });
});

it('times use a monotonic clock', async () => {
  let jumps = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => 1e12 + (jumps++ % 2 === 0 ? 1 : -1) * 3.6e6 * jumps);
  await folder.evaluate('r.json');
  const { seconds, picturesPerSecond } = folder.result('r.json').timings;
  expect(seconds).toBeGreaterThanOrEqual(0);
  expect(seconds).toBeLessThan(60);
  expect(picturesPerSecond).toBeGreaterThan(0);
});
