/** That nothing is left of the browser when a command ends, however it ends and whatever the browser's state. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeProfile, removeLeftProfiles } from '../../cli/browser-profile.ts';
import { startChromium } from '../../cli/chromium.ts';
import { endChromium } from '../../cli/end-chromium.ts';
import { thisProcess } from '../../cli/living-process.ts';
import { processesBelow } from '../../cli/process-usage.ts';
import { startCamLens } from '../support/cam-lens.ts';
import { eventually } from '../support/eventually.ts';
import { isRunning, processNamed, type ProcessName } from '../support/process-name.ts';

/** Short, because with a long path a killed browser leaves the folder of a socket. */
const folder = mkdtempSync(join(tmpdir(), 'cl-'));
let commands = 0;
const sample = join('public', 'samples', 'giant-panda.webp');

/** Starts a browser, and ends it as soon as possible. */
const quick = ['explain', sample, '--method', 'cam', '--backend', 'cpu'];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command whose page is working, with its own temporary folder. */
async function working() {
  const temporary = join(folder, String(commands++));
  mkdirSync(temporary);
  const words = ['explain', sample, '--method', 'occlusion', '--backend', 'cpu', '--json'];
  const { child, ended } = startCamLens(words, { ...process.env, TMPDIR: temporary });
  await new Promise<void>((resolve) => {
    child.stderr.on('data', (text: string) => {
      if (text.includes('runs of the network')) resolve();
    });
  });
  const browser = processesBelow(child.pid!).slice(1).map(processNamed);
  expect(browser.length).toBeGreaterThan(2);
  return { child, ended, temporary, browser };
}

const running = (processes: readonly ProcessName[]): ProcessName[] => processes.filter(isRunning);
const signal = (processes: readonly ProcessName[], name: NodeJS.Signals): void =>
  running(processes).forEach(({ pid }) => process.kill(pid, name));

/** On other systems the browser's processes cannot be identified. */
describe.runIf(process.platform === 'linux')('the browser', () => {
  it('does not listen on a port: no process has a listening socket', async () => {
    const browser = await startChromium({ adapter: 'none' });
    onTestFinished(() => endChromium(browser));
    const pids = processesBelow(browser.process()!.pid!);
    expect(pids.length).toBeGreaterThan(2);
    expect(pids.flatMap(socketsOf).length).toBeGreaterThan(0);
    const listening = new Set(listeningInodes());
    expect(pids.flatMap(socketsOf).filter((inode) => listening.has(inode))).toEqual([]);
    const commands = pids.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).join('\n');
    expect(commands).toContain('--remote-debugging-pipe');
    expect(commands).not.toContain('--remote-debugging-port');
  });

  it('does not get the page’s URL on a command line, where every user could read it', async () => {
    const { child, ended, browser } = await working();
    const pids = [child.pid!, ...browser.map(({ pid }) => pid)];
    const commands = pids.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).join('\n');
    expect(commands).not.toMatch(/http:\/\/127\.0\.0\.1:\d{2,}/);
    child.kill('SIGINT');
    // Nor in its output, which may be stored.
    const { told, printed } = await ended;
    expect(told + printed).not.toMatch(/127\.0\.0\.1:|\/[\w-]{43}\//);
  });

  it('ends when the command is killed; its files are removed at the next start', async () => {
    const { child, temporary, browser } = await working();
    child.kill('SIGKILL');
    await eventually(() => expect(running(browser)).toEqual([]));
    expect(readdirSync(temporary)).toHaveLength(1);
    const { ended } = startCamLens(quick, { ...process.env, TMPDIR: temporary });
    expect((await ended).code).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('is ended at the next start if it hangs when the command is killed', async () => {
    const { child, temporary, browser } = await working();
    signal(browser, 'SIGSTOP');
    child.kill('SIGKILL');
    const { ended } = startCamLens(quick, { ...process.env, TMPDIR: temporary });
    expect((await ended).code).toBe(0);
    await eventually(() => expect(running(browser)).toEqual([]));
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('does not block Ctrl+C if it hangs while starting', async () => {
    const temporary = join(folder, String(commands++));
    mkdirSync(temporary);
    const program = join(folder, 'silent');
    writeFileSync(program, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
    const env = { ...process.env, TMPDIR: temporary, CHROME_PATH: program };
    const { child, ended } = startCamLens(quick, env);
    await eventually(() => expect(processesBelow(child.pid!)).toHaveLength(2));
    const browser = processesBelow(child.pid!).slice(1).map(processNamed);
    const startMs = performance.now();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, told: expect.stringMatching(/\[stopped\]$/m) as string });
    expect(performance.now() - startMs).toBeLessThan(30_000);
    await eventually(() => expect(running(browser)).toEqual([]));
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('that hangs does not hold up %s', async (name) => {
    const { child, ended, temporary, browser } = await working();
    signal(browser, 'SIGSTOP');
    const startMs = performance.now();
    child.kill(name);
    expect((await ended).code).toBe(name === 'SIGINT' ? 130 : 143);
    expect(performance.now() - startMs).toBeLessThan(30_000);
    await eventually(() => expect(running(browser)).toEqual([]));
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('is killed after a time limit if it hangs at its normal end', async () => {
    const browser = await startChromium({ adapter: 'none' });
    const processes = processesBelow(browser.process()!.pid!).map(processNamed);
    const profile = browser
      .process()!
      .spawnargs.find((word) => word.startsWith('--user-data-dir='))!
      .split('=')[1]!;
    signal(processes, 'SIGSTOP');
    await endChromium(browser, 200);
    await eventually(() => expect(running(processes)).toEqual([]));
    expect(() => readdirSync(profile)).toThrow(/ENOENT/);
  });

  it('keeps its folder while its command runs; folders of other machines are not touched', async () => {
    const mine = makeProfile();
    const theirs = makeProfile();
    const left = makeProfile();
    onTestFinished(() => [mine, theirs].forEach((profile) => rmSync(profile, { recursive: true })));
    const gone = { ...thisProcess(), process: 2 ** 22 + 1 };
    writeFileSync(join(theirs, 'owner.json'), JSON.stringify({ ...gone, host: `not-${gone.host}` }));
    writeFileSync(join(left, 'owner.json'), JSON.stringify(gone));
    removeLeftProfiles();
    const there = [mine, theirs, left].map((profile) => readdirSync(tmpdir()).includes(profile.split('/').at(-1)!));
    expect(there).toEqual([true, true, false]);
  });
});

/** Inodes of the sockets of a process. */
function socketsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
}

/** Inodes of all listening TCP sockets of the machine: state 0A in the fourth column, the inode in the tenth. */
function listeningInodes(): string[] {
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === '0A')
      .map((columns) => columns[9]!),
  );
}
