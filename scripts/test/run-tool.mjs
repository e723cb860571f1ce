/** Programs of installed packages, in processes of their own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../setup/context.mjs';

/**
 * What it prints is seen at once.
 * @param {readonly string[]} command a package, its program and the parameters
 * @param {{ keyboard?: boolean }} options whether it reads keys
 * @returns {Promise<number>} exit status
 */
export function runTool(command, { keyboard = false } = {}) {
  return ended(start(command, [keyboard ? 'inherit' : 'ignore', 'inherit', 'inherit']));
}

/**
 * @param {readonly string[]} command
 * @returns {Promise<{ status: number, output: string }>} with what it printed
 */
export async function runToolQuietly(command) {
  const child = start(command, ['ignore', 'pipe', 'pipe']);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  }
  const status = await ended(child);
  return { status, output };
}

/**
 * @param {readonly string[]} command
 * @param {import('node:child_process').StdioOptions} stdio
 */
function start([name = '', program = '', ...parameters], stdio) {
  const file = join(projectRoot, 'node_modules', name, program);
  return spawn(process.execPath, [file, ...parameters], { cwd: projectRoot, stdio });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function ended(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
