import { expect, it, vi } from 'vitest';
import { TarIndex, tarIndexOf } from '../../../src/ui/evaluate/tar-index.ts';
import { gzipped, tarOf } from '../../datasets/support/sources.ts';
import { endOfTar, join, tarBlock, tarEntry } from '../../datasets/support/tar-block.ts';

async function indexOf(...parts: readonly Uint8Array<ArrayBuffer>[]): Promise<TarIndex> {
  const index = new TarIndex(new Blob([...parts]));
  await index.whole;
  return index;
}

const textIn = (index: TarIndex, path: string) => index.fileOf(path)?.text();

it('reads each picture at any time, whatever lies between', async () => {
  const long = `${'folder/'.repeat(40)}long.png`;
  const files = {
    'a.jpg': 'first',
    'notes.txt': 'x'.repeat(600),
    [long]: 'y'.repeat(1000),
    'é.webp': '',
    'z.jpg': 'last',
  };
  const index = await indexOf(await tarOf(files));
  expect(await textIn(index, 'z.jpg')).toBe('last');
  expect(await textIn(index, long)).toBe('y'.repeat(1000));
  expect(await textIn(index, 'a.jpg')).toBe('first');
  expect(await textIn(index, 'é.webp')).toBe('');
  expect(index.fileOf('notes.txt')).toBeUndefined();
  expect(index.fileOf('other.jpg')).toBeUndefined();
});

it('of files with the same path, reads the first, as data sets do', async () => {
  const index = await indexOf(tarEntry({ name: 'a.jpg' }, 'one'), tarEntry({ name: 'a.jpg' }, 'other'), endOfTar);
  expect(await textIn(index, 'a.jpg')).toBe('one');
});

it('counts extended headers', async () => {
  const record = new TextEncoder().encode('18 path=other.jpg\n');
  const extended = join(tarBlock({ name: 'pax', flag: 'x', size: record.length }), record, new Uint8Array(512 - 18));
  const index = await indexOf(extended, tarEntry({ name: 'short.jpg' }, 'content'), endOfTar);
  expect(await textIn(index, 'other.jpg')).toBe('content');
});

it('finds what lies before damage, and nothing in what is compressed or no archive', async () => {
  const whole = join(tarEntry({ name: 'a.jpg' }, 'one'), tarEntry({ name: 'b.jpg' }, 'two'));
  const damaged = await indexOf(whole.slice(0, 1024), new Uint8Array(512).fill(1));
  expect(await textIn(damaged, 'a.jpg')).toBe('one');
  expect(damaged.fileOf('b.jpg')).toBeUndefined();
  expect((await indexOf(await gzipped(whole))).fileOf('a.jpg')).toBeUndefined();
  expect((await indexOf(new TextEncoder().encode('text'))).fileOf('a.jpg')).toBeUndefined();
});

it('knows paths as records have them', async () => {
  const index = await indexOf(
    tarEntry({ name: './set//a.jpg' }, 'one'),
    tarEntry({ name: '../b.jpg' }, 'two'),
    endOfTar,
  );
  expect(await textIn(index, 'set/a.jpg')).toBe('one');
  expect([index.fileOf('../b.jpg'), index.fileOf('b.jpg')]).toEqual([undefined, undefined]);
});

it('finds what links stand for', async () => {
  const index = await indexOf(
    tarBlock({ name: 'set/hard.jpg', flag: '1', target: 'set/a.jpg' }),
    tarEntry({ name: 'set/a.jpg' }, 'one'),
    tarBlock({ name: 'set/soft.jpg', flag: '2', target: 'a.jpg' }),
    endOfTar,
  );
  expect(await textIn(index, 'set/hard.jpg')).toBe('one');
  expect(await textIn(index, 'set/soft.jpg')).toBe('one');
});

it('reads an archive once', async () => {
  const archive = new Blob([tarEntry({ name: 'a.jpg' }, 'one'), endOfTar]);
  const stream = vi.spyOn(archive, 'stream');
  await Promise.all([tarIndexOf(archive).whole, tarIndexOf(archive).whole]);
  expect(await textIn(tarIndexOf(archive), 'a.jpg')).toBe('one');
  expect(stream).toHaveBeenCalledOnce();
});
