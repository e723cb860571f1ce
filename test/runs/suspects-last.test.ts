import { expect, it } from 'vitest';
import type { AnnotatedPicture } from '../../src/datasets/pair.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import type { TruePicture } from '../../src/runs/run-choice.ts';
import { runSuspectsLast } from '../../src/runs/suspects-last.ts';
import { picture as recordOf } from '../evaluation/records.ts';

const choice = {
  methods: ['cam'],
  layers: ['layer4'],
  sources: ['true'],
  measures: [],
  thresholds: [0.15],
  boxThreshold: 0.15,
} as const;

async function* pictures(): AsyncGenerator<AnnotatedPicture> {
  for (const id of ['a', 'b', 'c', 'd', 'e']) {
    await Promise.resolve();
    yield {
      id,
      picture: { id, path: id, name: id, sizeBytes: 1, read: () => Promise.resolve(new Blob([id])) },
      annotation: { id, path: id, place: id, size: undefined, class: 7, boxes: [[1, 2, 3, 4]] },
    };
  }
}

/** How many were measured at once while each was. */
class PlayedPool {
  readonly capacity = 3;
  readonly together = new Map<string, number>();
  readonly #open = new Set<string>();

  async measure(_: Blob, { id }: TruePicture): Promise<PictureRecord> {
    this.#open.add(id);
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (const one of this.#open) this.together.set(one, Math.max(this.together.get(one) ?? 0, this.#open.size));
    this.#open.delete(id);
    return recordOf(id, [0.5]);
  }
}

async function measured(suspects: readonly string[], limit?: number): Promise<[ids: string[], pool: PlayedPool]> {
  const pool = new PlayedPool();
  const ids: string[] = [];
  const options = { choice, report: () => undefined, suspects: new Set(suspects), ...(limit && { limit }) };
  for await (const { id } of runSuspectsLast(pictures, pool, options)) ids.push(id);
  return [ids, pool];
}

it('measures suspects after all others, each alone', async () => {
  const [ids, { together }] = await measured(['a', 'd']);
  expect(ids).toEqual(['b', 'c', 'e', 'a', 'd']);
  expect([...together]).toEqual([
    ['b', 3],
    ['c', 3],
    ['e', 3],
    ['a', 1],
    ['d', 1],
  ]);
});

it('counts suspects among the pictures that a limit allows', async () => {
  expect((await measured(['a', 'd'], 3))[0]).toEqual(['b', 'a', 'd']);
  expect((await measured([], 2))[0]).toEqual(['a', 'b']);
});
