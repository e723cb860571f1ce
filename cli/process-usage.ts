/** Memory, processor time and handles of all processes of the browser. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessUsage {
  /** Resident memory in bytes; shared memory counts once. */
  readonly residentBytes: number;
  /** Processor time since each process started, in milliseconds; processes that have ended do not count. */
  readonly cpuMs: number;
  /** Number of open files, sockets and shared memory segments. */
  readonly handles: number;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** Linux reports processor time in hundredths of a second on every machine. */
const tickMs = 10;

/** A process and its descendants; empty without /proc. */
export function processesBelow(root: number): readonly number[] {
  return below(root).map(({ pid }) => pid);
}

/** Total usage of a process and its descendants; null without /proc, that is, outside Linux. */
export function usageBelow(root: number): ProcessUsage | null {
  const wanted = below(root);
  if (wanted.length === 0) return null;
  return {
    residentBytes: wanted.reduce((sum, { pid }) => sum + residentBytesOf(pid), 0),
    cpuMs: wanted.reduce((sum, { ticks }) => sum + ticks * tickMs, 0),
    handles: wanted.reduce((sum, { pid }) => sum + handlesOf(pid), 0),
  };
}

/** Ids of the processes that were started with this argument; empty without /proc. */
export function processesWith(argument: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && argumentsOf(name).includes(argument))
    .map(Number);
}

function argumentsOf(pid: string): readonly string[] {
  // Chromium rewrites the command lines of its child processes with spaces between the arguments.
  return readOrNothing(`/proc/${pid}/cmdline`).split(/[\0 ]/);
}

function below(root: number): readonly Process[] {
  const all = processes();
  const wanted = all.filter(({ pid }) => pid === root);
  for (const { pid } of wanted) wanted.push(...all.filter(({ parent }) => parent === pid));
  return wanted;
}

function processes(): Process[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => {
    const text = /^\d+$/.test(name) ? readOrNothing(`/proc/${name}/stat`) : '';
    // The name is in parentheses and may contain anything; after it come state, parent and, 12th and 13th, the times.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields.length < 13
      ? []
      : [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
  });
}

/** Proportional set size: a page shared by three processes counts a third for each. */
function residentBytesOf(pid: number): number {
  const [, kilobytes = '0'] = /^Pss: +(\d+) kB/m.exec(readOrNothing(`/proc/${pid}/smaps_rollup`)) ?? [];
  return 1024 * Number(kilobytes);
}

function handlesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** Empty if the process has ended in the meantime. */
function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
