/** Drives headless.html in Chromium: the way from the command to the pipeline. */
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'puppeteer';
import { CamLensError, describeError, type ErrorCode } from '../src/errors.ts';
import { startChromium, type ChromiumOptions } from './chromium.ts';
import { endsCommand } from './exit-codes.ts';
// Types alone: the page itself is reached through Chromium only.
import type {
  Headless as HeadlessPage,
  HeadlessChoice,
  HeadlessOptions as StartOptions,
  HeadlessPicture,
  HeadlessResult,
} from '../src/headless/main.ts';
import type { LensInfo } from '../src/pipeline/lens.ts';
import type { Answer } from '../src/pipeline/protocol.ts';

export interface HeadlessOptions {
  readonly start: StartOptions;
  /** Of the server that serves the page. */
  readonly address: string;
  readonly onProgress: (message: string) => void;
  /** Without an answer or a word of progress for so long, the page counts as stuck; 15 minutes unless said. */
  readonly patienceMs?: number;
}

export interface Headless {
  readonly info: LensInfo;
  /** False once the page has crashed, stopped answering or lost its device; every further call fails. */
  readonly alive: boolean;
  /** @throws CamLensError with the page's own code, or `internal` where the page crashed or stopped answering */
  explain(picture: HeadlessPicture, choice: HeadlessChoice): Promise<HeadlessResult>;
  /** Imports a module that the server offers, inside the page, and calls its export `run`. */
  runModule<Result>(path: string): Promise<Result>;
  close(): Promise<void>;
}

/** A large picture on a software adapter may well take minutes. */
const usualPatienceMs = 15 * 60 * 1000;
const openingMs = 60_000;
const watchMs = 500;
const crashReportMs = 200;

/** The adapters worth trying, best first, for each backend. */
const adaptersFor: Record<StartOptions['backend'], readonly NonNullable<ChromiumOptions['adapter']>[]> = {
  auto: ['hardware', 'software'],
  webgpu: ['hardware', 'software'],
  wasm: ['hardware', 'software'],
  cpu: ['none'],
};

/**
 * Starts the browser and the page's pipeline; where that fails on the machine's GPU, or it gives no WebGPU, once more
 * with the software adapter.
 * @throws CamLensError `no-browser`, `no-webgpu`, `model-…`
 */
export async function startHeadless(options: HeadlessOptions): Promise<Headless> {
  const adapters = adaptersFor[options.start.backend];
  for (const [index, adapter] of adapters.entries()) {
    const next = adapters[index + 1];
    let session: Session | undefined;
    try {
      session = await openPage(options, adapter);
      session.info = await session.call('start', options.start);
      if (next === undefined || session.info.backend.stages === 'webgpu') return session;
    } catch (error) {
      const { code, message } = describeError(error);
      if (next === undefined || failsOnEveryAdapter(code)) {
        await session?.close();
        throw error;
      }
      if (code !== 'no-webgpu') options.onProgress(`No start on the ${adapter} adapter: ${message} Trying ${next} …`);
    }
    await session?.close();
  }
  throw new CamLensError('no-webgpu', `There is no adapter to try for ${options.start.backend}.`);
}

/** Wrong usage and unusable models; all else, be it a crash, may be the fault of one adapter. */
function failsOnEveryAdapter(code: ErrorCode): boolean {
  return code !== 'no-webgpu' && endsCommand(code);
}

async function openPage(options: HeadlessOptions, adapter: NonNullable<ChromiumOptions['adapter']>): Promise<Session> {
  const browser = await startChromium({ adapter });
  try {
    const page = await browser.newPage();
    const session = new Session(browser, page, options);
    await page.exposeFunction('camLensProgress', (message: string) => session.hear(message));
    await session.unlessDead(page.goto(`${options.address}/headless.html`, { timeout: openingMs }));
    await session.unlessDead(page.waitForFunction('window.camLens !== undefined', { timeout: openingMs }));
    return session;
  } catch (cause) {
    await browser.close();
    if (cause instanceof CamLensError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CamLensError('internal', `The headless page did not open: ${reason}`, { cause });
  }
}

class Session implements Headless {
  alive = true;
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #onProgress: (message: string) => void;
  readonly #patienceMs: number;
  readonly #died: Promise<never>;
  #die!: (reason: string, code?: ErrorCode) => void;
  #heardMs = Date.now();
  #info: LensInfo | undefined;

  constructor(browser: Browser, page: Page, { onProgress, patienceMs = usualPatienceMs }: HeadlessOptions) {
    this.#browser = browser;
    this.#page = page;
    this.#onProgress = onProgress;
    this.#patienceMs = patienceMs;
    this.#died = new Promise((_, reject) => {
      this.#die = (reason, code = 'internal') => {
        this.alive = false;
        reject(new CamLensError(code, reason));
      };
    });
    // It may die while nobody waits for an answer; the next call tells.
    this.#died.catch(() => undefined);
    page.on('error', () => this.#die('The browser page crashed; most often it has run out of memory.'));
    page.on('close', () => this.#die('The browser page was closed.'));
    page.on('pageerror', (error) => onProgress(`page: ${error instanceof Error ? error.message : String(error)}`));
    browser.on('disconnected', () => this.#die('The browser ended unexpectedly.'));
  }

  get info(): LensInfo {
    if (this.#info === undefined) throw new Error('the page has not started');
    return this.#info;
  }

  set info(info: LensInfo) {
    this.#info = info;
  }

  hear(message: string): void {
    this.#heardMs = Date.now();
    this.#onProgress(message);
  }

  explain(picture: HeadlessPicture, choice: HeadlessChoice): Promise<HeadlessResult> {
    return this.call('explain', picture, choice);
  }

  async runModule<Result>(path: string): Promise<Result> {
    const source = `import(${JSON.stringify(path)}).then((module) => module.run({
      progress: (message) => window.camLensProgress(message),
    }))`;
    return (await this.unlessDead(this.#page.evaluate(source))) as Result;
  }

  async call<Name extends keyof HeadlessPage>(
    name: Name,
    ...parameters: Parameters<HeadlessPage[Name]>
  ): Promise<Extract<Awaited<ReturnType<HeadlessPage[Name]>>, { ok: true }>['value']> {
    const source = `window.camLens.${name}(...${JSON.stringify(parameters)})`;
    const outcome = (await this.unlessDead(this.#page.evaluate(source))) as Answer<never>;
    if (outcome.ok) return outcome.value;
    const { code, message } = outcome.error;
    // Nothing works on that page any more; what else it was to do would fail alike.
    if (code === 'device-lost') this.#die(message, code);
    throw new CamLensError(code, message);
  }

  /** The promise's own outcome, or an error as soon as the page is dead or stuck. */
  async unlessDead<Result>(promise: Promise<Result>): Promise<Result> {
    this.#heardMs = Date.now();
    const watch = setInterval(() => {
      if (Date.now() - this.#heardMs > this.#patienceMs) this.#die('The browser page no longer answers.');
    }, watchMs);
    try {
      return await Promise.race([promise, this.#died]);
    } catch (error) {
      if (error instanceof CamLensError) throw error;
      // A crash makes puppeteer's own call fail too, often first and in its own words.
      await setTimeout(crashReportMs);
      this.#die(`The browser page went away: ${error instanceof Error ? error.message : String(error)}`);
      return await this.#died;
    } finally {
      clearInterval(watch);
    }
  }

  async close(): Promise<void> {
    this.#die('The browser was closed.');
    await this.#browser.close().catch(() => undefined);
  }
}
