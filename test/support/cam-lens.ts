/** The command as people run it, in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../scripts/setup/context.mjs';

export interface Ended {
  readonly code: number | null;
  readonly printed: string;
  readonly told: string;
}

/** Runs `cam-lens` with these words in the project's folder. */
export function camLens(...words: readonly string[]): Promise<Ended> {
  return startCamLens(...words).ended;
}

/** The same with the process, so that it can be ended early. */
export function startCamLens(...words: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join('bin', 'cam-lens.js'), ...words], { cwd: projectRoot });
  let printed = '';
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, printed, told }));
  });
  return { child, ended };
}
