/**
 * The one place that starts a browser, or goes to one: Chromium with WebGPU, through puppeteer. The command, the benchmarks and the
 * tests all come through here.
 */
import { setTimeout } from 'node:timers/promises';
import puppeteer, { type Browser } from 'puppeteer';
import { CamLensError } from '../src/errors.ts';
import { findInstalledChromium } from './installed-chromium.mjs';

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
}

/** A busy machine with a cold disk needs longer than the half minute that puppeteer grants. */
const launchMs = 120_000;

const quietArguments = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

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

/** Starts a headless Chromium with a new, empty profile. The caller closes it. */
export async function startChromium(options: ChromiumOptions = {}): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return puppeteer.launch({
    executablePath: findChromium(),
    headless: options.headless ?? true,
    args: [
      ...quietArguments,
      ...adapterArguments[options.adapter ?? 'software'],
      // Chromium's sandbox refuses to run as root.
      ...(asRoot ? ['--no-sandbox'] : []),
    ],
    ignoreDefaultArgs: options.slowsHiddenTabs === true ? hiddenTabArguments : false,
    timeout: launchMs,
    protocolTimeout: 0,
    ...Object.fromEntries(
      ['handleSIGINT', 'handleSIGTERM', 'handleSIGHUP'].map((name) => [name, options.closedByCaller !== true]),
    ),
  });
}
