/** Runs the command in a separate process, as users do. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { inject } from 'vitest';
import { projectRoot } from '../../scripts/setup/context.mjs';

export interface Ended {
  readonly code: number | null;
  readonly printed: string;
  readonly told: string;
}

/** Runs `cam-lens` with these words in the project's folder, in a Chromium of its own. */
export function camLens(...words: readonly string[]): Promise<Ended> {
  return startCamLens(words).ended;
}

/** The same in the Chromium that tests share: for all that is not about a browser's start, life and end. */
export function camLensShared(...words: readonly string[]): Promise<Ended> {
  return camLens(...words, '--browser-url', inject('sharedChromium'));
}

/** The command with its own Chromium, and its process while it runs. */
export function startCamLens(
  words: readonly string[],
  env = process.env,
): { readonly child: ChildProcessWithoutNullStreams; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join('bin', 'cam-lens.js'), ...words], { cwd: projectRoot, env });
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
