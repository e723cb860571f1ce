import { expect, it } from 'vitest';
import { CalmText, calmMs } from '../../../src/ui/embed/calm-text.ts';

it('changes at most every four seconds, to the newest text', () => {
  const calm = new CalmText();
  expect([calm.offer('a', 0), calm.offer('b', 100), calm.offer('c', calmMs - 1)]).toEqual([true, false, false]);
  expect(calm.text).toBe('a');
  expect([calm.offer('a', calmMs), calm.offer('d', calmMs), calm.text]).toEqual([false, true, 'd']);
  calm.set('');
  expect([calm.text, calm.offer('e', calmMs + 1)]).toEqual(['', true]);
});
