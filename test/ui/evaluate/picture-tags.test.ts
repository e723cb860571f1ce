import { describe, expect, it } from 'vitest';
import { PictureTags, type TagStore } from '../../../src/ui/evaluate/picture-tags.ts';
import { head } from './support/rows.ts';

function storeOf(first: string | null = null): TagStore & { text: string | null } {
  return {
    text: first,
    getItem() {
      return this.text;
    },
    setItem(_, text) {
      this.text = text;
    },
    removeItem() {
      this.text = null;
    },
  };
}
const shown = (tags: PictureTags) => [...tags.tagged].map(([tag, ids]) => [tag, [...ids]]);

describe('tags', () => {
  it('are kept with their run, under any name', () => {
    const store = storeOf();
    const tags = new PictureTags(head, store);
    tags.add('__proto__', ['a', 'b']);
    tags.add('odd', ['b']);
    tags.remove('__proto__', ['a', 'unknown']);
    expect(tags.tagsOf('b')).toEqual(['__proto__', 'odd']);
    expect(shown(new PictureTags(head, store))).toEqual([
      ['__proto__', ['b']],
      ['odd', ['b']],
    ]);
  });

  it('of another run are not shown', () => {
    const store = storeOf();
    new PictureTags(head, store).add('odd', ['a']);
    const other = { ...head, settings: { ...head.settings, size: 448 } };
    expect(shown(new PictureTags(other, store))).toEqual([]);
  });

  it('that nothing has any more are gone', () => {
    const store = storeOf();
    const tags = new PictureTags(head, store);
    tags.add('odd', ['a']);
    tags.remove('odd', ['a']);
    expect(shown(tags)).toEqual([]);
    expect(store.text).toBeNull();
  });

  it.each(['', 'null', '{"run":1}', '{"run":"x","tags":[["a"]]}', '{'])('survive a storage that holds %j', (text) => {
    expect(shown(new PictureTags(head, storeOf(text)))).toEqual([]);
  });

  it('last as long as the page where nothing can be stored', () => {
    const full = {
      ...storeOf(),
      setItem: () => {
        throw new Error('full');
      },
    };
    for (const store of [full, undefined]) {
      const tags = new PictureTags(head, store);
      tags.add('odd', ['a']);
      expect(tags.tagsOf('a')).toEqual(['odd']);
    }
  });
});
