/** Data sets with masks: which files are masks, and the classes of their pictures. */
import { describe, expect, it } from 'vitest';
import type { FormatChoice } from '../../src/datasets/formats.ts';
import { annotatedPictures } from '../../src/datasets/pair.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { readAnnotations } from '../../src/datasets/read-annotations.ts';
import { isBoxesCsv, isClassesCsv } from '../../src/datasets/read-boxes-csv.ts';
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

async function read(source: DataSource, { format = 'masks', classes = pets, images }: ReadOptions = {}) {
  const problems = new Problems();
  const { report } = problems;
  const annotations = await readAnnotations([source], {
    ...{ classes, format, report },
    mayGuessFolders: images === undefined,
  });
  const pairs = await collect(annotatedPictures([images ?? source], annotations, report));
  const found = await Promise.all(
    pairs.map(async ({ id, picture, annotation: { class: index, mask, boxes } }) => {
      if (mask !== undefined) expect(boxes).toBe(undefined);
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
  it('belong to the pictures of the same names, in any kind of source', async () => {
    for (const source of [folder(set), archive('set.tar', await tarOf(set)), listing(set)]) {
      const { found, ...others } = await read(source);
      expect(byId(found)).toEqual(expected);
      expect(others).toEqual({ format: 'masks', problems: [] });
    }
  });

  it('may be given apart from their pictures, in folders of any name', async () => {
    const images = folder({ 'dog/1.jpg': 'x', 'dog/2.png': 'x', 'cat/1.jpg': 'x' });
    const marked = { 'dog/1.png': 'd1', 'dog/2.png': 'd2', 'cat/1.png': 'c1' };
    const { found, problems, ...read1 } = await read(folder(marked, 'anything'), { images });
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
    expect([isClassesCsv(csv), isBoxesCsv(csv)]).toEqual([true, false]);
    for (const other of [
      'id,split,class\n1,train,dog\n',
      'id,subset,name\n1,train,dog\n',
      'ImageID,LabelName\n1,dog\n',
    ])
      expect(isClassesCsv(other)).toBe(false);
  });

  it('is an error if tables disagree, also on a name that is no class; not if they call it by two names', async () => {
    const classes = new Map([...pets, ['hound', pets.get('dog')!]]);
    const tables = (first: string, second: string) =>
      folder({ ...flat, 'a.csv': `image,class\n1,${first}\n2,cat\n`, 'b.csv': `image,class\n1,${second}\n` });
    for (const second of ['cat', 'okapi']) {
      const { found, problems } = await read(tables('dog', second), { classes });
      expect(found.map(([id]) => id)).toEqual(['2']);
      expect(problems).toEqual([['1', 'annotation-class']]);
    }
    expect(await classesOf(tables('dog', 'hound'), { classes })).toEqual([[5, 7], []]);
  });

  it('of tables that disagree is refused by a message that names both, whatever their names', async () => {
    const [marked, turning] = ['<img src=x>.csv', '%2e%2e and "$&" ${b}\u202e.csv'];
    const tables = { [marked]: 'image,class\n1,dog\n2,cat\n', [turning]: 'image,class\n1,<b>cat</b>\n' };
    const problems = new Problems();
    await readAnnotations([folder({ ...flat, ...tables })], {
      ...{ classes: pets, format: 'masks', report: problems.report, mayGuessFolders: true },
    });
    expect([...problems]).toEqual([
      {
        ...{ id: '1', code: 'annotation-class' },
        message: `The class of masks/1.png in folder is not known: %2e%2e and "$&" \${b}\\u202e.csv in folder says <b>cat</b>, and ${marked} in folder says dog.`,
      },
    ]);
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

describe('which PNG is a mask', () => {
  it('is decided by the nearest folder that only describes its content', async () => {
    const files: Files = {
      ...{ 'segmentations/images/dog/1.png': 'x', 'segmentations/masks/dog/1.png': 'm' },
      ...{ 'segmentations/images/cat/2.png': 'x', 'segmentations/Trimaps/cat/2.png': 'n' },
    };
    const { found, problems } = await read(folder(files));
    expect(byId(found)).toEqual([
      ['cat/2', 'segmentations/images/cat/2.png', 7, 'n'],
      ['dog/1', 'segmentations/images/dog/1.png', 5, 'm'],
    ]);
    expect(problems).toEqual([]);
  });

  it('and no picture vanishes: masks among the pictures are named if they are not those that are read', async () => {
    const images = folder({ 'dog/1.jpg': 'x', 'masks/dog/1.png': 'other' }, 'images');
    const { found, problems } = await read(folder({ 'masks/dog/1.png': 'm' }), { images });
    expect(found).toEqual([['dog/1', 'dog/1.jpg', 5, 'm']]);
    expect(problems).toEqual([['images', 'files-ignored']]);
  });
});

describe('without the format masks', () => {
  const without = (files: Files, format: FormatChoice = 'auto', classes = pets) =>
    read(folder(files), { format, classes });

  async function codesOf(files: Files, format: FormatChoice) {
    const problems = new Problems();
    await readAnnotations([folder(files)], { classes: pets, format, report: problems.report });
    return [...problems].map(({ code }) => code);
  }

  it('pictures in folders of any name are pictures', async () => {
    const files: Files = { 'masks/1.png': 'a', 'trimaps/2.png': 'b', 'masks/3.jpg': 'c' };
    const classes = new Map([
      ['masks', 1],
      ['trimaps', 2],
    ]);
    for (const format of ['auto', 'folders'] as const) {
      const { found, ...others } = await without(files, format, classes);
      expect(byId(found).map(([id, , index]) => [id, index])).toEqual([
        ['masks/1', 1],
        ['masks/3', 1],
        ['trimaps/2', 2],
      ]);
      expect(others).toEqual({ format: 'folders', problems: [] });
    }
  });

  it.each(['auto', 'voc'] as const)('masks of PASCAL VOC are skipped, and named: %s', async (format) => {
    const { found, ...others } = await without(
      {
        'VOC/JPEGImages/1.jpg': 'x',
        'VOC/Annotations/1.xml': voc([['dog', [0, 0, 5, 5]]]),
        'VOC/SegmentationClass/1.png': 'm',
      },
      format,
    );
    expect(found).toHaveLength(1);
    expect(others).toEqual({ format: 'voc', problems: [['folder', 'files-ignored']] });
  });

  it('a stray mask does not keep class folders from being guessed', async () => {
    const { format, found } = await without({ 'dog/1.jpg': 'x', 'dog/2.jpg': 'x', 'cat/masks/1.png': 'm' });
    expect([format, found.length]).toEqual(['folders', 2]);
  });

  it('annotations that cannot be read are told, and nothing else is guessed', async () => {
    const pictures = { 'images/dog/1.jpg': 'x', 'masks/dog/1.png': 'm' };
    for (const broken of [
      { 'b.csv': 'image,class,xmin,ymin,xmax,ymax\n"1.jpg,dog,1,2,3,4\n' },
      { 'c.json': '{"images": [' },
    ]) {
      const { format, problems } = await without({ ...pictures, ...broken });
      expect([format, problems.map(([, code]) => code)]).toEqual([
        undefined,
        expect.arrayContaining([expect.stringMatching(/^(annotation|table)-unreadable$/), 'dataset-empty']),
      ]);
    }
  });

  it.each(['auto', 'voc', 'csv'] as const)('tables of classes are none of its concern: %s', async (format) => {
    const table = {
      'classes.csv': 'ImageID,Source,LabelName,Confidence\n1,x,dog,1\n1,x,cat,0\n',
      'c.csv': 'image,class\n1,\n',
    };
    const boxes: Files =
      format === 'csv'
        ? { 'boxes.csv': 'image,class,xmin,ymin,xmax,ymax\n1.jpg,dog,1,2,3,4\n' }
        : { '1.xml': voc([['dog', [0, 0, 5, 5]]]) };
    const codes = await codesOf({ ...table, ...boxes, '1.jpg': 'x' }, format);
    expect(codes.filter((code) => code !== 'files-ignored')).toEqual([]);
  });

  it('and a set that has nothing else says how masks are read', async () => {
    const problems = new Problems();
    await readAnnotations([folder({ 'images/1.jpg': 'x', 'masks/1.png': 'm' })], {
      classes: pets,
      report: problems.report,
    });
    expect([...problems].map(({ message }) => message)).toEqual([
      expect.stringContaining('PNG masks if the format masks is chosen'),
    ]);
  });
});
