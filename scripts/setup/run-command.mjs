import { spawn } from 'node:child_process';
import { SetupError } from './setup-error.mjs';

const onWindows = process.platform === 'win32';

/**
 * Runs a program and waits for it to end. Its output goes to standard error, so that standard output is left to the
 * caller. Throws a SetupError that names the command if it cannot be started or its exit code is not 0.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
export async function runCommand(command, parameters, options) {
  const shown = [command, ...parameters].join(' ');
  // On Windows, npm and npx are batch files, which only a shell can start, and paths must be quoted for a shell.
  const quote = (/** @type {string} */ word) => (onWindows && /[\s&()^]/.test(word) ? `"${word}"` : word);
  const child = spawn(quote(command), parameters.map(quote), {
    ...options,
    stdio: ['ignore', 2, 2],
    shell: onWindows,
  });
  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      child.on('error', (error) => reject(new SetupError(`"${shown}" could not be started: ${error.message}`)));
      child.on('close', (status, signal) => {
        if (status === 0) resolve();
        else reject(new SetupError(`"${shown}" failed (${signal ?? `exit status ${status}`}).`));
      });
    })
  );
}
