import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/datasets/problems.ts';
import { safePath } from '../../src/datasets/safe-path.ts';
import { walk } from '../../src/datasets/walk.ts';
import { archive, collect, folder, tarOf } from './support/sources.ts';

describe('safe paths', () => {
  it.each([
    ['a/b.jpg', 'a/b.jpg'],
    ['./a//b.jpg', 'a/b.jpg'],
    ['a/./b.jpg', 'a/b.jpg'],
    ['a..b/..c/d...jpg', 'a..b/..c/d...jpg'],
    ['<b>&"\'.jpg', '<b>&"\'.jpg'],
  ])('%s is %s', (path, safe) => expect(safePath(path)).toBe(safe));

  it.each([
    '../a.jpg',
    'a/../../b.jpg',
    'a/..',
    '..',
    'a\\..\\b.jpg',
    '/etc/passwd',
    '\\\\server\\a',
    'C:\\a.jpg',
    'c:/a.jpg',
    'a\0.jpg',
    '',
    '.',
    './',
  ])('%j is none', (path) => expect(safePath(path)).toBeUndefined());
});

describe('walking through sources', () => {
  it('leaves out what leads out, with a report, and counts what systems put there', async () => {
    const files = Object.fromEntries(
      [
        './Images/a.jpg',
        '../evil.jpg',
        '/abs.jpg',
        'Images/../../b.jpg',
        'Images/._a.jpg',
        'Images/.DS_Store',
        '.cache/c.jpg',
        '__MACOSX/Images/a.jpg',
        'VOC2007/SegmentationClass/a.png',
        '<img src=x onerror=alert(1)>.jpg',
      ].map((path) => [path, 'x']),
    );
    const problems = new Problems();
    const sources = [archive('a.tar', await tarOf(files)), folder({ 'Images/d.jpg': 'x' }, 'Images')];
    const entries = await collect(walk(sources, problems.report));
    expect(entries.map(({ path, place }) => [path, place])).toEqual([
      ['Images/a.jpg', 'Images/a.jpg in a.tar'],
      ['<img src=x onerror=alert(1)>.jpg', '<img src=x onerror=alert(1)>.jpg in a.tar'],
      ['Images/d.jpg', 'Images/d.jpg in Images'],
    ]);
    expect([...problems]).toEqual([
      ...['../evil.jpg', '/abs.jpg', 'Images/../../b.jpg'].map((id) => ({
        id,
        code: 'path-unsafe',
        message: `a.tar contains a file named ${id}, which leads out of it; it was ignored.`,
      })),
      {
        id: 'a.tar',
        code: 'files-ignored',
        message:
          'Skipped 5 files in a.tar, hidden files, system files or masks: Images/._a.jpg, Images/.DS_Store, ' +
          '.cache/c.jpg, __MACOSX/Images/a.jpg, VOC2007/SegmentationClass/a.png.',
      },
    ]);
  });

  it('says everything once, however often a source is read', async () => {
    const problems = new Problems();
    const source = archive('a.tar', (await tarOf({ '../a.jpg': 'x', 'b.jpg': 'y' })).slice(0, 1600));
    for (let time = 0; time < 3; time++) await collect(walk([source], problems.report));
    expect([...problems].map(({ code }) => code)).toEqual(['path-unsafe', 'archive-damaged']);
    expect(problems.count('path-unsafe')).toBe(1);
    expect(problems.count('picture-twice')).toBe(0);
  });
});
