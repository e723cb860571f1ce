/** Work in a worker does not see whether its page is hidden; the page does. */

export interface HiddenNotice {
  /** Whether the page has been hidden at any time since the start. */
  readonly wasHidden: boolean;
  stop(): void;
}

/** @param page undefined where there is none, which is never hidden */
export function noticeHidden(
  page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'> | undefined = (
    globalThis as { document?: Document }
  ).document,
): HiddenNotice {
  let wasHidden = false;
  const look = (): void => {
    wasHidden ||= page?.visibilityState === 'hidden';
  };
  look();
  page?.addEventListener('visibilitychange', look);
  return {
    get wasHidden(): boolean {
      return wasHidden;
    },
    stop: () => page?.removeEventListener('visibilitychange', look),
  };
}
