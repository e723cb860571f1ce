/** A Chromium started with a remote debugging port and its own profile folder, as users do for `--browser-url`. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findInstalledChromium } from '../../cli/installed-chromium.mjs';
import { quietArguments } from '../../cli/quiet-browser.ts';

export interface DebuggableChromium {
  /** `ws://127.0.0.1:<port>/…`, as it prints it. */
  readonly socket: string;
  close(): Promise<void>;
}

/** WebGPU by SwiftShader, and hidden tabs that are as quick as the one in front. */
export const softwareAdapter = [
  ...['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--disable-background-timer-throttling'],
  ...['--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding'],
];

/** @param more words for Chromium */
export async function startDebuggable(more: readonly string[] = ['--disable-gpu']): Promise<DebuggableChromium> {
  const { path } = findInstalledChromium(process.env);
  if (path === undefined) throw new Error('there is no Chromium to start');
  const folder = mkdtempSync(join(tmpdir(), 'cam-lens-debuggable-'));
  const words = [
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${folder}`,
    ...quietArguments,
    ...more,
  ];
  const child = spawn(path, [...words, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const socket = await new Promise<string>((resolve, reject) => {
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      const [, address] = /^DevTools listening on (ws:\S+)$/m.exec(told) ?? [];
      if (address !== undefined) resolve(address);
    });
    void ended.then(() => reject(new Error(`Chromium ended: ${told}`)));
  });
  return {
    socket,
    close: async () => {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}
