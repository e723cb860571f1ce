/** Processes by a name that is not given twice: the number alone goes to another one some day. For Linux. */
import { readFileSync } from 'node:fs';

export interface ProcessName {
  readonly pid: number;
  /** In ticks since the machine started; undefined where it has ended. */
  readonly startTicks: string | undefined;
}

export function processNamed(pid: number): ProcessName {
  return { pid, startTicks: startTicksOf(pid) };
}

export function isRunning({ pid, startTicks }: ProcessName): boolean {
  return startTicks !== undefined && startTicksOf(pid) === startTicks;
}

/** The 22nd field, of a process that is not a zombie; the name before them stands in brackets and may hold anything. */
function startTicksOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
