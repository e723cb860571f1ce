import { describe, expect, it } from 'vitest';
import { isInShard, readShard } from '../../src/runs/shard.ts';

describe('a shard', () => {
  it('is read from I/N', () => {
    expect(readShard('1/1')).toEqual({ index: 1, count: 1 });
    expect(readShard(' 12/40 ')).toEqual({ index: 12, count: 40 });
  });

  it.each(['', '1', '0/3', '4/3', '1/0', '-1/3', '1.5/3', '1/3/5', 'a/b'])('is not %j', (text) => {
    expect(() => readShard(text)).toThrow(expect.objectContaining({ code: 'bad-option' }) as Error);
  });

  // The published values of 32-bit FNV-1a: "" is 0x811c9dc5, "a" 0xe40c292c, "foobar" 0xbf9cf968.
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('takes %j by its FNV-1a hash', (id, hash) => {
    for (const count of [2, 3, 7, 1000]) {
      expect(isInShard(id, { index: (hash % count) + 1, count })).toBe(true);
      expect(isInShard(id, { index: ((hash + 1) % count) + 1, count })).toBe(false);
    }
  });

  it('takes each picture once, and neighbours evenly', () => {
    const ids = Array.from({ length: 3000 }, (_, i) => `n02085620-Chihuahua/n02085620_${i}`);
    const sizes = [1, 2, 3].map((index) => ids.filter((id) => isInShard(id, { index, count: 3 })).length);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(ids.length);
    for (const id of ids) expect([1, 2, 3].filter((index) => isInShard(id, { index, count: 3 }))).toHaveLength(1);
    for (const size of sizes) expect(Math.abs(size - 1000)).toBeLessThan(100);
  });
});
