/** One page in one browser: calls go in, answers and errors come out, and a page that is gone is noticed. */
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'puppeteer';
import { CamLensError, type ErrorCode } from '../src/errors.ts';
// Types alone: the page itself is reached through Chromium only.
import type { Headless as HeadlessPage } from '../src/headless/calls.ts';
import type { RunNews } from '../src/headless/evaluation-calls.ts';
import type { Answer } from '../src/pipeline/protocol.ts';
import { connectToChromium, startChromium, type ChromiumOptions } from './chromium.ts';
import { usageBelow } from './process-usage.ts';

export interface SessionOptions {
  /** Of the server that serves the page. */
  readonly address: string;
  /** Of a Chrome that runs already, as `connectToChromium` takes it; one is started unless said. */
  readonly browserUrl?: string;
  readonly onProgress: (message: string) => void;
  /** What the page tells while it measures many pictures. */
  readonly onNews?: (news: RunNews) => void;
  /** Where the page finds a file beside its model. */
  readonly fileBeside?: (name: string) => Answer<string>;
  /** Ends every call, with the code `stopped`. */
  readonly interrupted?: AbortSignal | undefined;
  /** Without an answer or a word of progress for so long, the page counts as stuck; 15 minutes unless said. */
  readonly patienceMs?: number;
}

export type Adapter = NonNullable<ChromiumOptions['adapter']>;

/** A large picture on a software adapter may well take minutes. */
const usualPatienceMs = 15 * 60 * 1000;
const openingMs = 60_000;
const watchMs = 500;
const crashReportMs = 200;

/** @throws CamLensError `no-browser`, `stopped`, `internal` where the page does not open */
export async function openSession(options: SessionOptions, adapter: Adapter): Promise<Session> {
  const { browserUrl } = options;
  const browser =
    browserUrl === undefined
      ? await startChromium({ adapter, closedByCaller: options.interrupted !== undefined })
      : await connectToChromium(browserUrl);
  let page: Page | undefined;
  try {
    page = await browser.newPage();
    const session = new Session(browser, page, options);
    await page.exposeFunction('camLensProgress', (message: string) => session.hear(message));
    await page.exposeFunction('camLensNews', (news: RunNews) => session.hearNews(news));
    await page.exposeFunction('camLensUsage', () => usageBelow(browser.process()?.pid ?? NaN));
    if (options.fileBeside !== undefined) await page.exposeFunction('camLensFileBeside', options.fileBeside);
    await session.unlessDead(page.goto(`${options.address}/headless.html`, { timeout: openingMs }));
    await session.unlessDead(page.waitForFunction('window.camLens !== undefined', { timeout: openingMs }));
    return session;
  } catch (cause) {
    await leave(browser, page, browserUrl !== undefined);
    if (cause instanceof CamLensError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CamLensError('internal', `The headless page did not open: ${reason}`, { cause });
  }
}

/** A browser that was running before goes on without the page. */
async function leave(browser: Browser, page: Page | undefined, isForeign: boolean): Promise<void> {
  if (!isForeign) return browser.close();
  await page?.close().catch(() => undefined);
  await browser.disconnect();
}

/** What a call of the page gives. */
export type Result<Name extends keyof HeadlessPage> = Extract<
  Awaited<ReturnType<HeadlessPage[Name]>>,
  { ok: true }
>['value'];

export class Session {
  /** False once the page has crashed, stopped answering or lost its device; every further call fails. */
  alive = true;
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #isForeign: boolean;
  readonly #onProgress: (message: string) => void;
  readonly #onNews: (news: RunNews) => void;
  readonly #patienceMs: number;
  readonly #died: Promise<never>;
  #die!: (reason: string, code?: ErrorCode) => void;
  #heardMs = Date.now();

  constructor(browser: Browser, page: Page, options: SessionOptions) {
    const { onProgress, onNews = () => undefined, interrupted, patienceMs = usualPatienceMs } = options;
    this.#browser = browser;
    this.#page = page;
    this.#isForeign = options.browserUrl !== undefined;
    this.#onProgress = onProgress;
    this.#onNews = onNews;
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
    const stop = (): void => this.#die('The work was stopped.', 'stopped');
    if (interrupted?.aborted === true) stop();
    interrupted?.addEventListener('abort', stop, { once: true });
  }

  hear(message: string): void {
    this.#heardMs = Date.now();
    this.#onProgress(message);
  }

  hearNews(news: RunNews): void {
    this.#heardMs = Date.now();
    this.#onNews(news);
  }

  /** Imports a module that the server offers, inside the page, and calls its export `run` with these options. */
  async runModule<Result>(path: string, options: object = {}): Promise<Result> {
    const source = `import(${JSON.stringify(path)}).then((module) => module.run({
      ...${JSON.stringify(options)},
      progress: (message) => window.camLensProgress(message),
      usage: () => window.camLensUsage(),
    }))`;
    return (await this.unlessDead(this.#page.evaluate(source))) as Result;
  }

  /** @throws CamLensError with the page's own code, or `internal` where the page crashed or stopped answering */
  async call<Name extends keyof HeadlessPage>(
    name: Name,
    ...parameters: Parameters<HeadlessPage[Name]>
  ): Promise<Result<Name>> {
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
    await leave(this.#browser, this.#page, this.#isForeign).catch(() => undefined);
  }
}
