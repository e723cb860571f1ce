import { expect, it } from 'vitest';
import { DeathWatch } from '../../../src/ui/evaluate/death-watch.ts';

class Shelf {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

/** A page that takes up the run. */
function visit(shelf: Shelf): { readonly watch: DeathWatch; readonly leave: () => void } {
  const page = new EventTarget();
  const watch = new DeathWatch(shelf, page);
  watch.take();
  return { watch, leave: () => void page.dispatchEvent(new Event('pagehide')) };
}

it('suspects the pictures in progress when the page crashed, and sets aside one that crashed a second page', () => {
  const shelf = new Shelf();
  const { watch: first } = visit(shelf);
  for (const id of ['a', 'b', 'c']) first.begin(id);
  first.end('b');
  const { watch: second } = visit(shelf);
  expect([second.suspects, second.aside]).toEqual([['a', 'c'], []]);
  second.begin('a');
  second.end('a');
  second.begin('c');
  const { watch: third } = visit(shelf);
  expect([third.suspects, third.aside]).toEqual([[], ['c']]);
  third.rest();
  // It stays aside for as long as the run is kept.
  expect(visit(shelf).watch.aside).toEqual(['c']);
  third.forget();
  expect(shelf.items.size).toBe(0);
});

it('takes a page that is left or loaded again, or a run that is stopped, for no death', () => {
  const shelf = new Shelf();
  const { watch, leave } = visit(shelf);
  watch.begin('a');
  leave();
  expect(visit(shelf).watch.suspects).toEqual([]);
  const { watch: stopped } = visit(shelf);
  stopped.begin('a');
  stopped.rest();
  expect(visit(shelf).watch.suspects).toEqual([]);
  expect(shelf.items.size).toBe(0);
});

it('a picture whose workers died of it is set aside at once', () => {
  const shelf = new Shelf();
  const { watch } = visit(shelf);
  watch.begin('a');
  watch.end('a', 'crashed-on');
  watch.begin('b');
  watch.end('b', 'picture-unreadable');
  expect(visit(shelf).watch.aside).toEqual(['a']);
});

it.each(['', '{', '[]', 'null', '{"crashes":1,"underWay":[]}'])('what cannot be read (%j) is nothing', (text) => {
  const shelf = new Shelf();
  const { watch } = visit(shelf);
  watch.begin('a');
  for (const key of shelf.items.keys()) shelf.items.set(key, text);
  expect(visit(shelf).watch.suspects).toEqual([]);
});

it('without storage, or without space in it, the run goes on', () => {
  const watch = new DeathWatch(undefined, new EventTarget());
  watch.take();
  watch.begin('a');
  expect(watch.suspects).toEqual([]);
  const full = new Shelf();
  full.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  visit(full).watch.begin('a');
});
