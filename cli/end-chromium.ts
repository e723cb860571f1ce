/** Ends a browser of ours within a time, whatever state it is in. */
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'puppeteer';

/** A healthy browser ends in a quarter of a second; a machine that swaps needs longer. */
const closingMs = 5_000;

/** A browser that has not closed when the time is over is killed, with all its processes. Never rejects. */
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
  // puppeteer tidies up once the process is gone.
  await Promise.race([asked, setTimeout(patienceMs, undefined, { ref: false })]);
}

/** puppeteer makes a browser the first of a group of processes of its own, but on Windows. */
function killAll(browser: Browser): void {
  const child = browser.process();
  if (child?.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
