/**
 * `npm run test:torch`: compares maps of cam-lens with PyTorch's automatic differentiation, for networks that torchvision
 * exports (test/torch). If all are right, writes the result to docs/networks.md. Names of networks: only those, and
 * nothing is written. Exit code 1 if a map is wrong, 3 if Python lacks a package.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'vite';
import { projectRoot } from './setup/context.mjs';
import { runTool } from './test/run-tool.mjs';

const record = join(projectRoot, 'test/torch/record.json');
// The second is that of Debian's packages, even if another Python comes first.
const interpreter = ['python3', '/usr/bin/python3'].find(
  (name) => spawnSync(name, ['-c', 'import numpy, onnx, torch, torchvision']).status === 0,
);
if (interpreter === undefined) {
  console.error(
    'No Python with numpy, onnx, torch and torchvision was found; on Debian: apt-get install --no-install-recommends python3-numpy python3-onnx python3-torch python3-torchvision.',
  );
  process.exit(3);
}

const server = await createServer({
  ...{ root: projectRoot, appType: 'custom', logLevel: 'warn', optimizeDeps: { noDiscovery: true } },
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
});
try {
  process.exitCode = await compareAll(interpreter, process.argv.slice(2));
} finally {
  await server.close();
}

/**
 * @param {string} python
 * @param {readonly string[]} names
 * @returns {Promise<number>} the exit code
 */
async function compareAll(python, names) {
  /** @type {typeof import('../test/torch/compare-network.ts')} */
  const module = /** @type {any} */ (await server.ssrLoadModule('/test/torch/compare-network.ts'));
  const { compareNetwork, runPython } = module;
  const { networks, versions } = JSON.parse(runPython(python, 'export.py'));
  /** @type {import('../test/torch/compare-network.ts').TorchNetwork[]} */
  const wanted = names.map((name) => networks.find((/** @type {{ name: string }} */ each) => each.name === name));
  const unknown = names.filter((_, i) => wanted[i] === undefined);
  if (unknown.length > 0) {
    console.error(`There is no network "${unknown[0]}" in test/torch/export.py.`);
    return 1;
  }
  const results = [];
  for (const network of names.length === 0 ? networks : wanted) {
    const result = await inFolder((folder) => compareNetwork(python, network, folder));
    results.push(result);
    report(result);
  }
  if (results.some(({ problems }) => problems.length > 0)) return 1;
  if (names.length > 0) return 0;
  const onnxRuntime = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).devDependencies[
    'onnxruntime-web'
  ];
  const made = {
    date: new Date().toISOString().slice(0, 10),
    versions: { ...versions, 'ONNX Runtime Web': onnxRuntime },
    networks: results.map(({ compared }) => compared),
  };
  writeFileSync(record, `${JSON.stringify(made, null, 2)}\n`);
  await runTool(['prettier', 'bin/prettier.cjs', '--write', '--log-level=warn', record]);
  return runTool(['vitest', 'vitest.mjs', 'run', 'test/autodiff/networks-table.test.ts', '--update']);
}

/** @param {Awaited<ReturnType<typeof import('../test/torch/compare-network.ts').compareNetwork>>} result */
function report({ compared: { name, layers, branches }, problems }) {
  console.log(`${name}: ${branches.changed} of ${branches.values} branches differ`);
  for (const { computedBy, shape, methods, own, same, cancelled } of layers) {
    const differences = [own, same].map(({ method, difference }) => `${difference.toExponential(1)} (${method})`);
    const zero = cancelled.length === 0 ? '' : `; terms cancel, map 0: ${cancelled.join(', ')}`;
    console.log(
      `  ${computedBy}, ${shape.join(' × ')}: ${differences.join(', with the same branches ')}; ${methods.length} methods${zero}`,
    );
  }
  for (const problem of problems) console.log(`  FAILED ${problem}`);
}

/**
 * @template Result
 * @param {(folder: string) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
async function inFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'cam-lens-torch-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const stop = () => process.exit(130);
  process.once('exit', remove).once('SIGINT', stop);
  try {
    return await use(folder);
  } finally {
    remove();
    process.off('exit', remove).off('SIGINT', stop);
  }
}
