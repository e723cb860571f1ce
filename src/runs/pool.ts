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
  /** Rejects when the worker dies: one that has ended answers no more. */
  readonly died: Promise<never>;
  readonly die: (error: CamLensError) => void;
  busy: number;
  isDead: boolean;
  /** A fresh worker is being started for it. */
  isReplaced: boolean;
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
      return await this.#measureOnce(file, truth, choice, 1);
    } catch (error) {
      const { code } = describeError(error);
      if (code !== 'device-lost' && code !== 'internal') throw error;
      // With the worker for itself: should it die again, no other picture suffers.
      return this.#measureOnce(file, truth, choice, picturesAtOnce);
    }
  }

  destroy(): void {
    this.#members.forEach(({ worker }) => worker.terminate());
  }

  /** @param room of the worker's `picturesAtOnce` */
  async #measureOnce(file: Blob, truth: TruePicture, choice: RunChoice, room: number): Promise<PictureRecord> {
    const member = await this.#free(room);
    try {
      return unwrap(await Promise.race([member.remote.measure(file, truth, choice), member.died]));
    } catch (error) {
      const { code, message } = describeError(error);
      // What else is under way there would fail alike, or never be answered.
      if (code === 'device-lost') member.die(new CamLensError(code, message));
      throw error;
    } finally {
      member.busy -= room;
      this.#wake();
    }
  }

  async #free(room: number): Promise<Member> {
    for (;;) {
      const dead = this.#members.find(({ isDead, isReplaced }) => isDead && !isReplaced);
      if (dead !== undefined) await this.#replace(dead);
      const member = this.#members.toSorted((a, b) => a.busy - b.busy).find(({ isDead }) => !isDead);
      if (member !== undefined && member.busy + room <= picturesAtOnce) {
        member.busy += room;
        return member;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** All that wait look again: what one of them cannot use may be what another needs. */
  #wake(): void {
    this.#waiting.splice(0).forEach((look) => look());
  }

  /** Where no fresh worker starts, the dead one stays, and the next picture tries again. */
  async #replace(dead: Member): Promise<void> {
    dead.isReplaced = true;
    dead.worker.terminate();
    try {
      const isAlone = this.#members.length === 1;
      const threads = this.info.backend.network === 'webgpu' || isAlone ? null : 1;
      this.#members[this.#members.indexOf(dead)] = (await startMember(this.#options, threads)).member;
    } catch (error) {
      dead.isReplaced = false;
      throw error;
    } finally {
      this.#wake();
    }
  }
}

async function startMember(
  { machine, onProgress = () => undefined }: PoolOptions,
  threads: number | null,
): Promise<{ member: Member; info: LensInfo }> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'cam-lens run' });
  const remote = wrap<RunWorker>(worker);
  let reject: (error: CamLensError) => void = () => undefined;
  const died = new Promise<never>((_, fail) => (reject = fail));
  died.catch(() => undefined);
  const die = (error: CamLensError): void => {
    member.isDead = true;
    reject(error);
  };
  worker.addEventListener('error', ({ message }: Partial<ErrorEvent>) =>
    die(new CamLensError('internal', `A worker of the run failed${message ? ` (${message})` : ''}.`)),
  );
  const member: Member = { worker, remote, died, die, busy: 0, isDead: false, isReplaced: false };
  try {
    return { member, info: unwrap(await Promise.race([remote.start(machine, threads, proxy(onProgress)), died])) };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}
