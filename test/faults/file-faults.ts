/** A disk that fails at one call, or ends the process there. */
import { nodeDisk, useDisk, type Disk } from '../../cli/disk.ts';

/**
 * `full` fails the call for want of room after half of what was to be written; `full-on` fails all that follow, too, but for
 * removing and closing; `read-only` refuses whatever makes or changes files; `killed` lets nothing reach the disk any more.
 */
export type FileFault = 'full' | 'full-on' | 'read-only' | 'killed';

/** What a killed process never gets to see. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

const needsRoom: ReadonlySet<keyof Disk> = new Set([
  ...(['open', 'write', 'sync', 'rename', 'link', 'makeFolder', 'makeOwnFolder'] as const),
]);

export interface FaultyDisk {
  /** Calls so far that could fail. */
  readonly calls: number;
  /** Whether the fault has occurred. */
  readonly hasFailed: boolean;
  /** Restores the real disk. */
  restore(): void;
}

/** @param at the call, from 1, of those that the fault can meet; never where it is 0 */
export function failFiles(fault: FileFault, at: number): FaultyDisk {
  let calls = 0;
  let hasFailed = false;
  const meets = (name: keyof Disk, flags: unknown): boolean => {
    if (fault === 'killed') return true;
    return needsRoom.has(name) && !(name === 'open' && flags === 'r');
  };
  const fail = (name: keyof Disk): never => {
    hasFailed = true;
    if (fault === 'killed') throw new Killed(name);
    const code = fault === 'read-only' ? 'EROFS' : 'ENOSPC';
    throw Object.assign(new Error(`${code}: injected, ${name}`), { code, syscall: name, errno: -1 });
  };
  const wrapped = Object.fromEntries(
    (Object.keys(nodeDisk) as (keyof Disk)[]).map((name) => [
      name,
      (...given: unknown[]): unknown => {
        const call = nodeDisk[name] as (...parameters: unknown[]) => unknown;
        if (!meets(name, given[1])) return call(...given);
        calls++;
        const isHit = calls === at || (hasFailed && fault !== 'full');
        if (!isHit) return call(...given);
        // A pen that breaks off leaves half a word.
        if (name === 'write' && !hasFailed && fault !== 'read-only') {
          const [descriptor, bytes, place] = given as Parameters<Disk['write']>;
          nodeDisk.write(descriptor, bytes.subarray(0, bytes.length >> 1), place);
        }
        return fail(name);
      },
    ]),
  ) as unknown as Disk;
  const before = useDisk(wrapped);
  return {
    get calls() {
      return calls;
    },
    get hasFailed() {
      return hasFailed;
    },
    restore: () => void useDisk(before),
  };
}
