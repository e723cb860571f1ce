/**
 * The workers of a run. In WebAssembly there are as many as the machine can run, because parallel networks process more
 * pictures per second than one network with as many threads. On a GPU there is one, which processes pictures in
 * batches.
 */
import { CamLensError, describeError, type ErrorCode } from '../errors.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import type { Engine } from '../pipeline/chain/chain.ts';
import type { LensInfo } from '../pipeline/api/lens.ts';
import { checkRunChoice } from './check-run-choice.ts';
import type { LoadedModel } from '../pipeline/model/loaded-model.ts';
import { storeModel } from '../pipeline/model/stored-model.ts';
import type { Answer } from '../pipeline/worker/answer.ts';
import type { Patience } from '../silence.ts';
import type { UndecodedPicture } from './measure-files.ts';
import { Member, type MemberOptions } from './member.ts';
import { poolSize, type PoolSize } from './pool-size.ts';
import type { RunChoice, RunMachine, StoredMachine, TruePicture } from './run-choice.ts';

/**
 * Batches that a worker has at the same time. While a GPU works on one, the pictures of the next are decoded.
 * WebAssembly blocks the worker's thread, so there is one running, one decoded and one waiting.
 */
const batchesAtOnce = { webgpu: 2, wasm: 3 } as const;

/** Pictures per batch on a GPU; the worker splits batches if the network or the pictures are large. */
const usualBatch = 8;

export interface PoolOptions {
  readonly machine: RunMachine;
  /** Number of parallel networks. Default: as many as the machine can run. */
  readonly workers?: number;
  /** Pictures per batch. Default: 8 if the network is on a GPU, otherwise 1. */
  readonly batch?: number;
  readonly onProgress?: (message: string) => void;
  /** Called with every sign of progress of any worker. */
  readonly onSign?: () => void;
  /** How long a worker may be silent. Default: `usualPatience`. */
  readonly patience?: Patience;
}

interface StoredOptions extends Omit<PoolOptions, 'machine'> {
  readonly machine: StoredMachine;
}

/** Errors that may be caused by the worker or by other pictures of the batch: the picture is tried again alone. */
const worthAnotherTry: readonly ErrorCode[] = ['worker-failed', 'device-lost', 'out-of-memory', 'internal'];

/** A waiting picture. */
interface Waiting extends UndecodedPicture {
  readonly choice: RunChoice;
  /** Whether it needs a worker for itself. */
  readonly isAlone: boolean;
  readonly resolve: (record: PictureRecord) => void;
  readonly reject: (error: unknown) => void;
}

export class Pool {
  readonly info: LensInfo;
  /** Settles when every worker has started or has failed to start. */
  readonly ready: Promise<void>;
  readonly #options: StoredOptions;
  readonly #members: Member[];
  /** Pictures that wait for a worker, in order of arrival. */
  readonly #waiting: Waiting[] = [];
  #size: PoolSize;
  #isDestroyed = false;

  private constructor(options: StoredOptions, size: PoolSize, info: LensInfo, first: Member) {
    this.#options = options;
    this.#size = size;
    this.info = info;
    this.#members = [first];
    this.ready = this.#startOthers();
  }

  /**
   * Loads the model and starts the first worker; the others start while that one measures.
   * @throws CamLensError the error of the first worker
   */
  static async create({ machine, ...options }: PoolOptions): Promise<Pool> {
    const { model, ...others } = machine;
    const tell = options.onProgress ?? (() => undefined);
    // Once for all workers.
    const loaded = typeof model === 'string' ? await loadHere(model, tell) : model;
    const stored = 'blob' in loaded ? loaded : storeModel(loaded);
    const given = { ...options, machine: { ...others, model: stored } };
    const size = poolSize(options.workers, {
      hardwareConcurrency: navigator.hardwareConcurrency,
      crossOriginIsolated: globalThis.crossOriginIsolated,
    });
    const first = new Member(memberOf(given, size));
    const info = await first.started;
    const isOnGpu = info.backend.network === 'webgpu';
    return new Pool(given, isOnGpu ? { ...size, workers: 1 } : size, info, first);
  }

  /** Number of workers, including those still starting. */
  get workers(): number {
    return this.#size.workers;
  }

  /** Threads of each worker's network. */
  get threads(): number {
    return this.#size.threads;
  }

  /** Pictures per batch. */
  get batch(): number {
    const { batch = this.info.backend.network === 'webgpu' ? usualBatch : 1 } = this.#options;
    return batch;
  }

  get #atOnce(): number {
    return batchesAtOnce[this.info.backend.network];
  }

  /** Number of pictures that should be ready to keep all workers busy. */
  get capacity(): number {
    return this.workers * this.batch * this.#atOnce;
  }

  /** Live GPU buffers of all started workers, including free ones. */
  async alive(): Promise<Engine['alive']> {
    const each = await Promise.all(this.#members.filter(({ isReady }) => isReady).map((member) => member.alive()));
    return each.reduce((a, b) => ({ buffers: a.buffers + b.buffers, bytes: a.bytes + b.bytes }), {
      buffers: 0,
      bytes: 0,
    });
  }

  /**
   * Measures a picture on the least busy worker: in a batch as soon as there are enough pictures, or at once if the
   * worker is idle. If the worker dies during the batch, each of its pictures is tried once more, with a worker for
   * itself, so that a second death affects no other picture.
   * @throws CamLensError `crashed-on` if the picture crashed its worker twice, `stopped` if the run ends meanwhile,
   *   `ended` if it had ended before, `bad-option`, and any error of the picture
   */
  async measure(file: Blob, truth: TruePicture, choice: RunChoice): Promise<PictureRecord> {
    if (this.#isDestroyed) throw new CamLensError('ended', 'The pool was destroyed and measures no more.');
    checkRunChoice(choice);
    const asked = { file, truth, choice };
    try {
      return await this.#wait({ ...asked, isAlone: false });
    } catch (error) {
      if (!worthAnotherTry.includes(describeError(error).code)) throw error;
      return this.#wait({ ...asked, isAlone: true });
    }
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#members.forEach((member) => member.end());
    this.#waiting.splice(0).forEach(({ reject }) => reject(ended()));
  }

  #wait(asked: Omit<Waiting, 'resolve' | 'reject'>): Promise<PictureRecord> {
    if (this.#isDestroyed) throw ended();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...asked, resolve, reject });
      this.#handOut();
    });
  }

  /** In order of arrival, so that a picture that needs a worker for itself gets one, however many come after it. */
  #handOut(): void {
    while (this.#waiting.length > 0 && !this.#isDestroyed) {
      const dead = this.#members.find(({ isDead }) => isDead);
      if (dead !== undefined) {
        void this.#replace(dead);
        continue;
      }
      const member = this.#members.filter(({ isReady }) => isReady).toSorted((a, b) => a.busy - b.busy)[0];
      const count = member === undefined ? 0 : this.#together(member);
      if (member === undefined || count === 0) return;
      void this.#send(member, this.#waiting.splice(0, count));
    }
  }

  /** Number of waiting pictures that the worker gets now. */
  #together({ busy }: Member): number {
    const [first] = this.#waiting;
    if (first === undefined || busy >= this.#atOnce) return 0;
    if (first.isAlone) return busy === 0 ? 1 : 0;
    const other = this.#waiting.findIndex(({ isAlone, choice }) => isAlone || choice !== first.choice);
    const alike = Math.min(this.batch, other < 0 ? this.#waiting.length : other);
    return alike === this.batch || busy === 0 ? alike : 0;
  }

  async #send(member: Member, pictures: readonly Waiting[]): Promise<void> {
    const [first] = pictures;
    if (first === undefined) return;
    const room = first.isAlone ? this.#atOnce : 1;
    member.busy += room;
    try {
      const files = pictures.map(({ file, truth }) => ({ file, truth }));
      const answers = await member.measure(files, first.choice);
      pictures.forEach(({ resolve, reject }, i) => {
        const given = answers[i] as Answer<PictureRecord>;
        if (given.ok) resolve(given.value);
        else reject(new CamLensError(given.error.code, given.error.message));
      });
    } catch (error) {
      const reason = first.isAlone ? blamed(first.truth, error) : error;
      pictures.forEach(({ reject }) => reject(this.#isDestroyed ? ended() : reason));
    } finally {
      member.busy -= room;
      this.#handOut();
    }
  }

  /**
   * If a new worker does not start, the dead one stays; the picture that has waited longest fails with that error, and
   * the next one tries again.
   */
  async #replace(dead: Member): Promise<void> {
    dead.end();
    try {
      const fresh = this.#newMember();
      this.#members[this.#members.indexOf(dead)] = fresh;
      await fresh.started;
    } catch (error) {
      this.#waiting.shift()?.reject(error);
    } finally {
      this.#handOut();
    }
  }

  /**
   * One after the other, because each needs the memory of two models while it starts. If one does not start, no more
   * are tried.
   */
  async #startOthers(): Promise<void> {
    while (this.#members.length < this.#size.workers && !this.#isDestroyed) {
      const member = this.#newMember();
      this.#members.push(member);
      try {
        await member.started;
      } catch (error) {
        this.#leaveOut(member, error);
      }
      this.#handOut();
    }
  }

  #leaveOut(member: Member, error: unknown): void {
    const place = this.#members.indexOf(member);
    // A picture that found it dead may already have replaced it.
    if (place >= 0) this.#members.splice(place, 1);
    const workers = this.#members.length;
    this.#size = { ...this.#size, workers };
    const reason = error instanceof CamLensError ? error.message : String(error);
    this.#options.onProgress?.(`An additional worker could not start: ${reason} The run continues with ${workers}.`);
  }

  #newMember(): Member {
    return new Member(memberOf(this.#options, this.#size));
  }
}

function memberOf({ machine, onProgress, onSign, patience }: StoredOptions, { threads }: PoolSize): MemberOptions {
  return { machine, threads, onProgress: onProgress ?? (() => undefined), onSign, patience };
}

/** A picture that was alone with its worker when the worker died is set aside. */
function blamed({ path }: TruePicture, error: unknown): unknown {
  const { code, message } = describeError(error);
  if (code !== 'worker-failed') return error;
  return new CamLensError('crashed-on', `${path} was set aside: its worker ended twice while measuring it. ${message}`);
}

function ended(): CamLensError {
  return new CamLensError('stopped', 'The run was ended.');
}

/** Whoever has loaded the model elsewhere needs no script that reads models here. */
async function loadHere(address: string, tell: (message: string) => void): Promise<LoadedModel> {
  const { loadModel } = await import('../pipeline/model/model.ts').catch((cause: unknown) => {
    throw new CamLensError('worker-failed', `The script that reads models could not be loaded. (${String(cause)})`);
  });
  return loadModel(address, ({ message }) => tell(message));
}
