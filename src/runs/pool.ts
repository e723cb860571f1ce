/**
 * The workers of a run: on WebAssembly as many as the machine bears, because networks side by side make more pictures a
 * second than one network on as many threads; on a GPU one, which shares nothing and takes pictures in batches.
 */
import { CamLensError, describeError, type ErrorCode } from '../errors.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import type { Engine } from '../pipeline/chain/chain.ts';
import type { LensInfo } from '../pipeline/api/lens.ts';
import { checkRunChoice } from './check-run-choice.ts';
import { loadModel } from '../pipeline/model/model.ts';
import { storeModel } from '../pipeline/model/stored-model.ts';
import type { Answer } from '../pipeline/worker/answer.ts';
import type { Patience } from '../pipeline/worker/silence.ts';
import type { PictureFile } from './measure-files.ts';
import { Member, type MemberOptions } from './member.ts';
import { poolSize, type PoolSize } from './pool-size.ts';
import type { RunChoice, RunMachine, StoredMachine, TruePicture } from './run-choice.ts';

/**
 * Batches that a worker has at once: while a GPU works on one, the pictures of another are decoded. WebAssembly holds the
 * worker's thread: one runs, one is decoded for it, and one has come meanwhile.
 */
const batchesAtOnce = { webgpu: 2, wasm: 3 } as const;

/** Pictures of a batch on a GPU; the worker makes smaller ones of it where network or pictures are large. */
const usualBatch = 8;

export interface PoolOptions {
  readonly machine: RunMachine;
  /** Networks side by side; as many as the machine bears unless said. */
  readonly workers?: number;
  /** Pictures that a worker is given together; unless said 8 where the network is on a GPU, and 1 elsewhere. */
  readonly batch?: number;
  readonly onProgress?: (message: string) => void;
  /** Every sign of any worker that its work goes on. */
  readonly onSign?: () => void;
  /** How long a worker may be silent; `usualPatience` unless said. */
  readonly patience?: Patience;
}

interface StoredOptions extends Omit<PoolOptions, 'machine'> {
  readonly machine: StoredMachine;
}

/** What may be the fault of the worker, or of the pictures beside it: worth another try alone. */
const worthAnotherTry: readonly ErrorCode[] = ['worker-failed', 'device-lost', 'out-of-memory', 'internal'];

/** A picture that waits. */
interface Waiting extends PictureFile {
  readonly choice: RunChoice;
  /** It wants a worker for itself. */
  readonly isAlone: boolean;
  readonly resolve: (record: PictureRecord) => void;
  readonly reject: (error: unknown) => void;
}

export class Pool {
  readonly info: LensInfo;
  /** Settles when every worker has started, or has turned out not to. */
  readonly ready: Promise<void>;
  readonly #options: StoredOptions;
  readonly #members: Member[];
  /** Each waits for a worker, the first of them the longest. */
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
   * @throws CamLensError what the first of them meets
   */
  static async create({ machine, ...options }: PoolOptions): Promise<Pool> {
    const { model, ...others } = machine;
    const tell = options.onProgress ?? (() => undefined);
    // Once, for all of them.
    const loaded = typeof model === 'string' ? await loadModel(model, ({ message }) => tell(message)) : model;
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

  /** Those that are still starting count. */
  get workers(): number {
    return this.#size.workers;
  }

  /** Of each worker's network. */
  get threads(): number {
    return this.#size.threads;
  }

  /** Pictures that a worker is given together. */
  get batch(): number {
    const { batch = this.info.backend.network === 'webgpu' ? usualBatch : 1 } = this.#options;
    return batch;
  }

  get #atOnce(): number {
    return batchesAtOnce[this.info.backend.network];
  }

  /** Pictures that are worth having ready. */
  get capacity(): number {
    return this.workers * this.batch * this.#atOnce;
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
   * Measures a picture on the least busy worker: in a batch as soon as there are enough for one, or at once where the worker
   * has nothing else to do. A picture that its worker dies of, or of whose batch, gets one more try, with a worker for itself:
   * should that die again, no other picture suffers.
   * @throws CamLensError `crashed-on` where a worker died of it twice, `stopped` where the run is ended meanwhile, `ended`
   * where it was before, `bad-option`, and whatever is wrong with the picture
   */
  async measure(file: Blob, truth: TruePicture, choice: RunChoice): Promise<PictureRecord> {
    if (this.#isDestroyed) throw new CamLensError('ended', 'The pool was destroyed: it measures no more.');
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

  /** Nobody overtakes: a picture that wants a worker for itself gets one, however many come after it. */
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

  /** How many of those that wait the worker is given now. */
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

  /** Where no fresh worker starts, a dead one stays: the picture that has waited longest says so, and the next tries again. */
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
      this.#handOut();
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
    return new Member(memberOf(this.#options, this.#size));
  }
}

function memberOf({ machine, onProgress, onSign, patience }: StoredOptions, { threads }: PoolSize): MemberOptions {
  return { machine, threads, onProgress: onProgress ?? (() => undefined), onSign, patience };
}

/** A picture that was alone with its worker when that died is set aside. */
function blamed({ path }: TruePicture, error: unknown): unknown {
  const { code, message } = describeError(error);
  if (code !== 'worker-failed') return error;
  return new CamLensError('crashed-on', `${path} was set aside: its worker ended twice while measuring it. ${message}`);
}

function ended(): CamLensError {
  return new CamLensError('stopped', 'The run was ended.');
}
