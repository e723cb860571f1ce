/**
 * The workers of a run: on WebAssembly as many as the machine bears, each with one thread of its own, because networks
 * side by side make more pictures a second than one network on as many threads; on a GPU one, which shares nothing.
 */
import { proxy, wrap, type Remote } from 'comlink';
import { CamLensError, describeError } from '../errors.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import type { LensInfo } from '../pipeline/lens.ts';
import { unwrap } from '../pipeline/protocol.ts';
import type { RunWorker } from './protocol.ts';
import type { RunChoice, RunMachine, TruePicture } from './run-choice.ts';

/** Pictures that a worker has at once: while the stages of one wait for the GPU, the network runs for another. */
const picturesAtOnce = 2;

/** More networks than this no longer fit into the memory of an ordinary machine (ResNet-50: 400 MB each). */
const mostWorkers = 8;

interface Member {
  readonly worker: Worker;
  readonly remote: Remote<RunWorker>;
  /** Rejects when the worker dies. */
  readonly died: Promise<never>;
  busy: number;
  isDead: boolean;
}

export interface PoolOptions {
  readonly machine: RunMachine;
  /** Networks side by side; as many as the machine bears unless said. */
  readonly workers?: number;
  readonly onProgress?: (message: string) => void;
}

export class Pool {
  readonly info: LensInfo;
  readonly #options: PoolOptions;
  readonly #members: Member[];
  readonly #waiting: (() => void)[] = [];

  private constructor(options: PoolOptions, info: LensInfo, members: Member[]) {
    this.#options = options;
    this.info = info;
    this.#members = members;
  }

  /**
   * Starts the workers.
   * @throws CamLensError what the first of them meets
   */
  static async create(options: PoolOptions): Promise<Pool> {
    const first = await startMember(options, 1);
    const isOnGpu = first.info.backend.network === 'webgpu';
    const count = isOnGpu ? 1 : (options.workers ?? Math.min(mostWorkers, Math.max(1, navigator.hardwareConcurrency)));
    if (isOnGpu || count > 1) {
      const members = [first.member];
      try {
        // One after the other: each holds the model twice while it starts.
        while (members.length < count) members.push((await startMember(options, 1)).member);
      } catch (error) {
        members.forEach(({ worker }) => worker.terminate());
        throw error;
      }
      return new Pool(options, first.info, members);
    }
    // Alone, a network has all processors for itself.
    first.member.worker.terminate();
    const alone = await startMember(options, null);
    return new Pool(options, alone.info, [alone.member]);
  }

  get workers(): number {
    return this.#members.length;
  }

  /** Pictures that are worth having ready. */
  get capacity(): number {
    return this.#members.length * picturesAtOnce;
  }

  /**
   * Measures a picture on the least busy worker, as soon as one has room. A picture that its worker dies of gets one
   * more try on a fresh one.
   */
  async measure(file: Blob, truth: TruePicture, choice: RunChoice): Promise<PictureRecord> {
    try {
      return await this.#measureOnce(file, truth, choice);
    } catch (error) {
      const { code } = describeError(error);
      if (code !== 'device-lost' && code !== 'internal') throw error;
      return this.#measureOnce(file, truth, choice);
    }
  }

  destroy(): void {
    this.#members.forEach(({ worker }) => worker.terminate());
  }

  async #measureOnce(file: Blob, truth: TruePicture, choice: RunChoice): Promise<PictureRecord> {
    const member = await this.#free();
    try {
      return unwrap(await Promise.race([member.remote.measure(file, truth, choice), member.died]));
    } catch (error) {
      if (describeError(error).code === 'device-lost') member.isDead = true;
      throw error;
    } finally {
      member.busy--;
      this.#waiting.shift()?.();
    }
  }

  async #free(): Promise<Member> {
    for (;;) {
      const dead = this.#members.findIndex(({ isDead }) => isDead);
      if (dead >= 0) await this.#replace(dead);
      const member = this.#members.toSorted((a, b) => a.busy - b.busy)[0];
      if (member !== undefined && !member.isDead && member.busy < picturesAtOnce) {
        member.busy++;
        return member;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async #replace(index: number): Promise<void> {
    const [dead] = this.#members.splice(index, 1);
    dead?.worker.terminate();
    const threads = this.info.backend.network === 'webgpu' || this.#members.length === 0 ? null : 1;
    this.#members.push((await startMember(this.#options, threads)).member);
  }
}

async function startMember(
  { machine, onProgress = () => undefined }: PoolOptions,
  threads: number | null,
): Promise<{ member: Member; info: LensInfo }> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'cam-lens run' });
  const remote = wrap<RunWorker>(worker);
  const died = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }: Partial<ErrorEvent>) => {
      member.isDead = true;
      reject(new CamLensError('internal', `A worker of the run failed${message ? ` (${message})` : ''}.`));
    });
  });
  died.catch(() => undefined);
  const member: Member = { worker, remote, died, busy: 0, isDead: false };
  try {
    return { member, info: unwrap(await Promise.race([remote.start(machine, threads, proxy(onProgress)), died])) };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}
