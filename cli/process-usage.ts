/** What the browser takes of the machine, all its processes together. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessUsage {
  /** In memory; what processes share counts once. */
  readonly residentBytes: number;
  /** Of all processors, since each process began; processes that have ended no longer count. */
  readonly cpuMs: number;
  /** Open files, sockets and shared memory. */
  readonly handles: number;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** Linux counts processors' time in hundredths of a second, whatever the machine. */
const tickMs = 10;

/** A process and all below it; empty where there is no /proc to tell. */
export function processesBelow(root: number): readonly number[] {
  return below(root).map(({ pid }) => pid);
}

/** Together what a process and all below it take; null where there is no /proc to tell, as everywhere but on Linux. */
export function usageBelow(root: number): ProcessUsage | null {
  const wanted = below(root);
  if (wanted.length === 0) return null;
  return {
    residentBytes: wanted.reduce((sum, { pid }) => sum + residentBytesOf(pid), 0),
    cpuMs: wanted.reduce((sum, { ticks }) => sum + ticks * tickMs, 0),
    handles: wanted.reduce((sum, { pid }) => sum + handlesOf(pid), 0),
  };
}

/** Those that were started with this argument, where there is a /proc to tell. */
export function processesWith(argument: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && argumentsOf(name).includes(argument))
    .map(Number);
}

function argumentsOf(pid: string): readonly string[] {
  // Chromium rewrites its children's command lines, with spaces between the arguments.
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
    // The name stands in brackets and may hold anything; behind it come state, parent and, as the 12th and 13th, the time.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields.length < 13
      ? []
      : [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
  });
}

/** Proportional: a page that three processes share counts a third for each. */
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

/** A process may end while it is looked at. */
function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
