/**
 * `npm test`: set-up, then every test and, alongside, the format, lint and type checks. `npm test -- FILE…`: only those
 * test files or folders. `--quick`: the tests that need neither a browser nor a build. `--watch`: the tests affected by
 * each change, until Ctrl+C. Arguments from the first that begins with `-` go to vitest. The last line is `N passed, M
 * failed`; a failed check counts as a failed test. Exit code 1 if anything fails or an argument is not a test.
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
const reporters = [
  ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  `--reporter=${join(projectRoot, 'scripts/test/second-tries.mjs')}`,
];
const status = await runTool(['vitest', 'vitest.mjs', 'run', ...reporters, ...words]);
const failedChecks = await checked;
const { passed, failed, problems } = countTests(report, status);
if (isFull) console.log(['\nThe slowest tests:', ...slowestTests(report, slowestShown, projectRoot)].join('\n'));
rmSync(folder, { recursive: true, force: true });

for (const name of failedChecks) console.log(`FAILED ${name} check (see its messages above)`);
for (const problem of problems) console.log(`FAILED ${problem}`);
process.exitCode = failed + failedChecks.length === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed + failedChecks.length} failed`);

/**
 * Runs the checks one after another, alongside the tests; the output of each is printed in one piece.
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
