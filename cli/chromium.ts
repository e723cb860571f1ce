/**
 * The one place that starts a browser, or goes to one: Chromium with WebGPU, through puppeteer. The command, the benchmarks and the
 * tests all come through here.
 */
import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'puppeteer';
import { CamLensError } from '../src/errors.ts';
import { makeProfile, removeLeftProfiles, removeProfile, temporaryFiles } from './browser-profile.ts';
import { findInstalledChromium } from './installed-chromium.mjs';
import { quietArguments } from './quiet-browser.ts';
import { lacksSandbox, notToBeHad, withoutSandboxOf, type WithoutSandbox } from './sandbox.ts';

/** @throws CamLensError `no-browser`, which names the ways to get one */
function findChromium(): string {
  const found = findInstalledChromium(process.env);
  if (found.path !== undefined) return found.path;
  throw new CamLensError('no-browser', found.reason);
}

export interface ChromiumOptions {
  /** `software` asks for SwiftShader, which is everywhere, `software-compositing` for a compositor on SwiftShader too, so
   * that shaders can write to canvases; `hardware` lets the browser pick the machine's GPU; `none` has no WebGPU. */
  readonly adapter?: 'software' | 'software-compositing' | 'hardware' | 'none';
  readonly headless?: boolean;
  /** Timers of hidden tabs are slowed down, as in the browsers that people use; here they are not unless said. */
  readonly slowsHiddenTabs?: boolean;
  /** At Ctrl+C, SIGTERM and SIGHUP the caller closes it; otherwise puppeteer does. */
  readonly closedByCaller?: boolean;
  /** Ends a browser that is starting; one that has started is the caller's. */
  readonly interrupted?: AbortSignal | undefined;
  /** Is told, for people, what this machine does not let the browser have. */
  readonly onNotice?: ((sentence: string) => void) | undefined;
}

/**
 * When it is needed: most commands need no browser, and it takes long to load.
 * @throws CamLensError `no-browser` where it is not installed
 */
async function loadPuppeteer() {
  try {
    return await import('puppeteer');
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new CamLensError(
      'no-browser',
      'The package puppeteer, which drives the browser, is not installed: "npm install puppeteer" beside cam-lens does that.',
      { cause },
    );
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
}

/** A busy machine with a cold disk needs longer than the half minute that puppeteer grants. */
const launchMs = 120_000;

/** A browser that is asked why it does not start ends by itself long before. */
const reasonMs = 30_000;

/** By these, which puppeteer gives of itself, a hidden tab is as quick as one in front. */
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
    // Elsewhere WebGPU goes through Metal or Direct3D, and Vulkan would only put the compositor at risk.
    ...(process.platform === 'linux' ? ['--enable-features=Vulkan'] : []),
  ],
  none: ['--disable-features=WebGPU', '--disable-gpu'],
};

/**
 * Goes to a Chrome that runs already. The caller disconnects.
 * @param url `http://HOST:PORT` of its remote debugging, or the `ws://` address that it prints
 * @throws CamLensError `no-browser`
 */
export async function connectToChromium(url: string, patienceMs = 30_000): Promise<Browser> {
  const { default: puppeteer } = await loadPuppeteer();
  const place = url.startsWith('ws') ? { browserWSEndpoint: url } : { browserURL: url };
  const connection = puppeteer.connect({ ...place, protocolTimeout: 0, defaultViewport: null });
  const silence = new AbortController();
  try {
    // Who listens there may be no Chrome, and never answer.
    const waited = setTimeout(patienceMs, undefined, { signal: silence.signal }).then(() => {
      throw new Error(`no answer in ${patienceMs} ms`);
    });
    return await Promise.race([connection, waited]);
  } catch (cause) {
    connection.then((late) => late.disconnect()).catch(() => undefined);
    throw new CamLensError(
      'no-browser',
      `No Chrome answers at ${url}; one that was started with --remote-debugging-port and a --user-data-dir of its own was expected.`,
      { cause },
    );
  } finally {
    silence.abort();
  }
}

/**
 * Starts a headless Chromium with a new, empty profile. The caller ends it, with `endChromium`. It is driven through a pipe,
 * to which no other process has the ends; it ends by itself when this process does.
 * @throws CamLensError `no-browser`, `worker-failed` where it does not start, `stopped`
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
      args: [...quietArguments, ...adapterArguments[options.adapter ?? 'software'], ...(without?.arguments ?? [])],
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

/** What a browser that does not start says before it ends; puppeteer does not tell where it talks through a pipe. */
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
