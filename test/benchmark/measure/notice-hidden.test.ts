import { expect, it } from 'vitest';
import { noticeHidden } from '../../../src/benchmark/measure/notice-hidden.ts';

function madeUpPage(visibilityState: DocumentVisibilityState) {
  const page = Object.assign(new EventTarget(), { visibilityState });
  const become = (state: DocumentVisibilityState): void => {
    page.visibilityState = state;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { page: page as unknown as Document, become };
}

it('remembers that the page was hidden, also if it is visible again', () => {
  const { page, become } = madeUpPage('visible');
  const notice = noticeHidden(page);
  expect(notice.wasHidden).toBe(false);
  become('hidden');
  become('visible');
  expect(notice.wasHidden).toBe(true);
});

it('knows a page that is hidden from the start', () => {
  expect(noticeHidden(madeUpPage('hidden').page).wasHidden).toBe(true);
});

it('looks no longer once it is stopped, and needs no page', () => {
  const { page, become } = madeUpPage('visible');
  const notice = noticeHidden(page);
  notice.stop();
  become('hidden');
  expect(notice.wasHidden).toBe(false);
  expect(noticeHidden(undefined).wasHidden).toBe(false);
});
