import { expect, it } from 'vitest';
import { ProblemTeller } from '../../cli/problem-teller.ts';

it('names a few problems of each kind, and numbers all', () => {
  const lines: string[] = [];
  const teller = new ProblemTeller((line) => lines.push(line));
  for (let i = 1; i <= 23; i++) teller.tell({ id: `p${i}`, code: 'annotation-missing', message: 'There is none.' });
  teller.tell({ id: 'q', code: 'picture-empty', message: 'q.jpg is empty.' });
  teller.sumUp(['a', 'b', 'c', 'd', 'e']);
  expect(lines).toHaveLength(24);
  expect(lines.slice(0, 2)).toEqual([
    'p1: There is none. [annotation-missing]',
    'p2: There is none. [annotation-missing]',
  ]);
  expect(lines.slice(19)).toEqual([
    'p20: There is none. [annotation-missing]',
    'More errors with the code annotation-missing are counted and listed in the result.',
    'q: q.jpg is empty. [picture-empty]',
    'annotation-missing: 23 in total; the result lists them.',
    '5 annotations have no picture: a, b, c and 2 more; the result lists them.',
  ]);
});

it('says nothing where nothing is wrong', () => {
  const lines: string[] = [];
  const teller = new ProblemTeller((line) => lines.push(line));
  teller.sumUp([]);
  expect(lines).toEqual([]);
  teller.sumUp(['only']);
  expect(lines).toEqual(['1 annotation has no picture: only.']);
});
