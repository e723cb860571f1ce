/** SIGTERM and SIGHUP, which schedulers and closing terminals send, end a command as Ctrl+C does. */
import { EventEmitter } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';
import { ProcessTerminal } from '../../cli/process-terminal.ts';
import { endedBySignal, exitCodeOfStop } from '../../cli/signals.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { startCamLens } from '../support/cam-lens.ts';

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const each = Object.entries(codes) as [keyof typeof codes, number][];

describe('the signals that end a command', () => {
  it.each(each)('%s says so by the exit code %i', (signal, code) => {
    const from = new EventEmitter();
    const interrupted = endedBySignal(from);
    expect(interrupted.aborted).toBe(false);
    from.emit(signal, signal);
    expect([interrupted.aborted, exitCodeOfStop(interrupted)]).toEqual([true, code]);
  });

  it.each(each)('after %s nobody listens, so that a second one of any kind ends the process', (signal) => {
    const from = new EventEmitter();
    endedBySignal(from);
    from.emit(signal, signal);
    expect(Object.keys(codes).map((name) => from.listenerCount(name))).toEqual([0, 0, 0]);
  });

  it.each(each)('a command that %s stops ends with %i', async (signal, code) => {
    const interruption = new AbortController();
    interruption.abort(signal);
    const told: string[] = [];
    const terminal = { print: () => undefined, tell: (line: string) => void told.push(line) };
    const ended = await main(['serve'], { ...terminal, interrupted: interruption.signal });
    // Ctrl+C is the usual end of a server.
    expect(ended).toBe(signal === 'SIGINT' ? 0 : code);
  });
});

describe('a process of its own', () => {
  it.each([...each.slice(1), ['SIGINT', 0] as const])('serve ends by %s at once, with %i', async (signal, code) => {
    const { child, ended } = startCamLens(['serve']);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const began = performance.now();
    child.kill(signal);
    expect((await ended).code).toBe(code);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it.runIf(process.platform === 'linux')('names a standard output that has no room', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [join('bin', 'cam-lens.js'), '--help'], {
      cwd: projectRoot,
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    let told = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (told += text));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, told }).toEqual({
      code: 3,
      told: 'The result cannot be written to standard output (ENOSPC). [output-unwritable]\n',
    });
  });
});

describe('a terminal that goes away', () => {
  const output = (): EventEmitter & { write: (text: string, written: () => void) => boolean } =>
    Object.assign(new EventEmitter(), {
      write: (_: string, written: () => void) => {
        written();
        return true;
      },
    });

  it('does not end the work: neither a reader that has enough, nor words that nobody reads', async () => {
    const [results, words] = [output(), output()];
    const terminal = new ProcessTerminal(results, words, new AbortController().signal);
    words.emit('error', Object.assign(new Error('gone'), { code: 'EIO' }));
    results.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }));
    expect(await terminal.finish(0)).toBe(0);
  });
});
