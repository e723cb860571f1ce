/**
 * The one place that starts a browser: Chromium with WebGPU, through puppeteer. The command, the benchmarks and the
 * tests all come through here.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer';
import { CamLensError } from '../src/errors.ts';

const installedNames = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];

const installedPaths: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const root = process.env[variable];
    return root === undefined ? [] : [join(root, 'Google', 'Chrome', 'Application', 'chrome.exe')];
  }),
};

/** Path of the browser to drive: `CHROME_PATH`, else an installed Chrome or Chromium, else puppeteer's own download. */
export function findChromium(): string {
  const wanted = process.env.CHROME_PATH;
  if (wanted !== undefined && wanted !== '') {
    if (existsSync(wanted)) return wanted;
    throw new CamLensError('no-browser', `CHROME_PATH names ${wanted}, but there is no such file.`);
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [
    ...folders.flatMap((folder) => installedNames.map((name) => join(folder, name))),
    ...(installedPaths[process.platform] ?? []),
    puppeteersOwn(),
  ];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return found;
  throw new CamLensError(
    'no-browser',
    'No browser was found. Set CHROME_PATH to one, install Chrome or Chromium, run "npx puppeteer browsers install ' +
      'chrome", or, on Debian as root, "apt-get install chromium".',
  );
}

function puppeteersOwn(): string | undefined {
  try {
    return puppeteer.executablePath();
  } catch {
    return undefined;
  }
}

export interface ChromiumOptions {
  /** `software` asks for SwiftShader, which is everywhere; `hardware` lets the browser pick the machine's GPU; `none`
   * starts without WebGPU. */
  readonly adapter?: 'software' | 'hardware' | 'none';
  readonly headless?: boolean;
}

const quietArguments = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

const adapterArguments: Record<NonNullable<ChromiumOptions['adapter']>, readonly string[]> = {
  software: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  hardware: ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'],
  none: ['--disable-features=WebGPU', '--disable-gpu'],
};

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
    protocolTimeout: 0,
  });
}
