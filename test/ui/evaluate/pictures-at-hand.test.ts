import { expect, it, vi } from 'vitest';
import { PicturesAtHand } from '../../../src/ui/evaluate/pictures-at-hand.ts';
import { eventually } from '../../support/eventually.ts';
import { gzipped, tarOf, type Files } from '../../datasets/support/sources.ts';

const loose = (path: string, text: string) => ({ path, file: new Blob([text]) });
const tar = async (path: string, files: Files) => ({ path, file: new Blob([await tarOf(files)]) });

async function found(hand: PicturesAtHand, onFound: () => void, path: string): Promise<string | undefined> {
  expect([hand.fileOf(path), hand.isLooking]).toEqual([undefined, true]);
  await eventually(() => expect(onFound).toHaveBeenCalledOnce());
  expect(hand.isLooking).toBe(false);
  return hand.fileOf(path)?.text();
}

it('are at hand at once where there can be no archive', async () => {
  const hand = new PicturesAtHand([loose('set/a.jpg', 'one')], () => undefined);
  expect(await hand.fileOf('set/a.jpg')?.text()).toBe('one');
  expect([hand.fileOf('set/b.jpg'), hand.isLooking]).toEqual([undefined, false]);
});

it('are found as a data set finds them: the first archive first, loose files last', async () => {
  const files = [
    ...[loose('set/a.jpg', 'loose'), loose('set/b.jpg', 'loose'), loose('set/c.jpg', 'loose')],
    await tar('one.tar', { 'set/a.jpg': 'first' }),
    await tar('two.tar', { 'set/a.jpg': 'second', 'set/b.jpg': 'second' }),
  ];
  const onFound = vi.fn();
  const hand = new PicturesAtHand(files, onFound);
  expect(await found(hand, onFound, 'set/b.jpg')).toBe('second');
  expect(await hand.fileOf('set/a.jpg')?.text()).toBe('first');
  expect(await hand.fileOf('set/c.jpg')?.text()).toBe('loose');
});

it('are not looked for in other files, nor in compressed archives', async () => {
  const packed = { path: 'packed', file: new Blob([await gzipped(await tarOf({ 'a.jpg': 'one' }))]) };
  const note = loose('a.xml', '<annotation/>');
  const stream = vi.spyOn(note.file, 'stream');
  const onFound = vi.fn();
  expect(await found(new PicturesAtHand([note, packed], onFound), onFound, 'a.jpg')).toBeUndefined();
  expect(stream).not.toHaveBeenCalled();
});
