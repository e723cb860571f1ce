/** One page in one browser: calls go in, answers and errors come out, and a page that is gone is noticed. */
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'puppeteer';
import { CamLensError, type ErrorCode } from '../src/errors.ts';
// Types alone: the page itself is reached through Chromium only.
import type { Headless as HeadlessPage } from '../src/headless/calls.ts';
import type { RunNews } from '../src/headless/evaluation-calls.ts';
import type { Answer } from '../src/pipeline/worker/answer.ts';
import { connectToChromium, startChromium, type ChromiumOptions } from './chromium.ts';
import { endChromium } from './end-chromium.ts';
import { onceEach } from './once-each.ts';
import { usageBelow } from './process-usage.ts';

export interface SessionOptions {
  /** Of the server that serves the page. */
  readonly address: string;
  /** Of a Chrome that runs already, as `connectToChromium` takes it; one is started unless said. */
  readonly browserUrl?: string;
  readonly onProgress: (message: string) => void;
  /** Is told once what this machine does not let the browser have. */
  readonly onNotice?: (sentence: string) => void;
  /** What the page tells while it measures many pictures; a picture is not measured before its beginning is taken. */
  readonly onNews?: (news: RunNews) => void | Promise<void>;
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
const askingMs = 50;
const leavingMs = 5_000;

/** Every session of a command starts a browser, and each of them has the same to say. */
const noticeOnce = onceEach();

/** @throws CamLensError `no-browser`, `stopped`, `worker-failed` where the page does not open, `runtime-damaged` */
export async function openSession(options: SessionOptions, adapter: Adapter): Promise<Session> {
  const { browserUrl, interrupted, onNotice } = options;
  const browser =
    browserUrl === undefined
      ? await startChromium({
          ...{ adapter, interrupted, closedByCaller: interrupted !== undefined },
          onNotice: (sentence) => noticeOnce(sentence, onNotice),
        })
      : await connectToChromium(browserUrl);
  let session: Session | undefined;
  try {
    session = new Session(browser, options);
    await session.open();
    return session;
  } catch (cause) {
    await session?.close();
    if (cause instanceof CamLensError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CamLensError('worker-failed', `The headless page did not open: ${reason}`, { cause });
  }
}

/** A browser that was running before goes on without the page. */
async function leave(browser: Browser, page: Page | undefined, isForeign: boolean): Promise<void> {
  if (!isForeign) return endChromium(browser);
  const closed = page?.close().catch(() => undefined);
  await Promise.race([closed, setTimeout(leavingMs, undefined, { ref: false })]);
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
  readonly #options: SessionOptions;
  readonly #isForeign: boolean;
  readonly #onProgress: (message: string) => void;
  readonly #onNews: (news: RunNews) => void | Promise<void>;
  readonly #patienceMs: number;
  readonly #died: Promise<never>;
  #die!: (reason: string, code?: ErrorCode) => void;
  #page: Page | undefined;
  #heardMs = performance.now();

  constructor(browser: Browser, options: SessionOptions) {
    const { onProgress, onNews = () => undefined, interrupted, patienceMs = usualPatienceMs } = options;
    this.#browser = browser;
    this.#options = options;
    this.#isForeign = options.browserUrl !== undefined;
    this.#onProgress = (message) => onProgress(this.#cover(message));
    this.#onNews = onNews;
    this.#patienceMs = patienceMs;
    this.#died = new Promise((_, reject) => {
      this.#die = (reason, code = 'worker-failed') => {
        this.alive = false;
        reject(new CamLensError(code, this.#cover(reason)));
      };
    });
    // It may die while nobody waits for an answer; the next call tells.
    this.#died.catch(() => undefined);
    browser.on('disconnected', () => this.#die('The browser ended unexpectedly.'));
    const stop = (): void => this.#die('The work was stopped.', 'stopped');
    if (interrupted?.aborted === true) stop();
    interrupted?.addEventListener('abort', stop, { once: true });
  }

  /** @throws CamLensError `stopped`, `worker-failed`, `runtime-damaged` */
  async open(): Promise<void> {
    const { address, fileBeside } = this.#options;
    const page = await this.unlessDead(this.#browser.newPage(), openingMs);
    this.#page = page;
    page.on('error', () => this.#die('The browser page crashed; most often it has run out of memory.'));
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
      await this.unlessDead(page.exposeFunction(name, call), openingMs);
    }
    const go = (): ReturnType<Page['goto']> => page.goto(`${address}/headless.html`, { timeout: openingMs });
    // An isolated page gets a process of its own; very seldom puppeteer loses its way when they are exchanged.
    const again = (error: Error): ReturnType<Page['goto']> => {
      if (error.message.includes('frame was detached')) return go();
      throw error;
    };
    const response = await this.unlessDead(go().catch(again), openingMs);
    if (response?.ok() === false) {
      const message = `The page that the command drives is not there (HTTP ${response.status()}); "npm run setup" builds it.`;
      throw new CamLensError('runtime-damaged', message);
    }
    await this.#untilReady(page);
  }

  /** The page's own security policy forbids what puppeteer does to wait for an expression. */
  async #untilReady(page: Page): Promise<void> {
    const startMs = performance.now();
    while ((await this.unlessDead(page.evaluate('window.camLens !== undefined'), openingMs)) !== true) {
      if (performance.now() - startMs > openingMs) this.#die('The headless page has not started in a minute.');
      await setTimeout(askingMs);
    }
  }

  hear(message: string): void {
    this.#heardMs = performance.now();
    this.#onProgress(message);
  }

  hearNews(news: RunNews): void | Promise<void> {
    this.#heardMs = performance.now();
    if (news.about !== 'problem') return this.#onNews(news);
    const { problem } = news;
    return this.#onNews({ ...news, problem: { ...problem, message: this.#cover(problem.message) } });
  }

  /** Imports a module that the server offers beside the page, inside the page, and calls its export `run` with these options. */
  async runModule<Result>(path: string, options: object = {}): Promise<Result> {
    const source = `import(new URL(${JSON.stringify(path)}, document.baseURI).href).then((module) => module.run({
      ...${JSON.stringify(options)},
      progress: (message) => window.camLensProgress(message),
      usage: () => window.camLensUsage(),
    }))`;
    return (await this.#evaluate(source)) as Result;
  }

  /** @throws CamLensError with the page's own code, or `worker-failed` where the page crashed or stopped answering */
  async call<Name extends keyof HeadlessPage>(
    name: Name,
    ...parameters: Parameters<HeadlessPage[Name]>
  ): Promise<Result<Name>> {
    const outcome = (await this.#evaluate(`window.camLens.${name}(...${JSON.stringify(parameters)})`)) as Answer<never>;
    if (outcome.ok) return outcome.value;
    const { code, message } = outcome.error;
    // Nothing works on that page any more; what else it was to do would fail alike.
    if (code === 'device-lost') this.#die(message, code);
    throw new CamLensError(code, this.#cover(message));
  }

  #evaluate(source: string): Promise<unknown> {
    if (this.#page === undefined) throw new CamLensError('internal', 'The page was not opened.');
    return this.unlessDead(this.#page.evaluate(source));
  }

  /** The promise's own outcome, or an error as soon as the page is dead or, for so long, silent. */
  async unlessDead<Result>(promise: Promise<Result>, patienceMs = this.#patienceMs): Promise<Result> {
    this.#heardMs = performance.now();
    const watch = setInterval(() => {
      if (performance.now() - this.#heardMs > patienceMs) this.#die('The browser page no longer answers.');
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

  /** Within a time, in whatever state the browser is. */
  async close(): Promise<void> {
    this.#die('The browser was closed.');
    await leave(this.#browser, this.#page, this.#isForeign).catch(() => undefined);
  }

  /** The server's address holds its secret: no message may. */
  #cover(text: string): string {
    const { address } = this.#options;
    const { pathname } = new URL(address);
    const bare = text.replaceAll(address, '');
    return pathname === '/' ? bare : bare.replaceAll(pathname, '');
  }
}
