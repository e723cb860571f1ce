/** Every kind of source says the same of the same files. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listingSource } from '../../src/datasets/listing-source.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { walk } from '../../src/datasets/walk.ts';
import { tarSource, tarSourceAt } from '../../src/datasets/tar-source.ts';
import { archive, bytesOf, dataUrl, folder, gzipped, listing, readAll, tarOf, type Files } from './support/sources.ts';
import { eventually } from '../support/eventually.ts';

const part = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .filter((text) => /^[^/\0]+$/.test(text) && !/\p{Surrogate}/u.test(text));
const path = fc.array(part, { minLength: 1, maxLength: 14 }).map((parts) => parts.join('/'));
const content = fc.uint8Array({ maxLength: 1300 });
const tree = fc.uniqueArray(fc.tuple(path, content), { maxLength: 8, selector: ([name]) => name }).map(
  // The order of an object's keys is not theirs if they are numbers.
  (entries): Files => Object.fromEntries(entries.map(([name, bytes]) => [`t/${name}`, bytes])),
);

describe('a random tree', () => {
  it('is the same as a tar, a tar.gz, a folder and a listing', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const given = Object.entries(files).map(([name, bytes]) => [name, String.fromCharCode(...bytesOf(bytes))]);
        const latin1 = (text: string): string =>
          new TextDecoder('latin1').decode(Uint8Array.from(text, (c) => c.charCodeAt(0)));
        const expected = given.map(([name, text]) => [name, latin1(text!)]);
        const tar = await tarOf(files);
        for (const source of [archive('t.tar', tar), archive('t', await gzipped(tar)), listing(files)]) {
          const { files: found, problems } = await readAll(source);
          expect([...problems]).toEqual([]);
          expect(found).toEqual(expected);
        }
        const { files: found } = await readAll(folder(files));
        expect(found).toEqual(expected.toSorted(([a], [b]) => (a! < b! ? -1 : 1)));
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});

describe('text', () => {
  it('is the same from every kind of source, and does not break where a stream does', async () => {
    const text = 'é€𝄞 '.repeat(40);
    const files = { 'a.xml': text, 'b.xml': `\ufeff${text}`, 'c.xml': '' };
    const tar = await tarOf(files);
    // Every character of more than one byte is cut somewhere.
    const inPieces = (): ReadableStream<Uint8Array<ArrayBuffer>> =>
      new ReadableStream({
        start(controller) {
          for (let at = 0; at < tar.length; at += 3) controller.enqueue(tar.slice(at, at + 3));
          controller.close();
        },
      });
    const cut = tarSource('cut.tar', inPieces);
    for (const source of [cut, archive('t', await gzipped(tar)), folder(files), listing(files)]) {
      const problems = new Problems();
      const read: (string | undefined)[] = [];
      for await (const entry of source.open(problems.report)) read.push(await entry.readText());
      expect([read, [...problems]], source.name).toEqual([[text, text, ''], []]);
    }
  });
});

it('what a server does not offer is named, but for what nobody reads', async () => {
  const entry = { sizeBytes: 0, url: '', skipped: 'a link that leads nowhere' };
  const listed = [
    { ...entry, path: 'a/b.jpg' },
    { ...entry, path: '.git' },
  ];
  const problems = new Problems();
  const source = listingSource('set', dataUrl(bytesOf(JSON.stringify(listed))));
  for await (const each of walk([source], problems.report)) expect(each).toBeUndefined();
  expect([...problems].map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'entry-skipped: a/b.jpg in set was not read: it is a link that leads nowhere.',
    'files-ignored: Skipped 1 file in set, hidden files, system files or masks: .git.',
  ]);
});

it('what a listing says of a text is not asked for again, and the content still is', async () => {
  const listed = [{ path: 'a.xml', sizeBytes: 3, url: dataUrl(bytesOf('far')), text: 'near' }];
  const source = listingSource('x', dataUrl(bytesOf(JSON.stringify(listed))));
  const problems = new Problems();
  for await (const entry of source.open(problems.report)) {
    expect(await entry.readText()).toBe('near');
    expect(await (await entry.read())?.text()).toBe('far');
  }
  expect((await readAll(source)).files).toEqual([['a.xml', 'far']]);
  const wrong = listingSource('x', dataUrl(bytesOf(JSON.stringify([{ ...listed[0], text: 7 }]))));
  const told = (await readAll(wrong)).problems;
  expect([...told].map(({ code }) => code)).toEqual(['file-unreadable']);
});

describe('archives', () => {
  const files = { 'a.jpg': 'x'.repeat(5000), 'b.jpg': 'y'.repeat(3000), 'c.jpg': 'z' };

  it('are unpacked by their first bytes, whatever their name', async () => {
    const tar = await tarOf(files);
    const [plain, packed] = await Promise.all([
      readAll(archive('a.tar.gz', tar)),
      readAll(archive('a.tar', await gzipped(tar))),
    ]);
    expect(plain.files).toEqual(Object.entries(files));
    expect(packed.files).toEqual(Object.entries(files));
  });

  it('skip what is not read, and can be opened again', async () => {
    const source = archive('a.tar', await gzipped(await tarOf(files)));
    const problems = new Problems();
    for (let time = 0; time < 2; time++) {
      const read: string[] = [];
      for await (const entry of source.open(problems.report)) {
        if (entry.path !== 'a.jpg') read.push(`${entry.path} ${entry.sizeBytes} ${(await entry.read())?.size}`);
      }
      expect(read).toEqual(['b.jpg 3000 3000', 'c.jpg 1 1']);
    }
    expect([...problems]).toEqual([]);
  });

  it('that are compressed and cut off give what can be unpacked, from the front', async () => {
    const noise = Uint8Array.from({ length: 3000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255);
    const many = Object.fromEntries([...Array(100).keys()].map((i) => [`p${i}.jpg`, noise.map((byte) => byte ^ i)]));
    const packed = await gzipped(await tarOf(many));
    const { files: found, problems } = await readAll(archive('a.tgz', packed.slice(0, packed.length * 0.8)));
    expect(found.length).toBeLessThan(100);
    expect(found).toEqual(
      (await readAll(folder(many))).files
        .filter(([name]) => found.some(([other]) => other === name))
        .toSorted(byNumber),
    );
    expect(found.map(([name]) => name)).toEqual(found.map((_, i) => `p${i}.jpg`));
    const says =
      found.length === 0 ? /is not a tar archive/ : new RegExp(`after ${found.at(-1)![0]}, its last complete entry`);
    expect([...problems]).toEqual([{ id: 'a.tgz', code: 'archive-damaged', message: expect.stringMatching(says) }]);
  });

  it('are closed when the loop is left, however they are packed', async () => {
    const tar = await tarOf({ ...files, 'd.jpg': new Uint8Array(300_000) });
    for (const bytes of [tar, await gzipped(tar)]) {
      let closed = 0;
      const source = tarSource('a.tar', () => {
        const chunks = [bytes.slice(0, 700), bytes.slice(700, 900)].values();
        return new ReadableStream({
          pull: (controller) => {
            const { value } = chunks.next();
            // After the chunks it stays open, as a slow network would.
            if (value !== undefined) controller.enqueue(value);
            else return new Promise(() => undefined);
          },
          cancel: () => {
            closed++;
          },
        });
      });
      const problems = new Problems();
      for await (const entry of source.open(problems.report)) {
        expect(entry.path).toBe('a.jpg');
        break;
      }
      await eventually(() => expect(closed).toBe(1));
      expect([...problems]).toEqual([]);
    }
  });

  it('whose bytes stop coming are reported, not thrown', async () => {
    const bytes = await tarOf(files);
    const chunks = [bytes.slice(0, 6000)].values();
    const source = tarSource('a.tar', () => {
      return new ReadableStream({
        pull: (controller) => {
          const { value } = chunks.next();
          if (value !== undefined) controller.enqueue(value);
          else controller.error(new TypeError('network error'));
        },
      });
    });
    const { files: found, problems } = await readAll(source);
    expect(found.map(([name]) => name)).toEqual(['a.jpg']);
    expect([...problems].map(({ id, code }) => [id, code])).toEqual([['a.tar', 'archive-damaged']]);
  });
});

describe('places that cannot be read', () => {
  it.each([
    ['an archive', () => tarSourceAt('a.tar', 'data:nonsense')],
    ['a listing', () => listingSource('a.tar', 'data:nonsense')],
    ['a listing that is no JSON', () => listingSource('a.tar', dataUrl(bytesOf('<html>')))],
    ['a listing of something else', () => listingSource('a.tar', dataUrl(bytesOf('[{"path":"a.jpg"}]')))],
    ['an archive that cannot be opened', () => tarSource('a.tar', () => Promise.reject(new Error('gone')))],
  ])('are one problem: %s', async (_, source) => {
    const { files, problems } = await readAll(source());
    expect(files).toEqual([]);
    expect([...problems].map(({ id, code }) => [id, code])).toEqual([['a.tar', 'file-unreadable']]);
  });

  it('leave the other files of a listing', async () => {
    const listed = [
      { path: 'a.jpg', sizeBytes: 1, url: 'data:nonsense' },
      { path: 'b.jpg', sizeBytes: 1, url: 'data:,b' },
    ];
    const { files, problems } = await readAll(listingSource('x', dataUrl(bytesOf(JSON.stringify(listed)))));
    expect(files).toEqual([['b.jpg', 'b']]);
    expect([...problems].map(({ id, code }) => [id, code])).toEqual([['a.jpg', 'file-unreadable']]);
  });
});

function byNumber([a]: [string, string], [b]: [string, string]): number {
  return Number(a.replace(/\D/g, '')) - Number(b.replace(/\D/g, ''));
}
