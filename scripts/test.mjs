/**
 * `npm test`: set-up, then every test, with the checks of format, lint and types beside them.
 * `npm test -- FILE…`: those test files, or those in a folder, and nothing else.
 * `--quick`: the tests that need neither a browser nor anything built. `--watch`: those whose code changes, until Ctrl+C.
 * Words from the first that begins with `-` go to vitest. The last line is `N passed, M failed`; a check that fails
 * counts as one failed test. Exit code 1 where anything fails, and where a file is no test.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './setup/context.mjs';
import { setUpOrExit } from './setup.mjs';
import { countTests, slowestTests } from './test/report.mjs';
import { needsFullSetUp, readWords } from './test/words.mjs';
import { runTool, runToolQuietly } from './test/run-tool.mjs';

const checks = [
  { name: 'types', command: ['typescript', 'bin/tsc', '--noEmit'] },
  { name: 'format', command: ['prettier', 'bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  { name: 'lint', command: ['eslint', 'bin/eslint.js', '--max-warnings=0', '.'] },
];
const slowestShown = 20;

const wanted = readWords(process.argv.slice(2), projectRoot, process.env.INIT_CWD);
if ('problem' in wanted) {
  console.error(wanted.problem);
  process.exit(1);
}
const { mode, files, options } = wanted;
const isFull = mode === 'run' && files.length === 0;
const words = [...(files.length > 0 ? files : mode === 'run' ? [] : ['--project', 'node*']), ...options];

await setUpOrExit(isFull || files.some(needsFullSetUp) ? 'test' : 'quick-test');
if (mode === 'watch') process.exit(await runTool(['vitest', 'vitest.mjs', 'watch', ...words], { keyboard: true }));

const checked = isFull ? runChecks() : Promise.resolve([]);
const folder = mkdtempSync(join(tmpdir(), 'cam-lens-test-'));
const report = join(folder, 'report.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const status = await runTool(['vitest', 'vitest.mjs', 'run', ...reporters, ...words]);
const failedChecks = await checked;
const { passed, failed, problems } = countTests(report, status);
if (isFull) console.log(['\nThe slowest tests:', ...slowestTests(report, slowestShown, projectRoot)].join('\n'));
rmSync(folder, { recursive: true, force: true });

for (const name of failedChecks) console.log(`FAILED ${name} check (its messages are above)`);
for (const problem of problems) console.log(`FAILED ${problem}`);
process.exitCode = failed + failedChecks.length === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed + failedChecks.length} failed`);

/**
 * One after another, beside the tests; what a check says is printed in one piece.
 * @returns {Promise<string[]>} names of those that failed
 */
async function runChecks() {
  const failedOnes = [];
  for (const { name, command } of checks) {
    const { status: checkStatus, output } = await runToolQuietly(command);
    console.log(`\n${name}: ${command.join(' ')}\n${output}`);
    if (checkStatus !== 0) failedOnes.push(name);
  }
  return failedOnes;
}
