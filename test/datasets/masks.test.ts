/** Data sets with masks: which files are masks, and the classes of their pictures. */
import { describe, expect, it } from 'vitest';
import type { FormatChoice } from '../../src/datasets/formats.ts';
import { pair } from '../../src/datasets/pair.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { readAnnotations } from '../../src/datasets/read-annotations.ts';
import { isAnnotationCsv } from '../../src/datasets/read-boxes-csv.ts';
import { readPictures } from '../../src/datasets/read-pictures.ts';
import type { DataSource } from '../../src/datasets/source.ts';
import { archive, collect, folder, listing, tarOf, type Files } from './support/sources.ts';
import { voc } from './support/voc.ts';

const pets = new Map([
  ['dog', 5],
  ['cat', 7],
]);

interface ReadOptions {
  readonly format?: FormatChoice;
  readonly classes?: ReadonlyMap<string, number>;
  /** Of the pictures; default: the same. */
  readonly images?: DataSource;
}

async function read(source: DataSource, { format = 'auto', classes = pets, images }: ReadOptions = {}) {
  const problems = new Problems();
  const { report } = problems;
  const annotations = await readAnnotations([source], {
    ...{ classes, format, report },
    mayGuessFolders: images === undefined,
  });
  const pairs = await collect(pair(readPictures([images ?? source], report), annotations, report));
  const found = await Promise.all(
    pairs.map(async ({ id, picture, annotation: { class: index, mask, boxes } }) => {
      expect(boxes).toBe(undefined);
      return [id, picture.path, index, await (await mask?.read())?.text()];
    }),
  );
  return { format: annotations.format, found, problems: [...problems].map(({ id, code }) => [id, code]) };
}

const set: Files = {
  ...{ 'images/dog/1.jpg': 'x', 'images/dog/2.png': 'x', 'images/cat/1.jpg': 'x' },
  ...{ 'masks/dog/1.png': 'd1', 'masks/dog/2.PNG': 'd2', 'masks/cat/1.png': 'c1' },
};
const expected = [
  ['cat/1', 'images/cat/1.jpg', 7, 'c1'],
  ['dog/1', 'images/dog/1.jpg', 5, 'd1'],
  ['dog/2', 'images/dog/2.png', 5, 'd2'],
];
const byId = (found: readonly (readonly unknown[])[]) =>
  [...found].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));

describe('masks beside pictures in folders named by class', () => {
  it.each(['auto', 'masks'] as const)(
    'belong to the pictures of the same names, in any kind of source: %s',
    async (format) => {
      for (const source of [folder(set), archive('set.tar', await tarOf(set)), listing(set)]) {
        const { found, ...others } = await read(source, { format });
        expect(byId(found)).toEqual(expected);
        expect(others).toEqual({ format: 'masks', problems: [] });
      }
    },
  );

  it.each([
    ['masks', 'auto'],
    ['anything', 'masks'],
  ] as const)('may be given apart from their pictures: %s, format %s', async (name, format) => {
    const images = folder({ 'dog/1.jpg': 'x', 'dog/2.png': 'x', 'cat/1.jpg': 'x' });
    const marked = { 'dog/1.png': 'd1', 'dog/2.png': 'd2', 'cat/1.png': 'c1' };
    const { found, problems, ...read1 } = await read(folder(marked, name), { images, format });
    expect(byId(found).map(([id, , index, text]) => [id, index, text])).toEqual([
      ['cat/1', 7, 'c1'],
      ['dog/1', 5, 'd1'],
      ['dog/2', 5, 'd2'],
    ]);
    expect([read1.format, problems]).toEqual(['masks', []]);
  });

  it('may lie in one folder, if the names of the pictures differ', async () => {
    const { found } = await read(
      folder({ 'images/dog/1.jpg': 'x', 'images/cat/2.jpg': 'x', 'masks/1.png': 'a', 'masks/2.png': 'b' }),
    );
    expect(byId(found).map(([id, , index, text]) => [id, index, text])).toEqual([
      ['cat/2', 7, 'b'],
      ['dog/1', 5, 'a'],
    ]);
  });

  it('and pictures that lack one are named', async () => {
    const { found, problems } = await read(
      folder({
        ...set,
        'images/cat/9.jpg': 'x',
        'masks/cat/8.png': 'x',
        'masks/zebra/1.png': 'z',
        'images/zebra/1.jpg': 'x',
      }),
    );
    expect(byId(found)).toEqual(expected);
    expect(problems).toEqual([
      ['zebra/1', 'annotation-class'],
      ['folder', 'table-unmatched'],
      ['cat/9', 'annotation-missing'],
      ['cat/8', 'picture-missing'],
    ]);
  });
});

describe('the class', () => {
  const flat: Files = { 'images/1.jpg': 'x', 'images/2.jpg': 'x', 'masks/1.png': 'a', 'masks/2.png': 'b' };
  const classesOf = async (...given: Parameters<typeof read>) => {
    const { found, problems } = await read(...given);
    return [found.map(([, , index]) => index), problems.map(([, code]) => code)];
  };

  it('of flat folders is in a CSV', async () => {
    const csv = '\ufeffImage,Class\r\n1.jpg,dog\r\nimages/2.jpg,cat\r\n';
    expect(await classesOf(folder({ ...flat, 'classes.csv': csv }))).toEqual([[5, 7], []]);
    expect(await classesOf(folder({ ...flat, 'classes.csv': csv }), { format: 'masks' })).toEqual([[5, 7], []]);
    expect(isAnnotationCsv(csv)).toBe(true);
    expect(isAnnotationCsv('id,split,class\n1,train,dog\n')).toBe(false);
  });

  it('or in the class map, by the names of the pictures', async () => {
    const classes = new Map([
      ['1', 3],
      ['2', 4],
    ]);
    expect(await classesOf(folder(flat), { classes })).toEqual([[3, 4], []]);
  });

  it.each([
    ['of none', flat, ['annotation-class', 'annotation-class']],
    [
      'of a name that is no class',
      { ...flat, 'c.csv': 'image,class\n1,dog\n2,okapi\n' },
      ['annotation-class', 'table-unmatched'],
    ],
    [
      'of two',
      { ...flat, 'c.csv': 'image,class\n1,dog\n1,cat\n' },
      ['annotation-unreadable', 'annotation-class', 'annotation-class'],
    ],
    [
      'of a row without a name',
      { ...flat, 'c.csv': 'image,class\n1,\n' },
      ['annotation-unreadable', 'annotation-class', 'annotation-class'],
    ],
  ])('%s is an error', async (_, files, codes) => {
    expect((await classesOf(folder(files)))[1]).toEqual(codes);
  });
});

it('PASCAL VOC with boxes is read as boxes, and its masks on request', async () => {
  const files: Files = {
    'VOC/JPEGImages/dog/1.jpg': 'x',
    'VOC/Annotations/dog/1.xml': voc([['dog', [0, 0, 5, 5]]]),
    'VOC/SegmentationClass/dog/1.png': 'm',
    'VOC/SegmentationObject/dog/1.png': 'o',
  };
  const problems = new Problems();
  const boxed = await readAnnotations([folder(files)], { classes: pets, report: problems.report });
  expect([boxed.format, boxed.byId.get('dog/1')?.boxes]).toEqual(['voc', [[0, 0, 5, 5]]]);
  expect([...problems].map(({ message }) => message).join()).toContain('VOC/SegmentationClass/dog/1.png');
  const { format, found } = await read(folder(files), { format: 'masks' });
  expect([format, found]).toEqual(['masks', [['dog/1', 'VOC/JPEGImages/dog/1.jpg', 5, 'm']]]);
});

it('the second mask of a picture is reported, and the first is used', async () => {
  const { found, problems } = await read(folder({ ...set, 'trimaps/dog/1.png': 'other' }));
  expect(byId(found)).toEqual(expected);
  expect(problems).toEqual([['dog/1', 'annotation-twice']]);
});
