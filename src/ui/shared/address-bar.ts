/** The page's address follows what the page shows, and the page follows the address: reload, back and forward. */
import type { CamLensEvents } from './events.ts';

/** Browsers allow few changes in a short time; a slider makes many. */
const fineMs = 300;

/** @param app fires `cam-lens-link` when its link, a fragment, changes */
export function keepInAddressBar(app: EventTarget & { link: string }): void {
  let waiting: { readonly link: string; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  const settle = (): void => {
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    history.replaceState(null, '', addressOf(waiting.link));
    waiting = undefined;
  };
  app.link = location.hash;
  app.addEventListener('cam-lens-link', (event) => {
    const { link, isStep } = (event as CustomEvent<CamLensEvents['cam-lens-link']>).detail;
    if (isStep) {
      settle();
      history.pushState(null, '', addressOf(link));
      return;
    }
    if (waiting !== undefined) clearTimeout(waiting.timer);
    waiting = { link, timer: setTimeout(settle, fineMs) };
  });
  // Fired for links within the page and typed fragments too.
  window.addEventListener('popstate', () => {
    if (waiting !== undefined) clearTimeout(waiting.timer);
    waiting = undefined;
    app.link = location.hash;
  });
  window.addEventListener('pagehide', settle);
}

/** An empty link leaves no `#` behind. */
function addressOf(link: string): string {
  return link === '' ? location.pathname + location.search : link;
}
