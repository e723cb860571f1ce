/** Ends a browser that the command has started, within a time limit, whatever its state. */
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'puppeteer';

/** A healthy browser ends within 250 ms; a swapping machine needs longer. */
const closingMs = 5_000;

/** Kills the browser and all its processes if it has not closed in time. Never rejects. */
export async function endChromium(browser: Browser, patienceMs = closingMs): Promise<void> {
  const asked = browser.close().catch(() => undefined);
  const inTime = new AbortController();
  const isLate = await Promise.race([
    asked.then(() => false),
    setTimeout(patienceMs, true, { signal: inTime.signal }).catch(() => false),
  ]);
  inTime.abort();
  if (!isLate) return;
  killAll(browser);
  // puppeteer cleans up once the process has ended.
  await Promise.race([asked, setTimeout(patienceMs, undefined, { ref: false })]);
}

/** Except on Windows, puppeteer starts a browser as the leader of its own process group. */
function killAll(browser: Browser): void {
  const child = browser.process();
  if (child?.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
