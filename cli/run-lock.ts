/**
 * Allows one run at a time on the same records, on one machine or on several that share a folder. The lock is a file
 * that names its holder. A holder on this machine is looked up by process id and start time. One elsewhere rewrites the
 * file every ten seconds, and counts as dead after a minute without a heartbeat.
 */
import { randomUUID } from 'node:crypto';
import { fstatSync, statSync, type Stats } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CamLensError } from '../src/errors.ts';
import { disk } from './disk.ts';
import { isAlive, thisProcess, type ProcessIdentity } from './living-process.ts';
import { createLockFile, fileSystemNowMs, readLockFile, takeLockAway } from './lock-file.ts';
import { writing } from './output-errors.ts';

export interface LockTimes {
  readonly heartbeatMs: number;
  readonly staleMs: number;
}

const usualTimes: LockTimes = { heartbeatMs: 10_000, staleMs: 60_000 };

interface Holder extends ProcessIdentity {
  /** ISO 8601, by the holder's clock. */
  readonly since: string;
  /** Unique to this lock. */
  readonly token: string;
}

export interface LockOptions {
  readonly times?: LockTimes;
  readonly tell?: (line: string) => void;
  readonly interrupted?: AbortSignal | undefined;
}

export class RunLock {
  readonly #file: string;
  readonly #content: string;
  #descriptor: number;
  readonly #heartbeat: ReturnType<typeof setInterval>;

  private constructor(file: string, content: string, descriptor: number, { heartbeatMs }: LockTimes) {
    this.#file = file;
    this.#content = content;
    this.#descriptor = descriptor;
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs);
    this.#heartbeat.unref();
  }

  /**
   * Waits for a silent holder elsewhere until it gives a heartbeat or counts as dead.
   * @throws CamLensError `run-locked`, naming the holder; `output-unwritable`; `stopped`
   */
  static async take(file: string, { times = usualTimes, tell, interrupted }: LockOptions = {}): Promise<RunLock> {
    const content = JSON.stringify({
      ...thisProcess(),
      since: new Date().toISOString(),
      token: randomUUID(),
    } satisfies Holder);
    let waitedFor: string | undefined;
    for (;;) {
      const descriptor = writing(file, () => createLockFile(file, content));
      if (descriptor !== undefined) return new RunLock(file, content, descriptor, times);
      const found = readLockFile(file);
      if (found === undefined) continue;
      const holder = holderIn(found.content);
      const alive = holder === undefined ? undefined : isAlive(holder);
      const silentMs = fileSystemNowMs(file) - found.changedMs;
      if (alive === false || (alive === undefined && silentMs > times.staleMs)) {
        takeLockAway(file, found.content);
        continue;
      }
      const seen = `${found.content} ${found.changedMs}`;
      const isRenewed = waitedFor !== undefined && waitedFor !== seen;
      if (alive === true || isRenewed) throw lockedBy(file, holder, alive === true);
      if (waitedFor === undefined)
        tell?.(`${file} is held by ${nameOf(holder)}; waiting at most ${times.staleMs / 1000} s for a sign of life …`);
      waitedFor = seen;
      await sleep(times.heartbeatMs / 5, undefined, { signal: interrupted }).catch(() => {
        throw new CamLensError('stopped', 'The work was stopped.');
      });
    }
  }

  /**
   * Takes the lock again if it was removed.
   * @throws CamLensError `run-locked` if another run has taken it
   */
  check(): void {
    if (this.#isHeld()) return;
    const found = readLockFile(this.#file);
    if (found?.content === this.#content) return;
    const anew = writing(this.#file, () => createLockFile(this.#file, this.#content));
    if (anew === undefined) throw lockedBy(this.#file, holderIn(readLockFile(this.#file)?.content ?? ''), false);
    disk().close(this.#descriptor);
    this.#descriptor = anew;
  }

  release(): void {
    clearInterval(this.#heartbeat);
    try {
      if (readLockFile(this.#file)?.content === this.#content) disk().remove(this.#file);
    } catch {
      // This process will soon have ended, and its lock can then be taken over.
    }
    try {
      disk().close(this.#descriptor);
    } catch {
      // A closed descriptor holds nothing.
    }
  }

  #isHeld(): boolean {
    const found = writing(this.#file, () => statSync(this.#file, { throwIfNoEntry: false }));
    return found !== undefined && isSameFile(found, fstatSync(this.#descriptor));
  }

  /** Writes through its own descriptor, so that another run's lock is not touched. */
  #beat(): void {
    try {
      disk().write(this.#descriptor, Buffer.from(this.#content), 0);
    } catch {
      // If another run has the lock, the next record fails.
    }
  }
}

function holderIn(content: string): Holder | undefined {
  try {
    const said = JSON.parse(content) as Partial<Holder> | null;
    const { process: id, host, started = null, machine = null, since = '', token = '' } = said ?? {};
    if (id === undefined || !Number.isInteger(id) || typeof host !== 'string') return undefined;
    return { process: id, host, started, machine, since, token };
  } catch {
    return undefined;
  }
}

function lockedBy(file: string, holder: Holder | undefined, isHere: boolean): CamLensError {
  const since = holder === undefined || holder.since === '' ? '' : ` since ${holder.since}`;
  const remedy = isHere ? '' : ' (a lock without a sign of life for a minute counts as dead)';
  return new CamLensError(
    'run-locked',
    `Another run is writing these records${since}: ${nameOf(holder)}, which holds ${file}${remedy}. Two runs cannot share the same --out.`,
  );
}

function nameOf(holder: Holder | undefined): string {
  return holder === undefined ? 'an unknown process' : `process ${holder.process} on ${holder.host}`;
}

function isSameFile(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}
