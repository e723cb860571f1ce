/** Identifies this process, and checks whether an identified process is still running. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly process: number;
  /** Start time in ticks since the machine booted, because process ids are reused; null if unknown. */
  readonly started: string | null;
  readonly host: string;
  /**
   * The boot of the machine and the namespace of process ids (containers have their own): an id can be looked up only
   * if it is the same. Null if unknown.
   */
  readonly machine: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { process: process.pid, started: stateOf('self')?.started ?? null, host: hostname(), machine: thisMachine() };
}

/** Undefined if unknown: the process is on another machine or in another container. */
export function isAlive({ process: id, started, host, machine }: ProcessIdentity): boolean | undefined {
  if (host !== hostname() || machine !== thisMachine()) return undefined;
  if (!hasProcess(id)) return false;
  const state = stateOf(String(id));
  // Without /proc, another process may have reused the id.
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

/** Linux: the fields after the name, which is in parentheses and may contain anything. */
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
