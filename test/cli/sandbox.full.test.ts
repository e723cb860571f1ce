/** A browser without its sandbox is only started where there is no other way, and then it is said; the browsers are played. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startChromium } from '../../cli/chromium.ts';
import { endChromium } from '../../cli/end-chromium.ts';
import { findInstalledChromium } from '../../cli/installed-chromium.mjs';
import { onceEach } from '../../cli/once-each.ts';
import { lacksSandbox } from '../../cli/sandbox.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cam-lens-sandbox-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A browser that keeps the words it is started with, one start a line, and then does this. */
function played(script: string): void {
  const program = join(folder, 'chromium');
  writeFileSync(program, `#!/bin/sh\necho "$@" >> '${folder}/starts'\n${script}\n`, { mode: 0o755 });
  vi.stubEnv('CHROME_PATH', program);
}

const isWithout = (): boolean[] =>
  readFileSync(join(folder, 'starts'), 'utf8')
    .trim()
    .split('\n')
    .map((words) => words.split(' ').includes('--no-sandbox'));

const { path: chromium } = findInstalledChromium(process.env);
/** As the real one where it is root's; for others it has a sandbox to lose. */
const real = process.getuid?.() === 0 ? `exec '${chromium}' "$@" --no-sandbox` : `exec '${chromium}' "$@"`;
const refusal =
  'echo "[1:1:FATAL:zygote_host_impl_linux.cc(132)] No usable sandbox! If this is a Debian system" >&2; exit 1';

async function start(): Promise<string[]> {
  const told: string[] = [];
  const browser = await startChromium({ adapter: 'none', onNotice: (sentence) => told.push(sentence) });
  await endChromium(browser);
  return told;
}

describe.skipIf(process.platform === 'win32')('the browser of', () => {
  it('root has no sandbox, and it is said', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(0);
    played(`exec '${chromium}' "$@"`);
    expect(await start()).toEqual([expect.stringMatching(/without its sandbox, because root/)]);
    expect(isWithout()).toEqual([true]);
  });

  it('anyone else who has told puppeteer to do without has none, and it is said', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    vi.stubEnv('PUPPETEER_DANGEROUS_NO_SANDBOX', 'true');
    played(`exec '${chromium}' "$@"`);
    expect(await start()).toEqual([
      expect.stringMatching(/without its sandbox, because PUPPETEER_DANGEROUS_NO_SANDBOX/),
    ]);
    expect(isWithout()).toEqual([true]);
  });

  it('anyone else has one, and nothing is said', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    played(real);
    expect(await start()).toEqual([]);
    expect(isWithout()).toEqual([false]);
  });

  it('anyone else on a machine where none can start does without, and it is said', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    played(`case " $* " in *" --no-sandbox "*) exec '${chromium}' "$@";; esac; ${refusal}`);
    expect(await start()).toEqual([expect.stringMatching(/without its sandbox, which cannot start here/)]);
    // Once as it should be, once to hear why not, and then without.
    expect(isWithout()).toEqual([false, false, true]);
  });

  it('anyone that does not start for another reason keeps its sandbox, and says the reason', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    played('echo "error while loading shared libraries: libnss3.so" >&2; exit 127');
    await expect(start()).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringMatching(/chromium does not start: .*libnss3\.so/) as string,
    });
    expect(isWithout()).toEqual([false, false]);
  });
});

it('a sandbox that fails is known by what Chromium says of it', () => {
  expect(lacksSandbox('FATAL:zygote_host_impl_linux.cc(126)] No usable sandbox!')).toBe(true);
  expect(lacksSandbox('Failed to move to new namespace: PID namespaces supported')).toBe(true);
  expect(lacksSandbox('error while loading shared libraries')).toBe(false);
});

it('a notice is told once, however many browsers a command starts', () => {
  const told: string[] = [];
  const tell = onceEach();
  for (const sentence of ['a', 'b', 'a']) tell(sentence, (each) => told.push(each));
  expect(told).toEqual(['a', 'b']);
});
