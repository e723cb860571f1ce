/** Workers of a pool that are played: they measure when they are told to. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { CamLensError, type ErrorCode } from '../../../src/errors.ts';
import type { PictureRecord } from '../../../src/evaluation/record.ts';
import type { LensInfo } from '../../../src/pipeline/api/lens.ts';
import { answer } from '../../../src/pipeline/worker/answer.ts';
import { answerCalls } from '../../../src/pipeline/worker/serve.ts';
import { Pool } from '../../../src/runs/pool.ts';
import type { RunWorker } from '../../../src/runs/protocol.ts';
import type { RunChoice, StoredMachine, TruePicture } from '../../../src/runs/run-choice.ts';
import { picture as recordOf } from '../../evaluation/records.ts';
import { eventually } from '../../support/eventually.ts';
import { tinyModel } from '../../support/tiny-model.ts';

export const choice: RunChoice = {
  ...{ methods: ['cam'], layers: ['last'], sources: ['true'], measures: [] },
  ...{ thresholds: [0.15], boxThreshold: 0.15 },
};
export const model = tinyModel();
export const machine = { backend: 'wasm', model } as const;
export const file = new Blob(['picture']);

/** What goes on, anew for every test. */
export const played: {
  /** All that were started. */
  workers: PlayedWorker[];
  /** How the starts still to come go. */
  starts: (ErrorCode | Promise<void> | undefined)[];
  network: 'wasm' | 'webgpu';
} = { workers: [], starts: [], network: 'wasm' };

export class PlayedWorker extends EventTarget {
  threads: number | undefined;
  machine: StoredMachine | undefined;
  isEnded = false;
  /** Pictures under way, by id. */
  readonly open = new Map<string, (outcome: PictureRecord | CamLensError) => void>();
  /** The ids of each batch that it was given. */
  readonly batches: string[] = [];
  readonly #channel = new MessageChannel();

  constructor() {
    super();
    played.workers.push(this);
    const remote: RunWorker = {
      start: async (machine, threads) => {
        [this.machine, this.threads] = [machine, threads];
        const failure = await played.starts.shift();
        if (failure !== undefined) throw new CamLensError(failure, 'no start');
        return { backend: { network: played.network } } as LensInfo;
      },
      alive: () => ({ buffers: 3, bytes: 10 * (this.threads ?? 0) }),
      measure: async (files) => {
        this.batches.push(files.map(({ truth }) => truth.id).join(''));
        const outcomes = await Promise.all(files.map(({ truth }) => this.#outcome(truth.id)));
        const lost = outcomes.find((outcome) => outcome instanceof CamLensError && outcome.code === 'device-lost');
        if (lost !== undefined) throw lost as CamLensError;
        return Promise.all(outcomes.map((outcome) => answer(() => resultOf(outcome))));
      },
    };
    answerCalls(remote, this.#channel.port1);
    this.#channel.port2.start();
    this.#channel.port2.addEventListener('message', ({ data }) =>
      this.dispatchEvent(new MessageEvent('message', { data: data as unknown })),
    );
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#channel.port2.postMessage(message, transfer);
  }

  terminate(): void {
    this.isEnded = true;
    this.#channel.port1.close();
  }

  async #outcome(id: string): Promise<PictureRecord | CamLensError> {
    const outcome = await new Promise<PictureRecord | CamLensError>((resolve) => this.open.set(id, resolve));
    this.open.delete(id);
    return outcome;
  }

  die(): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  }
}

function resultOf(outcome: PictureRecord | CamLensError): PictureRecord {
  if (outcome instanceof CamLensError) throw outcome;
  return outcome;
}

/** Called once in a test file: each of its tests has workers that are played, on a machine with six processors. */
export function playWorkers(): void {
  beforeEach(() => {
    Object.assign(played, { workers: [], starts: [], network: 'wasm' });
    vi.stubGlobal('Worker', PlayedWorker);
    vi.stubGlobal('navigator', { hardwareConcurrency: 6 });
    vi.stubGlobal('crossOriginIsolated', true);
  });
  afterEach(() => {
    played.workers.forEach((worker) => worker.terminate());
    vi.unstubAllGlobals();
  });
}

export const living = (): PlayedWorker[] => played.workers.filter(({ isEnded }) => !isEnded);
export const underWay = (): string[][] => living().map(({ open }) => [...open.keys()]);

/** Waits until the pictures are with the workers in this way. */
export const expectUnderWay = (wanted: string[][]): Promise<void> =>
  eventually(() => expect(underWay()).toEqual(wanted));

export const truthOf = (id: string): TruePicture => ({ id, path: id, class: 0, boxes: [[0, 0, 1, 1]] });

export function measure(pool: Pool, ids: string): Promise<PromiseSettledResult<PictureRecord>[]> {
  return Promise.allSettled(Array.from(ids, (id) => pool.measure(file, truthOf(id), choice)));
}

/** A pool whose workers have all started. */
export async function readyPool(workers: number): Promise<Pool> {
  const pool = await Pool.create({ machine, workers });
  await pool.ready;
  return pool;
}

/** Measures whatever is still to be measured, but for pictures of which nothing comes. */
export async function endAll(results: Promise<PromiseSettledResult<PictureRecord>[]>, hanging = ''): Promise<string[]> {
  const timer = setInterval(() => {
    for (const { open } of living()) {
      for (const [id, end] of open) if (!hanging.includes(id)) end(recordOf(id, [0.5]));
    }
  }, 5);
  const settled = await results.finally(() => clearInterval(timer));
  return settled.map((result) =>
    result.status === 'fulfilled' ? result.value.id : (result.reason as CamLensError).code,
  );
}
