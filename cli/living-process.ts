/** Which process this is, and whether one that said so of itself still runs. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly process: number;
  /** When it began, in ticks since the machine started; null where nothing tells: numbers of processes are given again. */
  readonly started: string | null;
  readonly host: string;
  /**
   * The start of the machine and the space of process numbers, which containers have for themselves: only where it is the
   * same can the number be looked up. Null where nothing tells.
   */
  readonly machine: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { process: process.pid, started: stateOf('self')?.started ?? null, host: hostname(), machine: thisMachine() };
}

/** Undefined where it cannot be known: on another machine, in another container. */
export function isAlive({ process: id, started, host, machine }: ProcessIdentity): boolean | undefined {
  if (host !== hostname() || machine !== thisMachine()) return undefined;
  if (!hasProcess(id)) return false;
  const state = stateOf(String(id));
  // Without /proc, another process may have the number by now.
  if (state === undefined || started === null) return undefined;
  return !state.isDead && state.started === started;
}

function hasProcess(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Linux: the fields behind the name, which stands in brackets and may hold anything. */
function stateOf(id: string): { readonly started: string; readonly isDead: boolean } | undefined {
  const text = readOrNothing(() => readFileSync(`/proc/${id}/stat`, 'utf8'));
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', started] = [fields[0], fields[19]];
  return started === undefined ? undefined : { started, isDead: ['Z', 'X'].includes(state) };
}

function thisMachine(): string | null {
  const boot = readOrNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const space = readOrNothing(() => readlinkSync('/proc/self/ns/pid'));
  return boot === '' ? null : `${boot} ${space}`;
}

function readOrNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
