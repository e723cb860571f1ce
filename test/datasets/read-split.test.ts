import { describe, expect, it } from 'vitest';
import { readSplit } from '../../src/datasets/read-split.ts';

describe('split files', () => {
  it('by the columns of the manifest of Stanford Dogs', () => {
    const splits = readSplit('id,breed_dir,split,width\na_1,n01-A,train,5\na_2,n01-A,test,6\n', 'split.csv');
    expect([...splits]).toEqual([
      ['n01-A/a_1', 'train'],
      ['n01-A/a_2', 'test'],
    ]);
    expect(splits.match('a_2')).toBe('n01-A/a_2');
  });

  it('with a byte order mark, CRLF, quotes, paths for ids, and no line break at the end', () => {
    const text = '\uFEFFsplit,"id"\r\ntest,"Images/A/1, ""one"".jpg"\r\n\r\n"train",\'2\'';
    expect([...readSplit(text, 'split.csv')]).toEqual([
      ['A/1, "one"', 'test'],
      ["'2'", 'train'],
    ]);
  });

  it.each([
    ['', /^split\.csv should be CSV/],
    ['name,split\na,train', /^split\.csv should be CSV/],
    ['id,split\na,train\nb,validation', /^Row 3 of split\.csv has the split "validation"/],
    ['id,split\na', /^Row 2 of split\.csv has the split ""/],
    ['id,split\n,test', /^Row 2 of split\.csv has the split "test"; an id and train or test were expected/],
  ])('are refused: %j', (text, message) => {
    expect(() => readSplit(text, 'split.csv')).toThrow(
      expect.objectContaining({ code: 'table-unreadable', message: expect.stringMatching(message) }),
    );
  });
});
