/**
 * Starts a browser or connects to one: Chromium with WebGPU, through puppeteer. The command, the benchmarks and the
 * tests all use this module.
 */
import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'puppeteer';
import { CamLensError } from '../src/errors.ts';
import { makeProfile, removeLeftProfiles, removeProfile, temporaryFiles } from './browser-profile.ts';
import { findInstalledChromium } from './installed-chromium.mjs';
import { quietArguments } from './quiet-browser.ts';
import { lacksSandbox, notToBeHad, withoutSandboxOf, type WithoutSandbox } from './sandbox.ts';

/** @throws CamLensError `no-browser`, with the ways to install one */
function findChromium(): string {
  const found = findInstalledChromium(process.env);
  if (found.path !== undefined) return found.path;
  throw new CamLensError('no-browser', found.reason);
}

export interface ChromiumOptions {
  /**
   * `software`: SwiftShader, which is always available; `software-compositing`: a compositor on SwiftShader too, so
   * that shaders can write to canvases; `hardware`: the browser chooses the GPU; `none`: no WebGPU.
   */
  readonly adapter?: 'software' | 'software-compositing' | 'hardware' | 'none';
  readonly headless?: boolean;
  /** Whether timers of hidden tabs are throttled, as in normal browsers. Default: false. */
  readonly slowsHiddenTabs?: boolean;
  /** True if the caller closes the browser on Ctrl+C, SIGTERM and SIGHUP. Default: puppeteer does. */
  readonly closedByCaller?: boolean;
  /** Ends a browser that is starting. The caller ends one that has started. */
  readonly interrupted?: AbortSignal | undefined;
  /** More arguments for the browser. */
  readonly words?: readonly string[];
  /** Receives a sentence for the user about what this machine denies the browser. */
  readonly onNotice?: ((sentence: string) => void) | undefined;
}

/**
 * Loads puppeteer on demand: most commands need no browser, and loading is slow.
 * @throws CamLensError `no-browser` if it is not installed
 */
async function loadPuppeteer() {
  try {
    return await import('puppeteer');
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new CamLensError(
      'no-browser',
      'The package puppeteer, which drives the browser, is not installed: run "npm install puppeteer" where cam-lens is installed.',
      { cause },
    );
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
}

/** A busy machine with a cold disk cache needs longer than puppeteer's default of 30 seconds. */
const launchMs = 120_000;

/** Limit for a browser started only to read its error message; it normally ends much sooner. */
const reasonMs = 30_000;

/** Arguments that puppeteer passes by default; they disable the throttling of hidden tabs. */
const hiddenTabArguments = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

const swiftshader = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

const adapterArguments: Record<NonNullable<ChromiumOptions['adapter']>, readonly string[]> = {
  software: swiftshader,
  'software-compositing': [
    ...swiftshader,
    '--enable-features=Vulkan',
    '--use-vulkan=swiftshader',
    '--use-angle=swiftshader',
  ],
  hardware: [
    '--enable-unsafe-webgpu',
    '--ignore-gpu-blocklist',
    // On other systems WebGPU uses Metal or Direct3D, and Vulkan could only disturb the compositor.
    ...(process.platform === 'linux' ? ['--enable-features=Vulkan'] : []),
  ],
  none: ['--disable-features=WebGPU', '--disable-gpu'],
};

/**
 * Connects to a running Chrome. The caller disconnects.
 * @param url `http://HOST:PORT` of its remote debugging, or the `ws://` address that it prints
 * @throws CamLensError `no-browser`
 */
export async function connectToChromium(url: string, patienceMs = 30_000): Promise<Browser> {
  const { default: puppeteer } = await loadPuppeteer();
  const place = url.startsWith('ws') ? { browserWSEndpoint: url } : { browserURL: url };
  const connection = puppeteer.connect({ ...place, protocolTimeout: 0, defaultViewport: null });
  const silence = new AbortController();
  try {
    // Another program may be listening there and never answer.
    const waited = setTimeout(patienceMs, undefined, { signal: silence.signal }).then(() => {
      throw new Error(`no answer in ${patienceMs} ms`);
    });
    return await Promise.race([connection, waited]);
  } catch (cause) {
    connection.then((late) => late.disconnect()).catch(() => undefined);
    throw new CamLensError(
      'no-browser',
      `No Chrome answers at ${url}; one that was started with --remote-debugging-port and its own --user-data-dir was expected.`,
      { cause },
    );
  } finally {
    silence.abort();
  }
}

/**
 * Starts a headless Chromium with a new, empty profile. The caller ends it with `endChromium`. It is driven through a
 * pipe that no other process can open, and it exits when this process ends.
 * @throws CamLensError `no-browser`, `worker-failed` if it does not start, `stopped`
 */
export async function startChromium(options: ChromiumOptions = {}): Promise<Browser> {
  const program = findChromium();
  refuseIfStopped(options);
  removeLeftProfiles();
  const without = withoutSandboxOf(process.env);
  try {
    return await launch(program, options, without);
  } catch (cause) {
    refuseIfStopped(options);
    const said = await lastWords(program, without);
    if (without === undefined && lacksSandbox(said)) return launch(program, options, notToBeHad);
    const reason = said.trim().split('\n').at(-1) ?? '';
    const message = `The browser ${program} does not start: ${reason || (cause instanceof Error ? cause.message : String(cause))}`;
    throw new CamLensError('worker-failed', message, { cause });
  }
}

function refuseIfStopped({ interrupted }: ChromiumOptions): void {
  if (interrupted?.aborted === true) throw new CamLensError('stopped', 'The work was stopped.');
}

async function launch(
  program: string,
  options: ChromiumOptions,
  without: WithoutSandbox | undefined,
): Promise<Browser> {
  if (without !== undefined) options.onNotice?.(without.notice);
  const { default: puppeteer } = await loadPuppeteer();
  const profile = makeProfile();
  const giveUp = new AbortController();
  const stop = (): void => giveUp.abort();
  const timer = globalThis.setTimeout(stop, launchMs);
  options.interrupted?.addEventListener('abort', stop);
  try {
    const browser = await puppeteer.launch({
      executablePath: program,
      headless: options.headless ?? true,
      pipe: true,
      userDataDir: profile,
      args: [
        ...quietArguments,
        ...adapterArguments[options.adapter ?? 'software'],
        ...(options.words ?? []),
        ...(without?.arguments ?? []),
      ],
      ignoreDefaultArgs: options.slowsHiddenTabs === true ? hiddenTabArguments : false,
      timeout: launchMs,
      protocolTimeout: 0,
      signal: giveUp.signal,
      env: { ...process.env, ...temporaryFiles(profile) },
      ...Object.fromEntries(
        ['handleSIGINT', 'handleSIGTERM', 'handleSIGHUP'].map((name) => [name, options.closedByCaller !== true]),
      ),
    });
    browser.process()?.once('exit', () => removeProfile(profile));
    return browser;
  } catch (error) {
    removeProfile(profile);
    throw error;
  } finally {
    clearTimeout(timer);
    options.interrupted?.removeEventListener('abort', stop);
  }
}

/** The error output of a browser that does not start; puppeteer does not report it when it uses a pipe. */
async function lastWords(program: string, without: WithoutSandbox | undefined): Promise<string> {
  const profile = makeProfile();
  const words = ['--headless=new', `--user-data-dir=${profile}`, ...quietArguments, ...(without?.arguments ?? [])];
  try {
    return await new Promise((resolve) => {
      execFile(program, [...words, '--dump-dom', 'about:blank'], { timeout: reasonMs }, (_, __, told) => resolve(told));
    });
  } finally {
    removeProfile(profile);
  }
}
