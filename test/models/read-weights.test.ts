import { describe, expect, it } from 'vitest';
import { readWeights } from '../../models/read-weights.ts';

/** 0, 1, 2 … 6 as float32. */
const bytes = new Uint8Array(Float32Array.from([0, 1, 2, 3, 4, 5, 6]).buffer);
const entries = [
  { name: 'a', shape: [2], dtype: 'float32' },
  { name: 'b', shape: [2, 2], dtype: 'float32' },
  { name: 'c', shape: [], dtype: 'float32' },
];

/** The bytes cut into shards of the sizes given. */
function shardsOf(sizes: readonly number[]): Map<string, Uint8Array<ArrayBuffer>> {
  let start = 0;
  return new Map(sizes.map((size, index) => [`${index}.bin`, bytes.slice(start, (start += size))]));
}

function manifestOf(shards: ReadonlyMap<string, unknown>, weights: unknown = entries): unknown {
  return [{ paths: [...shards.keys()], weights }];
}

describe('readWeights', () => {
  it.each([[[28]], [[12, 16]], [[8, 16, 4]], [[9, 1, 1, 6, 11]], [[0, 28]], [[27, 1]]])(
    'finds every weight in shards of %o bytes',
    (sizes) => {
      const shards = shardsOf(sizes);
      const weights = readWeights(manifestOf(shards), shards);
      expect([...weights.get('a', [2]).values]).toEqual([0, 1]);
      expect([...weights.get('b', [2, 2]).values]).toEqual([2, 3, 4, 5]);
      expect([...weights.get('c', []).values]).toEqual([6]);
    },
  );

  it('starts anew with each group of the manifest', () => {
    const shards = shardsOf([8, 20]);
    const groups = [
      { paths: ['1.bin'], weights: entries.slice(1) },
      { paths: ['0.bin'], weights: entries.slice(0, 1) },
    ];
    const weights = readWeights(groups, shards);
    expect([...weights.get('a', [2]).values]).toEqual([0, 1]);
    expect([...weights.get('c', []).values]).toEqual([6]);
  });

  it('copies nothing that lies whole in one shard', () => {
    const shards = shardsOf([28]);
    const weights = readWeights(manifestOf(shards), shards);
    expect(weights.get('b', [2, 2]).values.buffer).toBe(shards.get('0.bin')?.buffer);
  });

  it('names a weight that is missing or has another shape', () => {
    const shards = shardsOf([28]);
    const weights = readWeights(manifestOf(shards), shards);
    expect(() => weights.get('d', [1])).toThrow('The weight "d" is missing.');
    expect(() => weights.get('b', [4])).toThrow('The weight "b" has the shape [2, 2]; [4] was expected.');
  });

  it('names a shard that is missing, and says when the shards are too short or too long', () => {
    const shards = shardsOf([12, 16]);
    expect(() => readWeights([{ paths: ['0.bin', '2.bin'], weights: entries }], shards)).toThrow(
      'The weight shard 2.bin is missing.',
    );
    expect(() => readWeights([{ paths: ['0.bin'], weights: entries }], shards)).toThrow(
      'have 12 bytes; 28 were expected',
    );
    expect(() => readWeights(manifestOf(shards, entries.slice(0, 2)), shards)).toThrow(
      'have 28 bytes; 24 were expected',
    );
  });

  it.each([
    [{ name: 'a', shape: [2], dtype: 'int32' }, 'The weight "a" is int32'],
    [{ name: 'a', shape: [2], dtype: 'float32', quantization: { dtype: 'uint8' } }, 'The weight "a" is quantized'],
  ])('refuses %o', (entry, message) => {
    const shards = shardsOf([28]);
    expect(() => readWeights(manifestOf(shards, [entry]), shards)).toThrow(
      expect.objectContaining({ code: 'model-unsupported', message: expect.stringContaining(message) as string }),
    );
  });
});
