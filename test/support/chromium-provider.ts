/**
 * Lets vitest run `*.gpu.test.ts` inside the Chromium that cli/chromium.ts starts. Each of vitest's pages has its own
 * browser: pages of one browser would count each other's locks and workers, and share a GPU process that some tests
 * crash.
 */
import { defineBrowserProvider } from '@vitest/browser';
import type { Browser, Page } from 'puppeteer';
import type { BrowserProvider, BrowserProviderOption } from 'vitest/node';
import { startChromium } from '../../cli/chromium.ts';
import { endChromium } from '../../cli/end-chromium.ts';

/** How the browsers of a project are started. */
export interface ChromiumProviderOptions {
  /**
   * Whether workgroup memory is zero when a shader starts, as WGSL promises. The code for it is most of what a software
   * adapter compiles: without it a device is ready in a third of the time. No shader here counts on it, nor does ONNX
   * Runtime; what is compared with references runs as WGSL promises all the same.
   */
  readonly zeroesWorkgroupMemory: boolean;
}

/** For the browser's command line. */
export const noZeroedWorkgroups = '--enable-dawn-features=disable_workgroup_init';

/** For the command line: a camera that shows a moving pattern, allowed without a question. */
const fakeCamera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

class ChromiumProvider implements BrowserProvider {
  readonly name = 'chromium';
  readonly supportsParallelism = true;
  readonly #words: readonly string[];
  readonly #browsers: Promise<Browser>[] = [];
  readonly #pages = new Map<string, Page>();

  constructor({ zeroesWorkgroupMemory }: ChromiumProviderOptions) {
    this.#words = zeroesWorkgroupMemory ? [] : [noZeroedWorkgroups];
  }

  async openPage(sessionId: string, url: string): Promise<void> {
    const browser = startChromium({ adapter: 'software-compositing', words: [...this.#words, ...fakeCamera] });
    this.#browsers.push(browser);
    const page = await (await browser).newPage();
    this.#pages.set(sessionId, page);
    await page.goto(url, { timeout: 0 });
  }

  getCommandsContext(sessionId: string): Record<string, unknown> {
    return { page: this.#pages.get(sessionId) };
  }

  async getCDPSession(sessionId: string): ReturnType<NonNullable<BrowserProvider['getCDPSession']>> {
    const page = this.#pages.get(sessionId);
    if (page === undefined) throw new Error(`no page was opened for session ${sessionId}`);
    const session = await page.createCDPSession();
    return {
      send: async (method: string, params?: Record<string, unknown>) => session.send(method as never, params as never),
      on: (event: string, listener: (...args: never[]) => void) => session.on(event, listener as never),
      once: (event: string, listener: (...args: never[]) => void) => session.once(event, listener as never),
      off: (event: string, listener: (...args: never[]) => void) => session.off(event, listener as never),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#browsers.splice(0).map(async (browser) => endChromium(await browser)));
  }
}

export function chromium(options: ChromiumProviderOptions): BrowserProviderOption {
  return defineBrowserProvider({
    name: 'chromium',
    supportedBrowser: ['chromium'],
    options: {},
    providerFactory: () => new ChromiumProvider(options),
  });
}
