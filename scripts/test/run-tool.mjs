/** Runs programs of installed packages in child processes. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../setup/context.mjs';

/**
 * Runs a program; its output is shown immediately.
 * @param {readonly string[]} command a package, its program and the arguments
 * @param {{ keyboard?: boolean }} options whether it reads the keyboard
 * @returns {Promise<number>} exit status
 */
export function runTool(command, { keyboard = false } = {}) {
  return ended(start(command, [keyboard ? 'inherit' : 'ignore', 'inherit', 'inherit']));
}

/**
 * @param {readonly string[]} command
 * @returns {Promise<{ status: number, output: string }>} exit status and output
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
