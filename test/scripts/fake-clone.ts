/** A fake copy of the project in a temporary folder, with fake programs on the PATH. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Context } from '../../scripts/setup/context.mjs';

export interface FakeClone extends Context {
  readonly logged: string[];
  write(path: string, content: string): string;
  /** Puts a shell script on the PATH, the only one there besides the shell's own. */
  program(name: string, script: string): void;
}

export function fakeClone(purpose: Context['purpose'] = 'test'): FakeClone {
  const root = mkdtempSync(join(tmpdir(), 'cam-lens-clone-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const logged: string[] = [];
  const write = (path: string, content: string): string => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  mkdirSync(join(root, 'programs'));
  return {
    root,
    cacheFolder: join(root, 'cache'),
    purpose,
    env: { PATH: join(root, 'programs'), PUPPETEER_CACHE_DIR: join(root, 'puppeteer') },
    log: (line) => logged.push(line),
    logged,
    write,
    program: (name, script) =>
      chmodSync(write(join('programs', name), `#!/bin/sh\nPATH=/usr/bin:/bin\nroot='${root}'\n${script}\n`), 0o755),
  };
}
