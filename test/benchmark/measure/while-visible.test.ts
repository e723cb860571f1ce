import { expect, it } from 'vitest';
import { whileVisible } from '../../../src/benchmark/measure/while-visible.ts';

function fakePage(state: DocumentVisibilityState) {
  const page = Object.assign(new EventTarget(), { visibilityState: state });
  return {
    page: page as unknown as Document,
    become(next: DocumentVisibilityState) {
      page.visibilityState = next;
      page.dispatchEvent(new Event('visibilitychange'));
    },
  };
}

it('takes a sample once if the page is visible', async () => {
  const sight = { hidden: 0 };
  expect(await whileVisible(async () => 3, sight, fakePage('visible').page)).toBe(3);
  expect(sight.hidden).toBe(0);
});

it('waits for a page that is hidden', async () => {
  const { page, become } = fakePage('hidden');
  let taken = 0;
  const taking = whileVisible(async () => ++taken, { hidden: 0 }, page);
  await Promise.resolve();
  expect(taken).toBe(0);
  become('visible');
  expect(await taking).toBe(1);
});

it('repeats a sample during which the page was hidden, even briefly', async () => {
  const { page, become } = fakePage('visible');
  const sight = { hidden: 0 };
  let taken = 0;
  const take = async (): Promise<number> => {
    taken++;
    if (taken === 1) {
      become('hidden');
      become('visible');
    }
    return taken;
  };
  expect(await whileVisible(take, sight, page)).toBe(2);
  expect(sight.hidden).toBe(1);
});

it('has no page to watch in a worker', async () => expect(await whileVisible(async () => 1, { hidden: 0 })).toBe(1));
