import { describe, expect, it } from 'vitest';
import { pair } from '../../src/datasets/pair.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { readAnnotations } from '../../src/datasets/read-annotations.ts';
import { readPictures } from '../../src/datasets/read-pictures.ts';
import type { DataSource } from '../../src/datasets/source.ts';
import { archive, collect, folder, gzipped, tarOf, type Files } from './support/sources.ts';
import { voc } from './support/voc.ts';

const classes = new Map([['dog', 5]]);
const dog = (x: number): string => voc([['dog', [x, 2, 90, 40]]]);

async function paired(
  sources: readonly DataSource[],
): Promise<{ pairs: [string, string, number][]; problems: Problems }> {
  const problems = new Problems();
  const annotations = await readAnnotations(sources, { classes, report: problems.report });
  const pairs: [string, string, number][] = [];
  for await (const { id, picture, annotation } of pair(
    readPictures(sources, problems.report),
    annotations,
    problems.report,
  )) {
    const content = await picture.read();
    pairs.push([id, (await content?.text()) ?? '', annotation.boxes![0]![0]]);
  }
  return { pairs, problems };
}

describe('pictures', () => {
  it('are told from everything else, and apart by their folders', async () => {
    const files = {
      'A/1.jpg': 'a1',
      'A/1.png': 'again',
      'B/1.JPEG': 'b1',
      'B/2.webp': '',
      'B/3.xml': '<a/>',
      'B/4.txt': 'x',
      'B/5': 'x',
      'C/<i>.gif': 'c',
    };
    const problems = new Problems();
    const pictures = await collect(
      readPictures([folder(files), folder({ 'Images/A/1.bmp': 'again' }, 'second')], problems.report),
    );
    expect(pictures.map(({ id, name, path }) => [id, name, path])).toEqual([
      ['A/1', '1.jpg', 'A/1.jpg'],
      ['B/1', '1.JPEG', 'B/1.JPEG'],
      ['C/<i>', '<i>.gif', 'C/<i>.gif'],
    ]);
    expect([...problems]).toEqual([
      {
        id: 'A/1',
        code: 'picture-twice',
        message: 'A/1.png in folder has the same name as A/1.jpg in folder, which is used.',
      },
      { id: 'B/2', code: 'picture-empty', message: 'B/2.webp in folder is empty (0 bytes); a picture was expected.' },
      {
        id: 'A/1',
        code: 'picture-twice',
        message: 'Images/A/1.bmp in second has the same name as A/1.jpg in folder, which is used.',
      },
    ]);
  });

  it('that are not there at all are one problem', async () => {
    for (const sources of [[], [folder({})], [folder({ 'a.xml': dog(1) })]]) {
      const problems = new Problems();
      expect(await collect(readPictures(sources, problems.report))).toEqual([]);
      expect([...problems].map(({ code }) => code)).toEqual(['dataset-empty']);
    }
  });
});

describe('pictures with their annotations', () => {
  const files: Files = {
    'Annotation/A/1': dog(1),
    'Annotation/A/2': dog(2),
    'Annotation/B/1': dog(3),
    'Annotation/B/4': dog(4),
    'Annotation/B/5.xml': 'garbage',
    'Images/A/1.jpg': 'a1',
    'Images/A/3.jpg': 'a3',
    'Images/B/1.jpg': 'b1',
    'Images/B/5.jpg': 'b5',
  };
  const expected = [
    ['A/1', 'a1', 1],
    ['B/1', 'b1', 3],
  ];
  const missing = [
    ['B/5', 'annotation-unreadable'],
    ['A/3', 'annotation-missing'],
    ['A/2', 'picture-missing'],
    ['B/4', 'picture-missing'],
  ];
  const only = (start: string): Files =>
    Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith(start)));

  it.each([
    ['one folder', () => [folder(files)]],
    ['one archive with both', async () => [archive('all.tar', await tarOf(files))]],
    [
      'two archives',
      async () => [
        archive('images.tar', await tarOf(only('Images'))),
        archive('annotation.tar', await gzipped(await tarOf(only('Annotation')))),
      ],
    ],
    [
      'an archive and a folder',
      async () => [archive('annotation.tar', await tarOf(only('Annotation'))), folder(only('Images'))],
    ],
  ])('are the same from %s; what is missing is said', async (_, sources) => {
    const { pairs, problems } = await paired(await sources());
    expect(pairs).toEqual(expected);
    expect([...problems].map(({ id, code }) => [id, code])).toEqual(missing);
    expect([...problems][1]!.message).toBe(
      'There is no annotation for Images/A/3.jpg; a file A/3 or A/3.xml was expected, in any parent folder.',
    );
    expect([...problems][2]!.message).toBe('There is no picture for the annotation Annotation/A/2.');
  });

  it('find each other without folders, and an annotation has one picture', async () => {
    const { pairs, problems } = await paired([
      folder({
        'a.jpg': 'a',
        'b.jpg': 'b',
        'D/b.jpg': 'second',
        'c.jpg': 'c',
        'Annotations/E/a.xml': dog(1),
        'Annotations/b.xml': dog(2),
        'F/c.xml': dog(3),
        'G/c.xml': dog(4),
      }),
    ]);
    expect(pairs).toEqual([
      ['D/b', 'second', 2],
      ['E/a', 'a', 1],
    ]);
    expect([...problems].map(({ id, code }) => [id, code])).toEqual([
      ['b', 'picture-twice'],
      ['c', 'annotation-missing'],
      ['F/c', 'picture-missing'],
      ['G/c', 'picture-missing'],
    ]);
  });

  it('that are not wanted any more leave nothing behind', async () => {
    const problems = new Problems();
    const sources = [folder(files)];
    const annotations = await readAnnotations(sources, { classes, report: () => undefined });
    for await (const { id } of pair(readPictures(sources, problems.report), annotations, problems.report)) {
      expect(id).toBe('A/1');
      break;
    }
    expect([...problems]).toEqual([]);
  });
});
