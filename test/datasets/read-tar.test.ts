import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTarHeader } from '../../src/datasets/tar-header.ts';
import { ByteReader } from '../../src/datasets/byte-reader.ts';
import { readTar, tarLimits } from '../../src/datasets/read-tar.ts';
import { archive, gzipped, readAll, tarOf } from './support/sources.ts';
import { endOfTar, join, tarBlock, tarEntry } from './support/tar-block.ts';

const gnu = 'ustar  \0';

describe('tar headers, by hand', () => {
  it('states path, kind and size', () => {
    expect(readTarHeader(tarBlock({ name: 'a.jpg', size: 0o1234 }))).toEqual({
      path: 'a.jpg',
      kind: 'file',
      sizeBytes: 668,
    });
  });

  const cases: readonly { name: string; block: Uint8Array; expected: object }[] = [
    {
      name: 'a ustar prefix',
      block: tarBlock({ name: 'b', prefix: 'some/folder' }),
      expected: { path: 'some/folder/b' },
    },
    {
      name: "GNU's magic, where the prefix is something else",
      block: tarBlock({ name: 'b', magic: gnu, prefix: '01234' }),
      expected: { path: 'b' },
    },
    {
      name: 'v7, without magic',
      block: tarBlock({ name: 'b', magic: '', flag: '\0' }),
      expected: { path: 'b', kind: 'file' },
    },
    { name: 'a contiguous file', block: tarBlock({ name: 'b', flag: '7' }), expected: { kind: 'file' } },
    {
      name: 'a link that states a size',
      block: tarBlock({ name: 'b', flag: '1', size: 99, target: 'a' }),
      expected: { kind: 'hard-link', sizeBytes: 0, target: 'a' },
    },
    { name: 'a device', block: tarBlock({ name: 'b', flag: '3' }), expected: { kind: 'odd', what: 'a device' } },
    { name: 'a volume label', block: tarBlock({ name: 'b', flag: 'V' }), expected: { kind: 'none' } },
    {
      name: '100 letters, without a NUL',
      block: tarBlock({ name: 'x'.repeat(100) }),
      expected: { path: 'x'.repeat(100) },
    },
    {
      name: 'a name in UTF-8',
      block: tarBlock({ name: 'Dackel-größe/犬.jpg' }),
      expected: { path: 'Dackel-größe/犬.jpg' },
    },
    {
      name: 'a name that is no UTF-8, one letter for each byte',
      block: tarBlock({ name: Uint8Array.of(0x67, 0x72, 0xfc, 0x6e, 0xb5) }),
      expected: { path: 'grünµ' },
    },
    {
      name: 'a size in binary, 2³³ + 5',
      block: tarBlock({ name: 'b', sizeField: Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 5) }),
      expected: { sizeBytes: 2 ** 33 + 5 },
    },
  ];
  it.each(cases)('$name', ({ block, expected }) => expect(readTarHeader(block)).toMatchObject(expected));

  it('is none where one bit differs, or where the size is no number', () => {
    const block = tarBlock({ name: 'b', size: 5 });
    block[3]! ^= 1;
    expect(readTarHeader(block)).toBeUndefined();
    expect(readTarHeader(new Uint8Array(512))).toBeUndefined();
    expect(readTarHeader(tarBlock({ name: 'b', sizeField: new TextEncoder().encode('12x45678901') }))).toBeUndefined();
  });
});

describe('archives', () => {
  it('give files alone, by the long names of GNU and pax', async () => {
    const long = `${'folder/'.repeat(40)}a.jpg`;
    const pax = (record: string): Uint8Array => tarEntry({ name: 'PaxHeaders/x', flag: 'x' }, record);
    const bytes = join(
      tarEntry({ name: 'pax_global_header', flag: 'g' }, '11 path=zzz\n'),
      tarBlock({ name: 'folder/', flag: '5' }),
      tarEntry({ name: 'plain', magic: gnu }, 'one'),
      tarEntry({ name: '././@LongLink', flag: 'L', magic: gnu }, `${long}\0`),
      tarEntry({ name: long.slice(0, 100), magic: gnu }, 'two'),
      tarBlock({ name: 'v7 folder/', magic: '', flag: '\0' }),
      // The name that was cut ends in a slash, and is no folder all the same.
      tarEntry({ name: '././@LongLink', flag: 'L', magic: gnu }, `${long}2\0`),
      tarEntry({ name: 'folder/', magic: gnu }, 'two and a half'),
      pax('17 path=é=b.png\n'),
      tarEntry({ name: 'short' }, 'three'),
      // A size in pax, for files whose size has no room: the header's own says 0.
      pax('10 size=4\n'),
      join(tarBlock({ name: 'sized' }), tarEntry({ name: '' }, 'four').subarray(512)),
      tarEntry({ name: 'empty' }),
      endOfTar,
      new TextEncoder().encode('whatever follows the end'),
    );
    const { files, problems } = await readAll(archive('a.tar', bytes));
    expect(files).toEqual([
      ['plain', 'one'],
      [long, 'two'],
      [`${long}2`, 'two and a half'],
      ['é=b.png', 'three'],
      ['sized', 'four'],
      ['empty', ''],
    ]);
    expect([...problems]).toEqual([]);
  });

  it('that are cut off anywhere give every entry before the cut, and say which was the last', async () => {
    const contents = { 'a.jpg': 'x'.repeat(600), 'b.jpg': '', 'c.jpg': 'y'.repeat(512), 'd.jpg': 'z' };
    const bytes = await tarOf(contents);
    // Where each entry's header begins: header, 600 bytes in two blocks; header; header, one block; header, one block.
    const ends = [
      ['a.jpg', 512 + 600],
      ['b.jpg', 1536 + 512],
      ['c.jpg', 2048 + 1024],
      ['d.jpg', 3072 + 513],
    ] as const;
    const cuts = [...Array(3072 + 1024).keys()].filter(
      (cut) => cut % 61 === 0 || ends.some(([, end]) => Math.abs(end - cut) < 2),
    );
    for (const cut of cuts) {
      const { files, problems } = await readAll(archive('a.tar', bytes.slice(0, cut)));
      const whole = ends.filter(([, end]) => end <= cut).map(([name]) => name);
      expect(
        files.map(([path]) => path),
        `cut at ${cut}`,
      ).toEqual(whole);
      const last = whole.at(-1);
      const says =
        last === undefined
          ? /^a\.tar is not a tar archive/
          : new RegExp(`^a\\.tar .* after ${last}, its last complete entry`);
      expect([...problems]).toEqual([{ id: 'a.tar', code: 'archive-damaged', message: expect.stringMatching(says) }]);
    }
    expect(cuts.length).toBeGreaterThan(70);
  });

  it('whose header is damaged in the middle end there', async () => {
    const bytes = await tarOf({ a: 'one', b: 'two', c: 'three' });
    bytes[1024 + 5] = 77;
    const { files, problems } = await readAll(archive('a.tar', bytes));
    expect(files).toEqual([['a', 'one']]);
    expect([...problems].map(({ message }) => message)).toEqual([
      'a.tar is damaged or truncated after a, its last complete entry; everything up to it was read.',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a zip', `PK\x03\x04${' '.repeat(600)}`],
    ['a web page', `<!doctype html>${' '.repeat(600)}`],
    ['a header that promises a path of a gigabyte', tarBlock({ name: 'x', flag: 'L', size: 2 ** 30 })],
  ])('that are none: %s', async (_, content) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const { files, problems } = await readAll(archive('a.tar', bytes));
    expect(files).toEqual([]);
    expect([...problems].map(({ code }) => code)).toEqual(['archive-damaged']);
  });

  it('give files by their links too, after all others', async () => {
    const pax = (record: string): Uint8Array => tarEntry({ name: 'PaxHeaders/x', flag: 'x' }, record);
    const bytes = join(
      tarBlock({ name: 'early.jpg', flag: '2', target: 'A/1.jpg' }),
      tarEntry({ name: './A/1.jpg' }, 'one'),
      tarBlock({ name: 'B/hard.jpg', flag: '1', target: './A/1.jpg' }),
      tarBlock({ name: 'B/soft.jpg', flag: '2', target: '../A/./1.jpg' }),
      tarBlock({ name: 'B/of-a-link.jpg', flag: '2', target: 'soft.jpg' }),
      tarEntry({ name: '././@LongLink', flag: 'K', magic: gnu }, 'A/2.jpg\0'),
      tarBlock({ name: 'gnu.jpg', flag: '1', target: 'A/2', magic: gnu }),
      pax('20 linkpath=A/2.jpg\n'),
      tarBlock({ name: 'pax.jpg', flag: '1', target: 'A/2' }),
      tarEntry({ name: 'A/2.jpg' }, 'two'),
      tarBlock({ name: 'gone.jpg', flag: '1', target: 'A/3.jpg' }),
      tarBlock({ name: 'folder', flag: '2', target: 'A' }),
      tarBlock({ name: 'out.jpg', flag: '2', target: '../A/1.jpg' }),
      tarBlock({ name: 'root.jpg', flag: '2', target: '/etc/passwd' }),
      tarBlock({ name: 'ring.jpg', flag: '2', target: 'ring.jpg' }),
      endOfTar,
    );
    for (const source of [archive('a.tar', bytes), archive('a.tar', await gzipped(bytes))]) {
      const { files, problems } = await readAll(source);
      expect(files).toEqual([
        ['./A/1.jpg', 'one'],
        ['A/2.jpg', 'two'],
        ...['early.jpg', 'B/hard.jpg', 'B/soft.jpg', 'B/of-a-link.jpg'].map((path) => [path, 'one']),
        ...['gnu.jpg', 'pax.jpg'].map((path) => [path, 'two']),
      ]);
      const skipped = (id: string, why: string): object => ({
        ...{ id, code: 'entry-skipped', message: `${id} in a.tar was not read: it is a link ${why}.` },
      });
      expect([...problems]).toEqual([
        ...['out.jpg', 'root.jpg', 'ring.jpg'].map((id) => skipped(id, 'that leads out of the archive')),
        skipped('gone.jpg', 'to A/3.jpg, which is not a file in the archive'),
        skipped('folder', 'to A, which is not a file in the archive'),
      ]);
    }
  });

  it('name what they hold that is no file, and go on', async () => {
    const extension = new Uint8Array(1024);
    extension[504] = 1;
    const sparse = tarBlock({ name: 'holes.jpg', flag: 'S', size: 5, magic: gnu, isExtended: true });
    const bytes = join(
      tarBlock({ name: 'device', flag: '3' }),
      tarBlock({ name: 'pipe', flag: '6' }),
      sparse,
      extension,
      tarEntry({ name: '' }, '12345').subarray(512),
      tarEntry({ name: 'PaxHeaders/x', flag: 'x' }, '22 GNU.sparse.major=1\n'),
      tarEntry({ name: 'GNUSparseFile.0/a.jpg' }, 'map'),
      tarEntry({ name: 'new', flag: 'Z' }, 'what'),
      tarEntry({ name: '././@LongLink', flag: 'L', magic: gnu }, `${'x'.repeat(5000)}\0`),
      tarEntry({ name: 'x' }, 'long'),
      tarEntry({ name: 'PaxHeaders/x', flag: 'x', size: 2 ** 20 + 1 }, 'x'.repeat(2 ** 20 + 1)),
      tarEntry({ name: 'wordy.jpg' }, 'lost'),
      tarEntry({ name: 'good.jpg' }, 'good'),
      endOfTar,
    );
    const { files, problems } = await readAll(archive('a.tar', bytes));
    expect(files).toEqual([['good.jpg', 'good']]);
    expect([...problems].map(({ code, message }) => `${code}: ${message}`)).toEqual(
      [
        'device in a.tar was not read: it is a device.',
        'pipe in a.tar was not read: it is a named pipe.',
        'holes.jpg in a.tar was not read: it is a sparse file.',
        'GNUSparseFile.0/a.jpg in a.tar was not read: it is a sparse file.',
        'new in a.tar was not read: it is of the unknown kind "Z".',
        `${'x'.repeat(60)}… (a path of 5000 characters) in a.tar was not read: it is stored under a name longer than any system allows.`,
        'wordy.jpg in a.tar was not read: it is described by 1048577 bytes of extended headers; the limit is 1048576.',
      ].map((message) => `entry-skipped: ${message}`),
    );
  });

  it('have no more entries than the limit', async () => {
    const bytes = join(...Array.from({ length: 12 }, (_, i) => tarBlock({ name: `${i}` })), endOfTar);
    const reader = new ByteReader(new Blob([bytes]).stream());
    const read: string[] = [];
    const reading = (async () => {
      for await (const { path } of readTar('a.tar', reader, { ...tarLimits, entries: 10 })) read.push(path);
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: 'a.tar has more than 10 entries; those after 9 were not read.',
    });
    expect(read.length).toBe(10);
    expect(tarLimits.entries).toBe(2_097_152);
  });

  it('with any bytes changed give entries or a problem, and come to an end', async () => {
    const bytes = await tarOf({ 'a.jpg': 'one', 'b.jpg': 'x'.repeat(700), 'c.jpg': 'three' });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 20 }),
        async (changes) => {
          const changed = bytes.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          const { files, problems } = await readAll(archive('a.tar', changed));
          if ([...problems].length === 0) expect(files.length).toBeLessThanOrEqual(3);
          else for (const { code } of problems) expect(['archive-damaged', 'entry-skipped']).toContain(code);
        },
      ),
      { numRuns: 300 },
    );
  });
});
