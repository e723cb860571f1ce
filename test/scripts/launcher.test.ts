/** bin/cam-lens.js in a fake copy of the project, whose build is a line of text. */
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { fakeClone, type FakeClone } from './fake-clone.ts';

const lock = JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } });

/** Its command prints what cli/main.ts was when it was built, and what it is asked. */
const build = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inputsOf, stampFile } from './setup/built.mjs';
const source = readFileSync('cli/main.ts', 'utf8');
if (source === 'broken') process.exit(1);
for (const target of process.argv.slice(2)) {
  mkdirSync('build/' + target, { recursive: true });
  writeFileSync('build/' + target + '/main.js',
    'export const main = (words) => (console.log(' + JSON.stringify(source) + ', ...words), 0);');
  writeFileSync(stampFile(process.cwd(), target), inputsOf(process.cwd(), target));
}`;

function cloneWithBin(): FakeClone {
  const clone = fakeClone();
  for (const path of ['bin', 'scripts', 'cli/installed-chromium.mjs']) {
    cpSync(join(projectRoot, path), join(clone.root, path), { recursive: true });
  }
  clone.write('package.json', '{ "type": "module" }');
  clone.write('package-lock.json', lock);
  clone.write('node_modules/.package-lock.json', lock);
  clone.write('scripts/build.mjs', build);
  clone.write('cli/main.ts', 'one');
  return clone;
}

function camLens({ root }: FakeClone): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/cam-lens.js'), 'word'], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('is built when it is first run, and again after an edit, and says so; not otherwise', () => {
  const clone = cloneWithBin();
  const building = expect.stringMatching(/^Building node and page …\nBuilt in .*\n$/) as string;
  expect(camLens(clone)).toEqual({ status: 0, stdout: 'one word\n', stderr: building });
  expect(camLens(clone)).toEqual({ status: 0, stdout: 'one word\n', stderr: '' });
  clone.write('cli/main.ts', 'two');
  const again = expect.stringMatching(/^Building node …\nBuilt in /) as string;
  expect(camLens(clone)).toEqual({ status: 0, stdout: 'two word\n', stderr: again });
});

it('never runs an outdated build: if it cannot be built, it says why', () => {
  const clone = cloneWithBin();
  camLens(clone);
  clone.write('cli/main.ts', 'broken');
  const failed = camLens(clone);
  expect(failed).toMatchObject({ status: 3, stdout: '' });
  expect(failed.stderr).toMatch(/cam-lens cannot be built \(build\/node must be built\): ".*build.mjs node" failed/);
  clone.write('package-lock.json', lock.replace('1.0.0', '2.0.0'));
  expect(camLens(clone)).toEqual({
    status: 3,
    stdout: '',
    stderr:
      'cam-lens is not set up: package-lock.json has a different version of a. "npm run setup" in its folder does that.\n',
  });
});
