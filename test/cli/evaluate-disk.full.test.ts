/**
 * Full disks and killed processes, at each call that changes a file: --resume continues, and no stored record is lost.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunFiles } from '../../cli/run-files.ts';
import { failFiles, type FileFault } from '../faults/file-faults.ts';
import { sweep } from '../faults/sweep.ts';
import { play, PlayedFolder, timeless, type Ended } from './played-evaluation.ts';

vi.mock('../../cli/headless.ts', async () => (await import('./played-evaluation.ts')).playedHeadless);

const pictures = ['a', 'b', 'c', 'd', 'e'];
let folder: PlayedFolder;
let fresh: () => PlayedFolder;
const folders: PlayedFolder[] = [];

beforeEach(() => {
  Object.assign(play, { pictures, onPicture: () => undefined, opened: 0 });
  play.starts.length = 0;
  fresh = () => {
    folder = new PlayedFolder();
    folders.push(folder);
    return folder;
  };
});
afterEach(() => {
  for (const each of folders.splice(0)) each.remove();
});

const records = 'r.json.records.ndjson';

function kept(): string[] {
  if (!existsSync(folder.at(records))) return [];
  const lines = readFileSync(folder.at(records), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as { id: string }).id);
}

/** The next process has another id and start time than the killed one. */
function bury(): void {
  const lock = folder.at('r.json.lock');
  if (!existsSync(lock)) return;
  const holder = JSON.parse(readFileSync(lock, 'utf8')) as object;
  writeFileSync(lock, JSON.stringify({ ...holder, started: '0' }));
}

/** The actions of a phase of a run; earlier phases run without faults. */
const phases: Readonly<Record<string, { readonly before: () => Promise<unknown>; readonly more: string[] }>> = {
  'a new run': { before: () => Promise.resolve(), more: [] },
  'a run in place of a finished one': {
    before: () => folder.evaluate('r.json', '--limit', '2'),
    more: ['--overwrite'],
  },
  'a run that goes on': { before: () => folder.evaluate('r.json', '--limit', '2'), more: ['--resume'] },
  'a run that goes on behind half a line': {
    before: async () => {
      await folder.evaluate('r.json', '--limit', '2');
      writeFileSync(folder.at(records), folder.text(records).slice(0, -7));
    },
    more: ['--resume'],
  },
};

describe.each(Object.entries(phases))('%s', (phase, { before, more }) => {
  const faults: readonly FileFault[] =
    phase === 'a new run' ? ['full', 'full-on', 'read-only', 'killed'] : ['full', 'killed'];

  const undisturbed = async (): Promise<object> => {
    fresh();
    await before();
    expect(await folder.evaluate('r.json', ...more)).toMatchObject({ code: 0 });
    return timeless(folder.result('r.json'));
  };

  it.each(faults)('%s, at each call', async (fault) => {
    const expected = await undisturbed();
    fresh();
    await before();
    const counting = failFiles(fault, 0);
    await folder.evaluate('r.json', ...more).finally(() => counting.restore());
    expect(counting.calls).toBeGreaterThan(20);

    await sweep({
      site: 'file',
      kind: fault,
      calls: counting.calls,
      named: [],
      run: async (call) => {
        fresh();
        await before();
        const measured: string[] = [];
        const disk = failFiles(fault, call);
        // The next request implies that everything before it is stored.
        play.onPicture = (id) => {
          if (!disk.hasFailed) measured.push(id);
        };
        let ended: Ended;
        try {
          ended = await folder.evaluate('r.json', ...more);
        } finally {
          disk.restore();
          play.onPicture = () => undefined;
        }
        expect(disk.hasFailed).toBe(true);
        const { told } = ended;
        if (fault !== 'killed') {
          // Calls that only sync or clean up may fail silently.
          if (ended.code !== 0) expect(told).toMatch(/^\S+ .* \((ENOSPC|EROFS)\)\. \[output-unwritable\]$/m);
          expect([0, 3]).toContain(ended.code);
        } else bury();
        const safe = measured.slice(0, -1);
        if (more.length === 0 && kept().length === 0) expect(safe).toEqual([]);

        play.starts.length = 0;
        const resumed = await folder.evaluate('r.json', '--resume');
        expect(resumed, `after ${told}`).toMatchObject({ code: 0 });
        expect(play.starts[0]).toEqual(expect.arrayContaining(safe));
        return folder;
      },
      check: (at) => {
        expect(timeless(at.result('r.json'))).toEqual(expected);
        // Only the result, its inputs and the earlier files are left.
        const left = readdirSync(at.path).filter((name) => !['images', 'annotations', 'net.onnx'].includes(name));
        expect(left.sort()).toEqual(['r.json', records, 'r.json.run.json']);
      },
    });
  });
});

describe('truncated files', () => {
  const cutOff = async (): Promise<{ readonly text: string; readonly sheet: string }> => {
    fresh();
    await folder.evaluate('r.json', '--limit', '3');
    const sheet = { ...(JSON.parse(folder.text('r.json.run.json')) as object), outcome: null };
    return { text: folder.text(records), sheet: `${JSON.stringify(sheet)}\n` };
  };

  it('records, at every byte: complete ones are kept', async () => {
    const { text, sheet } = await cutOff();
    const bytes = Buffer.from(text);
    writeFileSync(folder.at('r.json.run.json'), sheet);
    for (let length = 0; length <= bytes.length; length++) {
      writeFileSync(folder.at(records), bytes.subarray(0, length));
      const whole = bytes.subarray(0, length).toString('utf8').split('\n');
      // A last line without only its line feed is complete.
      const isWhole = text.split('\n').includes(whole.at(-1)!) && whole.at(-1) !== '';
      const files = new RunFiles(folder.at('r.json'));
      expect(files.resume(), `${length} bytes`).toEqual(['a', 'b', 'c'].slice(0, whole.length - 1 + Number(isWhole)));
      files.append('more\n', 'more');
      files.release();
      expect(folder.text(records)).toMatch(/^(\{.*\}\n)*more\n$/);
    }
  });

  it('records, at every seventh byte: the rest is measured again, to the same result', async () => {
    const { text, sheet } = await cutOff();
    await folder.evaluate('whole.json');
    const expected = timeless(folder.result('whole.json'));
    const bytes = Buffer.from(text);
    const notes = folder
      .result('r.json')
      .notes.map((note) => `${JSON.stringify(note)}\n`)
      .join('');
    await sweep({
      ...{ site: 'records file', kind: 'cut off', calls: bytes.length, step: 7, named: [] },
      run: async (length) => {
        writeFileSync(folder.at(records), bytes.subarray(0, length - 1));
        writeFileSync(folder.at('r.json.run.json'), sheet);
        writeFileSync(folder.at('r.json.notes.ndjson'), notes);
        expect(await folder.evaluate('r.json', '--resume')).toMatchObject({ code: 0 });
        return timeless(folder.result('r.json'));
      },
      check: (result) => expect(result).toEqual(expected),
    });
  });

  it('the sheet, at every byte: it is complete or named in an error, and records stay', async () => {
    const { text, sheet } = await cutOff();
    for (let length = 0; length < sheet.length - 1; length++) {
      writeFileSync(folder.at(records), text);
      writeFileSync(folder.at('r.json.run.json'), sheet.slice(0, length));
      const { code, told } = await folder.evaluate('r.json', '--resume');
      // The last bytes are whitespace.
      if (length >= sheet.trimEnd().length) continue;
      expect({ code, told }).toMatchObject({ code: 2, told: expect.stringContaining('[records-unfit]') as string });
      expect(told).toContain('r.json.run.json');
      expect(folder.text(records)).toBe(text);
    }
  });
});
