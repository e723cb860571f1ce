/**
 * `npm test`: set-up, format, lint, types, then every test. Arguments go to vitest. The last line is
 * `N passed, M failed`; a check that fails counts as one failed test.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './setup/context.mjs';
import { setUpOrExit } from './setup.mjs';
import { countTests } from './test-counts.mjs';

const checks = [
  { name: 'format', command: ['prettier', 'bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  { name: 'lint', command: ['eslint', 'bin/eslint.js', '--max-warnings=0', '.'] },
  { name: 'types', command: ['typescript', 'bin/tsc', '--noEmit'] },
];

await setUpOrExit('test');

/** @type {string[]} */
const failedChecks = [];
for (const { name, command } of checks) {
  console.log(`\n${name}: ${command.join(' ')}`);
  if ((await runTool(command)) !== 0) failedChecks.push(name);
}

console.log('\ntests: vitest run');
const folder = mkdtempSync(join(tmpdir(), 'cam-lens-test-'));
const report = join(folder, 'report.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const status = await runTool(['vitest', 'vitest.mjs', 'run', ...reporters, ...process.argv.slice(2)]);
const { passed, failed, problems } = countTests(report, status);
rmSync(folder, { recursive: true, force: true });

for (const name of failedChecks) console.log(`FAILED ${name} check (its messages are above)`);
for (const problem of problems) console.log(`FAILED ${problem}`);
process.exitCode = failed + failedChecks.length === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed + failedChecks.length} failed`);

/**
 * @param {readonly string[]} command a package, its program and the parameters
 * @returns {Promise<number>} exit status
 */
function runTool([name = '', program = '', ...parameters]) {
  const file = join(projectRoot, 'node_modules', name, program);
  const child = spawn(process.execPath, [file, ...parameters], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
