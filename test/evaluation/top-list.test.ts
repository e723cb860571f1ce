import { describe, expect, it } from 'vitest';
import { TopList } from '../../src/evaluation/top-list.ts';
import { randomIndices } from '../../src/random.ts';

interface Item {
  readonly id: string;
  readonly value?: number;
}

const listOf = (room: number, items: readonly Item[]) => {
  const list = new TopList<Item>(room, ({ value }) => value);
  const stayed = items.map((item) => list.offer(item));
  return { ids: list.items.map(({ id }) => id).join(''), stayed };
};

describe('TopList', () => {
  it('keeps the largest, equal ones by id, and says which came in', () => {
    const items = [
      { id: 'c', value: 1 },
      { id: 'a', value: 0 },
      { id: 'd', value: 3 },
      { id: 'b', value: 1 },
      { id: 'e', value: -1 },
    ];
    expect(listOf(3, items)).toEqual({ ids: 'dbc', stayed: [true, true, true, true, false] });
  });

  it('passes over what has no value', () => {
    expect(listOf(3, [{ id: 'a' }, { id: 'b', value: 0 }])).toEqual({ ids: 'b', stayed: [false, true] });
  });

  it('is the same in any order', () => {
    const items = Array.from({ length: 40 }, (_, i) => ({ id: String.fromCharCode(65 + i), value: i % 7 }));
    const sorted = items.toSorted((a, b) => b.value - a.value || (a.id < b.id ? -1 : 1)).slice(0, 9);
    const drawn = randomIndices(3);
    for (let round = 0; round < 20; round++) {
      const order = items.map((item) => ({ item, at: drawn(1000) })).sort((a, b) => a.at - b.at);
      expect(
        listOf(
          9,
          order.map(({ item }) => item),
        ).ids,
      ).toBe(sorted.map(({ id }) => id).join(''));
    }
  });
});
