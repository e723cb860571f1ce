/** Browsers throttle hidden tabs, so samples taken meanwhile are discarded. */

/** Counts how often the page was hidden during a measurement. */
export interface Sight {
  /** Number of discarded samples. */
  hidden: number;
}

/**
 * @param take takes a sample; called again, once the page is visible, if the page was hidden meanwhile
 * @param page undefined in a worker, which is never hidden
 */
export async function whileVisible<T>(
  take: () => Promise<T>,
  sight: Sight,
  page: Document | undefined = (globalThis as { document?: Document }).document,
): Promise<T> {
  if (page === undefined) return take();
  for (;;) {
    await untilVisible(page);
    const seen: DocumentVisibilityState[] = [];
    const onChange = (): void => void seen.push(page.visibilityState);
    page.addEventListener('visibilitychange', onChange);
    try {
      const taken = await take();
      if (!seen.includes('hidden')) return taken;
      sight.hidden++;
    } finally {
      page.removeEventListener('visibilitychange', onChange);
    }
  }
}

async function untilVisible(page: Document): Promise<void> {
  while (page.visibilityState === 'hidden') {
    await new Promise<void>((resolve) => {
      page.addEventListener('visibilitychange', () => resolve(), { once: true });
    });
  }
}
