/** One page in one browser: makes calls, returns results and errors, and detects when the page is gone. */
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'puppeteer';
import { CamLensError, type ErrorCode } from '../src/errors.ts';
// Only types: the page itself is reached only through Chromium.
import type { HeadlessPage } from '../src/headless/calls.ts';
import type { RunNews } from '../src/headless/evaluation-calls.ts';
import type { Answer } from '../src/pipeline/worker/answer.ts';
import { PendingCalls } from '../src/pending-calls.ts';
import { connectToChromium, startChromium, type ChromiumOptions } from './chromium.ts';
import { endChromium } from './end-chromium.ts';
import { onceEach } from './once-each.ts';
import { usageBelow } from './process-usage.ts';

export interface SessionOptions {
  /** Address of the server of the page. */
  readonly address: string;
  /** URL of a running Chrome, as for `connectToChromium`. Default: a new browser is started. */
  readonly browserUrl?: string;
  readonly onProgress: (message: string) => void;
  /** Receives a sentence, once, about what this machine denies the browser. */
  readonly onNotice?: (sentence: string) => void;
  /** Receives news while the page measures pictures; a picture is measured only after its start has been handled. */
  readonly onNews?: (news: RunNews) => void | Promise<void>;
  /** Returns the URL of a file beside the model. */
  readonly fileBeside?: (name: string) => Answer<string>;
  /** Ends every call with the error `stopped`. */
  readonly interrupted?: AbortSignal | undefined;
  /** Milliseconds without a result or progress after which the page counts as stuck. Default: 15 minutes. */
  readonly patienceMs?: number;
}

export type Adapter = NonNullable<ChromiumOptions['adapter']>;

/** A large picture on a software adapter may take minutes. */
const usualPatienceMs = 15 * 60 * 1000;
const openingMs = 180_000;
const loadingMs = 60_000;
const watchMs = 500;
const crashReportMs = 200;
const askingMs = 50;
const leavingMs = 5_000;

/** Every session of a command starts a browser and gives the same notices. */
const noticeOnce = onceEach();

/** @throws CamLensError `no-browser`, `stopped`, `worker-failed` if the page does not open, `runtime-damaged` */
export async function openSession(options: SessionOptions, adapter: Adapter): Promise<PageSession> {
  const { browserUrl, interrupted, onNotice } = options;
  const browser =
    browserUrl === undefined
      ? await startChromium({
          ...{ adapter, interrupted, closedByCaller: interrupted !== undefined },
          onNotice: (sentence) => noticeOnce(sentence, onNotice),
        })
      : await connectToChromium(browserUrl);
  let session: PageSession | undefined;
  try {
    session = new PageSession(browser, options);
    await session.open();
    return session;
  } catch (cause) {
    await session?.close();
    if (cause instanceof CamLensError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CamLensError('worker-failed', `The headless page did not open: ${reason}`, { cause });
  }
}

/** Closes the page; a browser that was running before is left running. */
async function leave(browser: Browser, page: Page | undefined, isForeign: boolean): Promise<void> {
  if (!isForeign) return endChromium(browser);
  const closed = page?.close().catch(() => undefined);
  await Promise.race([closed, setTimeout(leavingMs, undefined, { ref: false })]);
  await browser.disconnect();
}

/** The result of a call of the page. */
export type Result<Name extends keyof HeadlessPage> = Extract<
  Awaited<ReturnType<HeadlessPage[Name]>>,
  { ok: true }
>['value'];

export class PageSession {
  readonly #browser: Browser;
  readonly #options: SessionOptions;
  readonly #isForeign: boolean;
  readonly #onProgress: (message: string) => void;
  readonly #onNews: (news: RunNews) => void | Promise<void>;
  readonly #pending: PendingCalls;
  #page: Page | undefined;

  constructor(browser: Browser, options: SessionOptions) {
    const { onProgress, onNews = () => undefined, interrupted, patienceMs = usualPatienceMs } = options;
    this.#browser = browser;
    this.#options = options;
    this.#isForeign = options.browserUrl !== undefined;
    this.#onProgress = (message) => onProgress(this.#cover(message));
    this.#onNews = onNews;
    const patience = { mostMs: patienceMs, times: 1, leastMs: patienceMs, lookMs: watchMs };
    this.#pending = new PendingCalls(patience, () => this.#die('The browser page no longer responds.'));
    browser.on('disconnected', () => this.#die('The browser ended unexpectedly.'));
    const stop = (): void => this.#die('The work was stopped.', 'stopped');
    if (interrupted?.aborted === true) stop();
    interrupted?.addEventListener('abort', stop, { once: true });
  }

  /** False once the page has crashed, stopped responding or lost its device; every later call fails. */
  get alive(): boolean {
    return this.#pending.ended === undefined;
  }

  #die(reason: string, code: ErrorCode = 'worker-failed'): void {
    this.#pending.end(new CamLensError(code, this.#cover(reason)));
  }

  /** @throws CamLensError `stopped`, `worker-failed`, `runtime-damaged` */
  async open(): Promise<void> {
    const late = new AbortController();
    const tooLate = (): void => this.#die(`The browser page did not open in ${openingMs / 1000} seconds.`);
    setTimeout(openingMs, undefined, { ref: false, signal: late.signal }).then(tooLate, () => undefined);
    await this.#open().finally(() => late.abort());
  }

  async #open(): Promise<void> {
    const { address, fileBeside } = this.#options;
    const page = await this.#unlessDead(() => this.#browser.newPage());
    this.#page = page;
    page.on('error', () => this.#die('The browser page crashed; the usual cause is lack of memory.'));
    page.on('close', () => this.#die('The browser page was closed.'));
    page.on('pageerror', (error) =>
      this.#onProgress(`page: ${error instanceof Error ? error.message : String(error)}`),
    );
    const functions = {
      camLensProgress: (message: string) => this.hear(message),
      camLensNews: (news: RunNews) => this.hearNews(news),
      camLensUsage: () => usageBelow(this.#browser.process()?.pid ?? NaN),
      ...(fileBeside === undefined ? {} : { camLensFileBeside: fileBeside }),
    };
    for (const [name, call] of Object.entries(functions)) {
      await this.#unlessDead(() => page.exposeFunction(name, call));
    }
    const go = (): ReturnType<Page['goto']> => page.goto(`${address}/headless.html`, { timeout: loadingMs });
    // A cross-origin isolated page moves to a new process; very rarely, puppeteer loses track of it.
    const again = (error: Error): ReturnType<Page['goto']> => {
      if (error.message.includes('frame was detached')) return go();
      throw error;
    };
    const response = await this.#unlessDead(() => go().catch(again));
    if (response?.ok() === false) {
      const message = `The page that the command drives does not exist (HTTP ${response.status()}); "npm run setup" builds it.`;
      throw new CamLensError('runtime-damaged', message);
    }
    await this.#untilReady(page);
  }

  /** The page's content security policy forbids puppeteer's own way of waiting for an expression. */
  async #untilReady(page: Page): Promise<void> {
    while ((await this.#unlessDead(() => page.evaluate('window.camLens !== undefined'))) !== true) {
      await setTimeout(askingMs);
    }
  }

  hear(message: string): void {
    this.#pending.beat();
    this.#onProgress(message);
  }

  hearNews(news: RunNews): void | Promise<void> {
    this.#pending.beat();
    if (news.about !== 'problem') return this.#onNews(news);
    const { problem } = news;
    return this.#onNews({ ...news, problem: { ...problem, message: this.#cover(problem.message) } });
  }

  /** Imports a module from the server into the page and calls its export `run` with these options. */
  async runModule<Result>(path: string, options: object = {}): Promise<Result> {
    const source = `import(new URL(${JSON.stringify(path)}, document.baseURI).href).then((module) => module.run({
      ...${JSON.stringify(options)},
      progress: (message) => window.camLensProgress(message),
      usage: () => window.camLensUsage(),
    }))`;
    return (await this.#evaluate(source)) as Result;
  }

  /** @throws CamLensError with the page's own code, or `worker-failed` if the page crashed or stopped responding */
  async call<Name extends keyof HeadlessPage>(
    name: Name,
    ...parameters: Parameters<HeadlessPage[Name]>
  ): Promise<Result<Name>> {
    const outcome = (await this.#evaluate(`window.camLens.${name}(...${JSON.stringify(parameters)})`)) as Answer<never>;
    if (outcome.ok) return outcome.value;
    const { code, message } = outcome.error;
    // Nothing works on that page any more; every later call would fail too.
    if (code === 'device-lost') this.#die(message, code);
    throw new CamLensError(code, this.#cover(message));
  }

  #evaluate(source: string): Promise<unknown> {
    const page = this.#page;
    if (page === undefined) throw new CamLensError('internal', 'The page was not opened.');
    return this.#unlessDead(() => page.evaluate(source));
  }

  /** The outcome of the call, or an error as soon as the page is dead or has been silent for too long. */
  async #unlessDead<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#pending.settle(call);
    } catch (error) {
      if (error instanceof CamLensError) throw error;
      // After a crash, puppeteer's call fails too, often earlier and with its own message.
      await setTimeout(crashReportMs);
      this.#die(`The browser page disappeared: ${error instanceof Error ? error.message : String(error)}`);
      throw this.#pending.ended!;
    }
  }

  /** Closes within a time limit, whatever the browser's state. */
  async close(): Promise<void> {
    this.#die('The browser was closed.');
    await leave(this.#browser, this.#page, this.#isForeign).catch(() => undefined);
  }

  /** The server's address contains the secret, which messages must not show. */
  #cover(text: string): string {
    const { address } = this.#options;
    const { pathname } = new URL(address);
    const bare = text.replaceAll(address, '');
    return pathname === '/' ? bare : bare.replaceAll(pathname, '');
  }
}
