import { describe, expect, it } from 'vitest';
import { clipBox, isEmpty } from '../../src/datasets/clip-box.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { readAnnotations, type Annotations } from '../../src/datasets/read-annotations.ts';
import type { DataSource } from '../../src/datasets/source.ts';
import { archive, folder, gzipped, listing, tarOf, type Files } from './support/sources.ts';
import { voc } from './support/voc.ts';

const pets = new Map([
  ['dog', 5],
  ['cat', 7],
]);

async function read(files: Files | readonly DataSource[]): Promise<{ annotations: Annotations; problems: Problems }> {
  const problems = new Problems();
  const sources = Array.isArray(files) ? (files as DataSource[]) : [folder(files as Files)];
  return { annotations: await readAnnotations(sources, { classes: pets, report: problems.report }), problems };
}

describe('clipping, by hand', () => {
  const size = { width: 100, height: 80 };
  it.each([
    { box: [0, 0, 100, 80], clipped: [0, 0, 100, 80], empty: false },
    { box: [-3, 5, 101, 90.5], clipped: [0, 5, 100, 80], empty: false },
    { box: [100, 0, 120, 10], clipped: [100, 0, 100, 10], empty: true },
    { box: [-9, 0, -1, 10], clipped: [0, 0, -1, 10], empty: true },
    { box: [5, 9, 6, 9], clipped: [5, 9, 6, 9], empty: true },
  ] as const)('$box becomes $clipped', ({ box, clipped, empty }) => {
    expect(clipBox(box, size)).toEqual(clipped);
    expect(isEmpty(clipped)).toBe(empty);
  });
});

describe('the annotations of a data set', () => {
  it('come from any mixture of sources, with or without ending', async () => {
    const tar = await tarOf({ 'Annotation/A/1': voc([['dog', [1, 2, 30, 40]]]), 'Annotation/A/1.jpg': 'a picture' });
    const { annotations, problems } = await read([
      archive('a.tar', await gzipped(tar)),
      folder({
        'Annotations/B/1.xml': voc(
          [
            ['cat', [1, 1, 2, 2]],
            ['cat', [3, 3, 9, 9]],
            ['dog', [0, 0, 1, 1]],
          ],
          null,
        ),
      }),
    ]);
    expect([...annotations.byId]).toEqual([
      [
        'A/1',
        {
          id: 'A/1',
          path: 'Annotation/A/1',
          place: 'Annotation/A/1 in a.tar',
          size: { width: 100, height: 80 },
          class: 5,
          boxes: [[1, 2, 30, 40]],
        },
      ],
      [
        'B/1',
        {
          id: 'B/1',
          path: 'Annotations/B/1.xml',
          place: 'Annotations/B/1.xml in folder',
          size: undefined,
          class: 7,
          boxes: [
            [1, 1, 2, 2],
            [3, 3, 9, 9],
          ],
        },
      ],
    ]);
    expect([...problems]).toEqual([]);
  });

  it('keep their boxes as they stand, but for those without area', async () => {
    const { annotations, problems } = await read({
      'A/1': voc([
        ['dog', [-5, 0, 101, 20]],
        ['dog', [9, 9, 9, 20]],
        ['dog', [30, 3, 20, 9]],
      ]),
      'A/2': voc([['dog', [20, 0, 20, 20]]]),
      'A/3': voc([['dog', [-5, 0, 9000, 20]]], null),
    });
    expect([...annotations.byId].map(([id, { boxes }]) => [id, boxes])).toEqual([
      ['A/1', [[-5, 0, 101, 20]]],
      ['A/3', [[-5, 0, 9000, 20]]],
    ]);
    expect([...annotations.refused]).toEqual([['A/2', true]]);
    expect([...problems].map(({ id, code }) => [id, code])).toEqual([
      ['A/1', 'box-empty'],
      ['A/1', 'box-empty'],
      ['A/2', 'box-empty'],
      ['A/2', 'annotation-empty'],
    ]);
    expect([...problems][0]!.message).toBe('A/1 in folder has a box without area, [9, 9, 9, 20]; it was ignored.');
  });

  it('come in other encodings, by mark or declaration', async () => {
    const text = voc([['größe', [1, 2, 30, 40]]]);
    const utf16 = (mark: string, isLittle: boolean): Uint8Array<ArrayBuffer> => {
      const bytes = new DataView(new ArrayBuffer(2 * (mark + text).length));
      Array.from(mark + text).forEach((letter, i) => bytes.setUint16(2 * i, letter.charCodeAt(0), isLittle));
      return new Uint8Array(bytes.buffer);
    };
    const latin = `<?xml version="1.0" encoding="ISO-8859-1"?>${text}`;
    const files = {
      'A/1.xml': utf16('\ufeff', true),
      'A/2.xml': utf16('\ufeff', false),
      'A/3.xml': utf16('', true),
      'A/4.xml': Uint8Array.from(latin, (letter) => letter.charCodeAt(0)),
      'A/5.xml': `\ufeff<?xml version="1.0" encoding="utf-16"?>${text}`,
      'A/6.xml': `<?xml version="1.0" encoding="klingon"?>${text}`,
      'A/7': utf16('\ufeff', true),
    };
    for (const source of [archive('a.tar', await tarOf(files)), folder(files), listing(files)]) {
      const problems = new Problems();
      const { byId } = await readAnnotations([source], { classes: new Map([['größe', 3]]), report: problems.report });
      expect([[...byId].map(([id]) => id), [...problems]], source.name).toEqual([
        ['A/1', 'A/2', 'A/3', 'A/4', 'A/5', 'A/6', 'A/7'],
        [],
      ]);
    }
  });

  it('lie among other files, which are counted', async () => {
    const good = voc([['dog', [1, 2, 30, 40]]]);
    const { annotations, problems } = await read([
      archive(
        'a.tar',
        await tarOf({
          ...{ README: 'About the set', 'Icon\r': '', LICENSE: 'x'.repeat(300_000), '.DS_Store': 'x', 'A/._1': 'x' },
          ...{ 'A/1': good, 'A/Thumbs.db': 'x', 'A/1.jpg': 'a picture', 'a.csv': 'id', 'b.txt': '', 'A/2': 'garbage' },
        }),
      ),
    ]);
    expect([...annotations.byId].map(([id]) => id)).toEqual(['A/1']);
    expect([...annotations.refused]).toEqual([]);
    expect([...problems]).toEqual(
      [
        '4 files in a.tar, hidden files, system files or masks: Icon\r, .DS_Store, A/._1, A/Thumbs.db',
        '2 files in a.tar, neither pictures nor annotations: a.csv, b.txt',
        '3 files in a.tar, without extension and not XML: README, LICENSE, A/2',
      ].map((what) => ({ id: 'a.tar', code: 'files-ignored', message: `Skipped ${what}.` })),
    );
  });

  it('lose what is odd of them, and no more', async () => {
    const odd = voc([['dog', [1, 2, 30, 40]]]).replace(
      '</annotation>',
      '<object><name>dog</name><polygon/></object></annotation>',
    );
    const { annotations, problems } = await read({ 'A/1.xml': odd });
    expect(annotations.byId.get('A/1')?.boxes).toEqual([[1, 2, 30, 40]]);
    expect([...problems]).toEqual([
      {
        id: 'A/1',
        code: 'object-skipped',
        message: 'A/1.xml in folder: object 2 (dog) has a <polygon> and no <bndbox>; this object was ignored.',
      },
    ]);
  });

  it('that are of no use are reported, each once, and the others are read', async () => {
    const good = voc([['dog', [1, 2, 30, 40]]]);
    const { annotations, problems } = await read({
      'A/1.xml': good,
      'A/1': good,
      'A/2': voc([]),
      'A/3': voc([
        ['dragon', [1, 2, 3, 4]],
        ['<b>imp</b>'.replaceAll('<', '&lt;'), [1, 2, 3, 4]],
      ]),
      'A/4.xml': 'garbage',
      'A/5.xml': '',
      'A/6.xml': `<annotation>${' '.repeat(2 ** 18)}</annotation>`,
      'A/7': good,
    });
    expect([...annotations.byId].map(([id, { path }]) => [id, path])).toEqual([
      ['A/1', 'A/1'],
      ['A/7', 'A/7'],
    ]);
    expect([...annotations.refused].map(([id]) => id)).toEqual(['A/1', 'A/2', 'A/3', 'A/4', 'A/5', 'A/6']);
    expect([...problems].map(({ id, code }) => [id, code])).toEqual([
      ['A/1', 'annotation-twice'],
      ['A/2', 'annotation-empty'],
      ['A/3', 'annotation-class'],
      ['A/4', 'annotation-unreadable'],
      ['A/5', 'annotation-unreadable'],
      ['A/6', 'annotation-unreadable'],
      ['folder', 'table-unmatched'],
    ]);
    expect([...problems].at(-1)!.message).toBe(
      '2 class names in folder (number of pictures) match no class of the model: dragon (1), <b>imp</b> (1); a class map assigns them.',
    );
    expect([...problems][0]!.message).toBe(
      'A/1.xml in folder is a second annotation of the same picture; A/1 is used.',
    );
    expect([...problems][2]!.message).toBe(
      'The class of A/3 in folder is not known: neither its objects (dragon, <b>imp</b>) nor its folder are in the class map.',
    );
  });

  it('that are not there at all are one problem', async () => {
    for (const sources of [[], [folder({ 'a.jpg': 'x' }, 'pictures')]]) {
      const { problems } = await read(sources);
      expect([...problems].map(({ code }) => code)).toEqual(['dataset-empty']);
    }
  });

  it('of an archive that breaks off are those before', async () => {
    const files = Object.fromEntries([1, 2, 3, 4].map((i) => [`Annotation/A/${i}`, voc([['dog', [i, 2, 30, 40]]])]));
    const tar = await tarOf(files);
    const { annotations, problems } = await read([archive('a.tar', tar.slice(0, 2 * 1024 + 700))]);
    expect([...annotations.byId].map(([id]) => id)).toEqual(['A/1', 'A/2']);
    expect([...problems]).toEqual([
      {
        id: 'a.tar',
        code: 'archive-damaged',
        message:
          'a.tar is damaged or truncated after Annotation/A/2, its last complete entry; everything up to it was read.',
      },
    ]);
  });
});
