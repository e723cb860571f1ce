/** A part of a data set. A picture's part depends only on its id, not on the number or order of pictures. */
import { CamLensError } from '../errors.ts';

/** Part `index`, from 1, of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** @throws CamLensError `bad-option` */
export function readShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text.trim())?.map(Number) ?? [];
  if (index !== undefined && count !== undefined && index >= 1 && index <= count) return { index, count };
  throw new CamLensError('bad-option', `"${text}" is not a part; 1/4 to 4/4 were expected, for example.`);
}

/** FNV-1a over the id's UTF-8 bytes: distributes similar ids over all shards, equally on every machine. */
export function isInShard(id: string, { index, count }: Shard): boolean {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % count === index - 1;
}
