/** The two targets that Vite builds, each rebuilt only if one of its inputs has changed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from './context.mjs';
import { fingerprint } from './fingerprint.mjs';
import { runCommand } from './run-command.mjs';
import { seconds } from './sizes.mjs';

/** @typedef {'node' | 'page'} Target */

const common = ['package-lock.json', 'tsconfig.json', 'scripts/build.mjs', 'models'];

/** @type {Record<Target, readonly string[]>} */
const inputs = {
  node: [...common, 'cli', 'src'],
  page: [
    ...common,
    'index.html',
    'evaluate.html',
    'model.html',
    'embed.html',
    'benchmark.html',
    'scripts/package',
    'headless.html',
    'vite.config.ts',
    'cli/built-model.ts',
    'scripts/wgsl',
    'public',
    'src',
    'bench',
  ],
};

const noInput = /\.(onnx|md)$|\/\.[^/]*$/;

/**
 * @param {string} root
 * @param {Target} target
 * @returns {string}
 */
export function inputsOf(root, target) {
  return fingerprint(root, inputs[target], (path) => !noInput.test(path));
}

/**
 * @param {string} root
 * @param {Target} target
 * @returns {string}
 */
export function stampFile(root, target) {
  return join(root, 'build', `${target}.stamp`);
}

/** @type {import('./steps.mjs').Step} */
export const built = {
  name: 'build',
  notFor: 'quick-test',
  missing: ({ root }) => {
    if (isInstalled(root)) return undefined;
    const stale = staleTargets(root);
    return stale.length === 0 ? undefined : `build/${stale.join(' and build/')} must be built`;
  },
  async provide({ root, env, log }) {
    const began = performance.now();
    const targets = staleTargets(root);
    log(`Building ${targets.join(' and ')} …`);
    await runCommand(process.execPath, [join(root, 'scripts', 'build.mjs'), ...targets], { cwd: root, env });
    log(`Built in ${seconds(began)}.`);
  },
};

/**
 * @param {string} root
 * @returns {Target[]}
 */
function staleTargets(root) {
  return /** @type {Target[]} */ (['node', 'page']).filter((target) => {
    const stamp = stampFile(root, target);
    if (!existsSync(join(root, 'build', target)) || !existsSync(stamp)) return true;
    return readFileSync(stamp, 'utf8') !== inputsOf(root, target);
  });
}
