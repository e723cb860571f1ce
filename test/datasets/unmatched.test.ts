import { describe, expect, it } from 'vitest';
import { ById } from '../../src/datasets/identity.ts';
import type { Problem } from '../../src/datasets/problems.ts';
import { readSplit } from '../../src/datasets/read-split.ts';
import { AskedClassMap, matchClassMap, matchSplit } from '../../src/datasets/unmatched.ts';

const annotated = (...ids: string[]): ById<true> => {
  const byId = new ById<true>();
  for (const id of ids) byId.set(id, true);
  return byId;
};

function match(csv: string, ...ids: string[]): string[] {
  const told: Problem[] = [];
  matchSplit(readSplit(csv, 's.csv'), annotated(...ids), 's.csv', (problem) => told.push(problem));
  return told.map(({ code, message }) => `${code}: ${message}`);
}

describe('a split and the pictures that are there', () => {
  it('that fit have nothing to tell', () => {
    expect(match('id,split\na,train\nx/b,test\n', 'x/a', 'x/b')).toEqual([]);
  });

  it('ids that match nothing are counted and named, and so are pictures without a line', () => {
    expect(match('id,split\na,train\nnobody,test\n', 'x/a', 'x/b')).toEqual([
      'table-unmatched: 1 ids in the split match no picture that has an annotation: nobody.',
      'table-unmatched: 1 pictures with an annotation are not in the split, and are not reported: x/b.',
    ]);
  });

  it('of which no line fits are refused', () => {
    expect(() => match('id,split\nnobody,train\n', 'x/a')).toThrow(
      expect.objectContaining({ code: 'table-unreadable', message: expect.stringContaining('nobody does not exist') }),
    );
  });
});

describe('a class map and the names of the annotations', () => {
  it('that nobody asks for are named', () => {
    const classes = new AskedClassMap([['dog', 1], ['cat', 2]]); // prettier-ignore
    classes.get('dog');
    expect(matchClassMap(classes, true, 'm.json')).toBe('1 names in m.json are in no annotation: cat.');
    classes.get('cat');
    expect(matchClassMap(classes, true, 'm.json')).toBeUndefined();
  });

  it('of which none fits are refused', () => {
    const classes = new AskedClassMap([['dog', 1]]);
    classes.get('horse');
    expect(() => matchClassMap(classes, true, 'm.json')).toThrow(
      expect.objectContaining({ code: 'table-unreadable', message: expect.stringContaining('dog does not exist') }),
    );
  });
});
