/** `npm test` with files: those alone run. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../scripts/setup/context.mjs';

function npmTest(...words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  // Without what this vitest says of itself to the processes that it starts.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|TEST|FORCE_)/.test(name));
  const env = { ...Object.fromEntries(inherited), NO_COLOR: '1' };
  const script = join(projectRoot, 'scripts/test.mjs');
  return spawnSync(process.execPath, [script, ...words], { cwd: projectRoot, env, encoding: 'utf8' });
}

it('runs the file that is named, without the checks, and counts its tests', () => {
  const { status, stdout } = npmTest('test/random.test.ts');
  expect(status).toBe(0);
  expect(stdout).toMatch(/Test Files +1 passed \(1\)/);
  expect(stdout).not.toMatch(/prettier|eslint|tsc|slowest/);
  expect(stdout).toMatch(/\n[1-9]\d* passed, 0 failed\n$/);
});

it('refuses a file that is no test, and runs nothing', () => {
  const { status, stdout, stderr } = npmTest('test/random.test.ts', 'test/randomm.test.ts');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^There is no test "test\/randomm\.test\.ts"; .*\n$/);
});

it('fails where a name fits no test in the file', () => {
  const { status, stdout } = npmTest('test/random.test.ts', '-t', 'nothing is called so');
  expect(status).toBe(1);
  expect(stdout).toMatch(/FAILED vitest: no test ran\n0 passed, 1 failed\n$/);
});
