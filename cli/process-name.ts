/** Processes by a name that is not given twice: the number alone goes to another one some day. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessName {
  readonly pid: number;
  /** In ticks since the machine started; null where there is no /proc to tell. */
  readonly startTicks: number | null;
}

export function processNamed(pid: number): ProcessName {
  return { pid, startTicks: startTicksOf(pid) };
}

export function isRunning({ pid, startTicks }: ProcessName): boolean {
  if (startTicks !== null) return startTicksOf(pid) === startTicks;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
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
  return (readOrNothing(`/proc/${pid}/cmdline`) ?? '').split(/[\0 ]/);
}

/** The 22nd field; the name before it stands in brackets and may hold anything. */
function startTicksOf(pid: number): number | null {
  const text = readOrNothing(`/proc/${pid}/stat`);
  if (text === undefined) return null;
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
