import { expect, it } from 'vitest';
import { Crashes } from '../../src/runs/crashes.ts';

it('a picture is suspected after one crashed page, set aside after two, and cleared by its record', () => {
  const crashes = new Crashes();
  for (const id of ['a', 'b', 'c', 'd']) crashes.begin(id);
  crashes.end('d');
  expect(crashes.pageDied()).toEqual({ underWay: ['a', 'b', 'c'], setAside: [] });
  expect([crashes.suspects, crashes.aside]).toEqual([['a', 'b', 'c'], []]);
  // One after the other, each alone.
  crashes.begin('a');
  crashes.end('a');
  crashes.begin('b');
  expect(crashes.pageDied()).toEqual({ underWay: ['b'], setAside: ['b'] });
  expect([crashes.suspects, crashes.aside]).toEqual([['c'], ['b']]);
  expect(crashes.pageDied()).toEqual({ underWay: [], setAside: [] });
  expect(crashes.all).toEqual([
    { id: 'b', deaths: 2 },
    { id: 'c', deaths: 1 },
  ]);
});

it('crashes of earlier sessions count', () => {
  const earlier = new Crashes();
  earlier.begin('a');
  earlier.setAside('b');
  earlier.pageDied();
  const crashes = new Crashes(earlier.all);
  expect([crashes.suspects, crashes.aside]).toEqual([['a'], ['b']]);
  crashes.begin('a');
  expect(crashes.pageDied().setAside).toEqual(['a']);
});
