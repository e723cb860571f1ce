/** What `npm test` makes of its words. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { needsFullSetUp, readWords } from '../../scripts/test/words.mjs';
import { fakeClone } from './fake-clone.ts';

function readIn(words: readonly string[], from?: string): ReturnType<typeof readWords> {
  const { root, write } = fakeClone();
  for (const name of ['test/a.test.ts', 'test/b/c.test.ts', 'test/b/d.gpu.test.ts', 'test/b/support.ts', 'src/a.ts']) {
    write(name, '');
  }
  const read = readWords(words, root, from === undefined ? undefined : join(root, from));
  if ('problem' in read) return read;
  return { ...read, files: read.files.map((file) => file.slice(root.length + 1)).sort() };
}

describe('the words of npm test', () => {
  it.each([
    [[], { mode: 'run', files: [], options: [] }],
    [['--quick'], { mode: 'quick', files: [], options: [] }],
    [['--watch', 'test/a.test.ts'], { mode: 'watch', files: ['test/a.test.ts'], options: [] }],
    [
      ['test/a.test.ts', './test/b'],
      { mode: 'run', files: ['test/a.test.ts', 'test/b/c.test.ts', 'test/b/d.gpu.test.ts'], options: [] },
    ],
    [['test/a.test.ts', '-t', 'a name'], { mode: 'run', files: ['test/a.test.ts'], options: ['-t', 'a name'] }],
    [['--reporter=dot'], { mode: 'run', files: [], options: ['--reporter=dot'] }],
  ])('%j', (words, expected) => expect(readIn(words)).toEqual(expected));

  it('name files from the folder that one is in, too', () => {
    expect(readIn(['c.test.ts'], 'test/b')).toMatchObject({ files: ['test/b/c.test.ts'] });
  });

  it.each(['test/nowhere.test.ts', 'a.test.ts', 'src/a.ts', 'src', 'test/b/support.ts', '..'])(
    'are refused where one is no test: %s',
    (name) => {
      const words = ['test/a.test.ts', name];
      expect(readIn(words)).toEqual({
        problem: expect.stringMatching(/^There is no test ".*"; a file named/) as string,
      });
    },
  );
});

it('whether a test needs more than the packages is seen from its name', () => {
  const names = ['a.test.ts', 'a.gpu.test.ts', 'a.full.test.ts', 'gpu.test.ts', 'agpu.test.ts'];
  expect(names.map(needsFullSetUp)).toEqual([false, true, true, false, false]);
});
