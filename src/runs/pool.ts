/**
 * The workers of a run: on WebAssembly as many as the machine bears, because networks side by side make more pictures a
 * second than one network on as many threads; on a GPU one, which shares nothing.
 */
import { CamLensError, describeError } from '../errors.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import type { Engine } from '../pipeline/chain.ts';
import type { LensInfo } from '../pipeline/lens.ts';
import { loadModel } from '../pipeline/model.ts';
import { Member } from './member.ts';
import { poolSize, type PoolSize } from './pool-size.ts';
import type { RunChoice, RunMachine, TruePicture } from './run-choice.ts';

/** Pictures that a worker has at once: one in the network, one decoded for it, and one whose file is being decoded. */
const picturesAtOnce = 3;

export interface PoolOptions {
  readonly machine: RunMachine;
  /** Networks side by side; as many as the machine bears unless said. */
  readonly workers?: number;
  readonly onProgress?: (message: string) => void;
}

export class Pool {
  readonly info: LensInfo;
  /** Settles when every worker has started, or has turned out not to. */
  readonly ready: Promise<void>;
  readonly #options: PoolOptions;
  readonly #members: Member[];
  readonly #waiting: (() => void)[] = [];
  #size: PoolSize;
  #isDestroyed = false;

  private constructor(options: PoolOptions, size: PoolSize, info: LensInfo, first: Member) {
    this.#options = options;
    this.#size = size;
    this.info = info;
    this.#members = [first];
    this.ready = this.#startOthers();
  }

  /**
   * Loads the model and starts the first worker; the others start while that one measures.
   * @throws CamLensError what the first of them meets
   */
  static async create({ machine, ...options }: PoolOptions): Promise<Pool> {
    const { model, ...others } = machine;
    const tell = options.onProgress ?? (() => undefined);
    // Once, for all of them.
    const loaded = typeof model === 'string' ? await loadModel(model, ({ message }) => tell(message)) : model;
    const given = { ...options, machine: { ...others, model: loaded } };
    const size = poolSize(options.workers, {
      hardwareConcurrency: navigator.hardwareConcurrency,
      crossOriginIsolated: globalThis.crossOriginIsolated,
    });
    const first = new Member(given.machine, size.threads, tell);
    const info = await first.started;
    const isOnGpu = info.backend.network === 'webgpu';
    return new Pool(given, isOnGpu ? { ...size, workers: 1 } : size, info, first);
  }

  /** Those that are still starting count. */
  get workers(): number {
    return this.#size.workers;
  }

  /** Of each worker's network. */
  get threads(): number {
    return this.#size.threads;
  }

  /** Pictures that are worth having ready. */
  get capacity(): number {
    return this.workers * picturesAtOnce;
  }

  /** GPU buffers that are alive in all workers that have started, free ones included. */
  async alive(): Promise<Engine['alive']> {
    const each = await Promise.all(this.#members.filter(({ isReady }) => isReady).map((member) => member.alive()));
    return each.reduce((a, b) => ({ buffers: a.buffers + b.buffers, bytes: a.bytes + b.bytes }), {
      buffers: 0,
      bytes: 0,
    });
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
    this.#isDestroyed = true;
    this.#members.forEach((member) => member.end());
  }

  /** @param room of the worker's `picturesAtOnce` */
  async #measureOnce(file: Blob, truth: TruePicture, choice: RunChoice, room: number): Promise<PictureRecord> {
    const member = await this.#free(room);
    try {
      return await member.measure(file, truth, choice);
    } finally {
      member.busy -= room;
      this.#wake();
    }
  }

  async #free(room: number): Promise<Member> {
    for (;;) {
      if (this.#isDestroyed) throw new CamLensError('stopped', 'The run was ended.');
      const dead = this.#members.find(({ isDead }) => isDead);
      if (dead !== undefined) await this.#replace(dead);
      const member = this.#members.toSorted((a, b) => a.busy - b.busy).find(({ isReady }) => isReady);
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

  /** Where no fresh worker starts, a dead one stays, and the next picture tries again. */
  async #replace(dead: Member): Promise<void> {
    dead.end();
    const fresh = this.#newMember();
    this.#members[this.#members.indexOf(dead)] = fresh;
    try {
      await fresh.started;
    } finally {
      this.#wake();
    }
  }

  /** One after the other: each holds the model twice while it starts. Where one does not start, no more are tried. */
  async #startOthers(): Promise<void> {
    while (this.#members.length < this.#size.workers && !this.#isDestroyed) {
      const member = this.#newMember();
      this.#members.push(member);
      try {
        await member.started;
      } catch (error) {
        this.#leaveOut(member, error);
      }
      this.#wake();
    }
  }

  #leaveOut(member: Member, error: unknown): void {
    const place = this.#members.indexOf(member);
    // A picture that found it dead may have put another in its place.
    if (place >= 0) this.#members.splice(place, 1);
    const workers = this.#members.length;
    this.#size = { ...this.#size, workers };
    const reason = error instanceof CamLensError ? error.message : String(error);
    this.#options.onProgress?.(`One more worker does not start: ${reason} The run goes on with ${workers}.`);
  }

  #newMember(): Member {
    const { machine, onProgress = () => undefined } = this.#options;
    return new Member(machine, this.#size.threads, onProgress);
  }
}
