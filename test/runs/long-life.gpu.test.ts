/**
 * What a page and its workers hold after many pictures is what they held after the first ones. Memory of processes is measured
 * by `bench memory` and `bench lens`.
 */
import { expect, it, vi } from 'vitest';
import { createLens } from '../../src/pipeline/worker/remote.ts';
import { Pool } from '../../src/runs/pool.ts';
import type { RunChoice } from '../../src/runs/run-choice.ts';
import { runEvaluation } from '../../src/runs/run.ts';
import type { AnnotatedPicture } from '../../src/datasets/pair.ts';
import { eventually } from '../support/eventually.ts';
import { countListeners } from '../support/listeners.ts';
import { tinyModel } from '../support/tiny-model.ts';
import type { UndecodedPicture } from '../../src/runs/measure-files.ts';
import { pictureFiles } from './support/picture-files.ts';

vi.setConfig({ testTimeout: 400_000 });

const machine = { model: tinyModel(), backend: 'webgpu' } as const;
const choice: RunChoice = {
  ...{ methods: ['cam', 'grad-cam'], layers: ['last'], sources: ['true'] },
  ...{ thresholds: [0.15, 0.5], boxThreshold: 0.15, measures: ['wsol', 'pointing', 'energy'] },
};

/** Pictures of one run: three batches. */
const some = 24;

/** Rounds of so many pictures in which nothing is made, and how many there may be until then. */
const calmRounds = 4;
const mostRounds = 30;

/** Counts channels that are made: none is to be made for a picture. */
function countChannels(): () => number {
  const RealChannel = MessageChannel;
  let count = 0;
  vi.stubGlobal(
    'MessageChannel',
    class extends RealChannel {
      constructor() {
        super();
        count++;
      }
    },
  );
  return () => count;
}

it('a run holds after many pictures what it held after the first ones: GPU buffers, listeners, workers', async () => {
  const [{ file, truth }] = (await pictureFiles()) as [UndecodedPicture];
  const listeners = countListeners();
  const channels = countChannels();
  const pool = await Pool.create({ machine, workers: 1 });
  async function* pictures(count: number): AsyncGenerator<AnnotatedPicture> {
    for (let i = 0; i < count; i++) {
      const [id, path] = [`${i}`, `${i}.png`];
      await Promise.resolve();
      yield {
        id,
        picture: { id, path, name: path, sizeBytes: file.size, read: () => Promise.resolve(file) },
        annotation: { id, path, place: path, size: undefined, class: truth.class, boxes: truth.boxes! },
      };
    }
  }
  const { signal } = new AbortController();
  const problems: unknown[] = [];
  const report = (problem: unknown): void => void problems.push(problem);
  const measure = async (count: number): Promise<number> => {
    let done = 0;
    for await (const record of runEvaluation(pictures(count), pool, { choice, report, signal })) {
      done += Number(record.id !== '');
    }
    return done;
  };
  const held = async () => {
    const { held: locks = [] } = await navigator.locks.query();
    const workers = locks.filter(({ name }) => name?.startsWith('cam-lens worker')).length;
    return { listeners: listeners.there, channels: channels(), workers };
  };
  expect(await measure(some)).toBe(some);
  const early = await held();
  // Buffers are made until batches of every size have met those that they can meet, and how soon they do is chance. What
  // leaks is never calm.
  let alive = await pool.alive();
  for (let times = 0, calm = 0; calm < calmRounds; times++) {
    expect(times).toBeLessThan(mostRounds);
    expect(await measure(some)).toBe(some);
    const now = await pool.alive();
    calm = now.bytes === alive.bytes && now.buffers === alive.buffers ? calm + 1 : 0;
    alive = now;
  }
  expect(problems).toEqual([]);
  expect(await held()).toEqual(early);
  expect(early.workers).toBe(1);
  pool.destroy();
  expect(listeners.there).toEqual([]);
  await eventually(async () => expect((await held()).workers).toBe(0));
  vi.unstubAllGlobals();
});

it('a Lens holds after 12 explanations what it held after 6, and nothing when it is closed', async () => {
  const files = await pictureFiles();
  const listeners = countListeners();
  const channels = countChannels();
  const model = { files: [new File([tinyModel().bytes], 'tiny.onnx')] };
  const lens = await createLens({ model, backend: 'webgpu' });
  const { signal } = new AbortController();
  const held: unknown[] = [];
  for (let done = 1; done <= 12; done++) {
    const { file, truth } = files[done % files.length]!;
    const { id } = await lens.open(file, truth.path);
    const follow = { signal, onProgress: () => undefined };
    const asked = { methods: ['cam', 'grad-cam'], layers: ['last'], class: 'predicted', threshold: 0.15 } as const;
    await lens.explain(id, asked, follow);
    await lens.locate(id, 0.4);
    const size = { width: 40, height: 30 };
    const look = { method: 'cam', layer: 'last', show: 'blend', colourMap: 'viridis', opacity: 0.5 } as const;
    (await lens.paint(id, { ...look, ...size })).close();
    await lens.close(id);
    if (done % 6 === 0) held.push({ listeners: listeners.there, channels: channels() });
  }
  expect(held[1]).toEqual(held[0]);
  lens.destroy();
  expect(listeners.there).toEqual([]);
  vi.unstubAllGlobals();
});
