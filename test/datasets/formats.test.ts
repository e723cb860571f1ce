/** The same boxes in every format, and what is odd about files in each. */
import { describe, expect, it } from 'vitest';
import { classNames } from '../../src/datasets/class-map.ts';
import { fitBoxes } from '../../src/datasets/fit-boxes.ts';
import type { FormatChoice } from '../../src/datasets/formats.ts';
import { pair } from '../../src/datasets/pair.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { readAnnotations, type Annotations } from '../../src/datasets/read-annotations.ts';
import { isBoxesCsv } from '../../src/datasets/read-boxes-csv.ts';
import { isCocoJson } from '../../src/datasets/read-coco.ts';
import { readPictures } from '../../src/datasets/read-pictures.ts';
import { archive, folder, listing, tarOf, type Files } from './support/sources.ts';
import { voc } from './support/voc.ts';

const pets = new Map([
  ['dog', 5],
  ['cat', 7],
]);

async function read(
  files: Files,
  format: FormatChoice = 'auto',
  classes = pets,
): Promise<{ annotations: Annotations; problems: Problems }> {
  const problems = new Problems();
  const annotations = await readAnnotations([folder(files)], { classes, format, report: problems.report });
  return { annotations, problems };
}

/** Of each picture: the class, and the boxes as they lie in a picture of this size. */
function truths({ byId }: Annotations, size = { width: 333, height: 250 }): Record<string, unknown> {
  const picture = { ...size, orientation: 1 } as const;
  return Object.fromEntries(
    [...byId].map(([id, annotation]) => [
      id.split('/').at(-1),
      [annotation.class, fitBoxes(annotation, picture, () => undefined)],
    ]),
  );
}

type BoxFormat = Exclude<FormatChoice, 'auto' | 'masks' | 'folders'>;

/** Two pictures of 333 × 250, in four formats. The shares have six decimals, as tools write them. */
const sets: Readonly<Record<BoxFormat, Files>> = {
  voc: {
    'a/1.xml': voc(
      [
        ['dog', [10, 20, 110, 75]],
        ['dog', [0, 0, 333, 250]],
      ],
      [333, 250],
    ),
    'a/2.xml': voc([['cat', [7, 9, 200, 203]]], [333, 250]),
  },
  coco: {
    'instances.json': JSON.stringify({
      images: [
        { id: 1, file_name: 'a/1.jpg', width: 333, height: 250 },
        { id: 2, file_name: 'a/2.jpg', width: 333, height: 250 },
        { id: 3, file_name: 'a/3.jpg' },
      ],
      categories: [
        { id: 18, name: 'dog' },
        { id: 17, name: 'cat' },
      ],
      annotations: [
        { id: 1, image_id: 1, category_id: 18, bbox: [10, 20, 100, 55], iscrowd: 0 },
        { id: 2, image_id: 2, category_id: 17, bbox: [7, 9, 193, 194] },
        { id: 3, image_id: 1, category_id: 18, bbox: [0, 0, 333, 250] },
      ],
    }),
  },
  yolo: {
    'data.yaml': 'path: ../set\ntrain: images/train\nnames: [cat, dog]\n',
    'labels/a/1.txt': '1 0.180180 0.190000 0.300300 0.220000\n1 0.5 0.5 1 1\n',
    'labels/a/2.txt': '0 0.310811 0.424000 0.579580 0.776000\n',
  },
  csv: {
    'boxes.csv':
      'filename,width,height,class,xmin,ymin,xmax,ymax\na/1.jpg,333,250,dog,10,20,110,75\na/1.jpg,333,250,dog,0,0,333,250\na/2.jpg,333,250,cat,7,9,200,203\n',
  },
};
const expected = {
  1: [
    5,
    [
      [10, 20, 110, 75],
      [0, 0, 333, 250],
    ],
  ],
  2: [7, [[7, 9, 200, 203]]],
};

describe.each(Object.entries(sets) as [BoxFormat, Files][])('a set in %s', (format, files) => {
  it('has the same boxes and classes, whether the format is guessed or requested', async () => {
    for (const choice of ['auto', format] as const) {
      const { annotations, problems } = await read(files, choice);
      expect(truths(annotations)).toEqual(expected);
      expect([annotations.format, [...problems]]).toEqual([format, []]);
    }
  });

  it('is found among files of other kinds', async () => {
    const { annotations, problems } = await read({
      ...{ 'README.txt': 'About the set', 'notes.json': '{"a": 1}', 'split.csv': 'id,split\na/1,train\n' },
      ...{ 'config.yaml': 'epochs: 3', LICENSE: 'MIT' },
      ...files,
    });
    expect(truths(annotations)).toEqual(expected);
    expect([...problems].every(({ code }) => code === 'files-ignored')).toBe(true);
  });

  it('has Windows line ends and a byte order mark too, in a folder, an archive and a listing', async () => {
    const odd = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, `\ufeff${(text as string).replaceAll('\n', '\r\n')}`]),
    );
    for (const source of [folder(odd), archive('a.tar', await tarOf(odd)), listing(odd)]) {
      const problems = new Problems();
      const annotations = await readAnnotations([source], { classes: pets, report: problems.report });
      expect([source.name, truths(annotations), [...problems]]).toEqual([source.name, expected, []]);
    }
  });

  it('matches its pictures, wherever they lie', async () => {
    const { annotations, problems } = await read(files);
    const pictures = folder({ 'Images/a/1.jpg': 'x', 'Images/a/2.png': 'x' });
    const ids: string[] = [];
    for await (const { id } of pair(readPictures([pictures], problems.report), annotations, problems.report)) {
      ids.push(id);
    }
    expect([ids, [...problems]]).toEqual([['a/1', 'a/2'], []]);
  });

  it('is nothing to a reader of another format', async () => {
    const other = format === 'coco' ? 'csv' : 'coco';
    const { annotations, problems } = await read(files, other);
    expect([annotations.byId.size, annotations.format]).toEqual([0, undefined]);
    expect([...problems].map(({ code }) => code)).toContain('dataset-empty');
  });
});

describe('COCO JSON', () => {
  const coco = (
    annotations: readonly object[],
    images: readonly object[] = [{ id: 1, file_name: '1.jpg' }],
  ): Files => ({
    'c.json': JSON.stringify({ images, annotations, categories: [{ id: 1, name: 'dog' }] }),
  });
  const one = { image_id: 1, category_id: 1 };

  it('takes the box around all polygons of an object that has no box', async () => {
    const segmentation = [
      [10, 10, 20, 10, 20, 30],
      [50, 5, 60, 5, 55, 40],
    ];
    const { annotations } = await read(coco([{ id: 1, ...one, segmentation }]));
    expect(truths(annotations)).toEqual({ 1: [5, [[10, 5, 60, 40]]] });
    expect(annotations.byId.get('1')?.size).toBeUndefined();
  });

  it('leaves crowds out, and says so', async () => {
    const crowd = { id: 9, ...one, iscrowd: 1, bbox: [0, 0, 300, 200], segmentation: { counts: [1], size: [2, 2] } };
    const { annotations, problems } = await read(coco([crowd, { id: 2, ...one, bbox: [1, 2, 3, 4] }]));
    expect(truths(annotations)).toEqual({ 1: [5, [[1, 2, 4, 6]]] });
    expect([...problems]).toEqual([
      {
        id: '1',
        code: 'object-skipped',
        message: '1.jpg in c.json in folder: annotation 9 (dog) is a crowd; this object was ignored.',
      },
    ]);
    const alone = await read(coco([crowd]));
    expect([...alone.problems].map(({ code }) => code)).toEqual(['object-skipped', 'annotation-empty']);
  });

  it.each<[string, Files, string]>([
    ['is cut off', { 'c.json': '{"images": [' }, 'annotation-unreadable'],
    ['has images without names', coco([{ id: 1, ...one, bbox: [0, 0, 1, 1] }], [{ id: 1 }]), 'annotation-unreadable'],
    ['has boxes of texts', coco([{ id: 1, ...one, bbox: ['0', 0, 1, 1] }]), 'object-skipped'],
    ['has boxes without area', coco([{ id: 1, ...one, bbox: [5, 5, 0, 9] }]), 'box-empty'],
    [
      'has categories that are no list',
      { 'c.json': '{"images": [], "annotations": [], "categories": 3}' },
      'annotation-unreadable',
    ],
  ])('that %s is reported', async (_, files, code) => {
    const { problems } = await read(files);
    expect([...problems].map((problem) => problem.code)).toContain(code);
  });

  it('is told from a class map', () => {
    expect([sets.coco['instances.json'] as string, '{"dog": 5}', '{', '[]'].map(isCocoJson)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('YOLO labels', () => {
  it('have names in a dictionary, in classes.txt, or none', async () => {
    const labels = { 'labels/1.txt': '1 0.5 0.5 0.2 0.2 0.93\n' };
    for (const names of [
      { 'data.yml': 'names:\n  0: cat\n  1: dog\n' },
      { 'classes.txt': 'cat\ndog\n' },
      { 'obj.names': 'cat\r\ndog' },
    ]) {
      const { annotations } = await read({ ...labels, ...names });
      expect(annotations.byId.get('1')).toMatchObject({ class: 5, isRelative: true });
    }
    const { annotations } = await read(labels, 'auto', new Map([['1', 3]]));
    expect(annotations.byId.get('1')).toMatchObject({ class: 3 });
  });

  it('take the box around a polygon, and none that is far outside', async () => {
    const { annotations, problems } = await read({
      'labels/1.txt': '0 0.1 0.2 0.5 0.2 0.3 0.8\n0 12 20 3 4\n',
      'classes.txt': 'dog',
    });
    expect(truths(annotations, { width: 100, height: 100 })).toEqual({ 1: [5, [[10, 20, 50, 80]]] });
    expect([...problems].map(({ code }) => code)).toEqual(['object-skipped']);
  });

  it('of a picture that is shown rotated are shares of it as it is shown', async () => {
    const { annotations } = await read({ 'labels/1.txt': '0 0.25 0.5 0.5 1\n', 'classes.txt': 'dog' });
    const rotated = { width: 100, height: 40, orientation: 6 } as const;
    expect(fitBoxes(annotations.byId.get('1')!, rotated, () => undefined)).toEqual([[0, 0, 20, 100]]);
    expect(() => fitBoxes(annotations.byId.get('1')!, undefined, () => undefined)).toThrow(/shares of the size/);
  });

  it('that are empty are pictures without objects', async () => {
    const { problems } = await read({ 'labels/1.txt': '', 'labels/2.txt': '0 .5 .5 .1 .1', 'classes.txt': 'dog' });
    expect([...problems].map(({ id, code }) => [id, code])).toEqual([['1', 'annotation-empty']]);
  });

  it('with names that are no YAML say so', async () => {
    const { problems } = await read({ 'labels/2.txt': '0 .5 .5 .1 .1', 'data.yaml': 'names: [cat\nx' });
    expect([...problems].map(({ code }) => code).sort()).toEqual(
      ['annotation-unreadable', 'annotation-class', 'table-unmatched'].sort(),
    );
  });
});

describe('a CSV of boxes', () => {
  it.each<[string, string]>([
    ['x and width', 'image,label,x,y,width,height\n1.jpg,dog,10,20,100,55\n'],
    [
      'quotes and other columns',
      'ImagePath,score,Class_Name,x_min,y_min,x_max,y_max\n"set\\1.jpg",0.5,dog,10,20,110,75\n',
    ],
    ['shares, as Open Images has them', 'ImageID,LabelName,XMin,XMax,YMin,YMax\n1,dog,0.1,0.9,0.25,0.75\n'],
  ])('has %s', async (name, text) => {
    const { annotations, problems } = await read({ 'b.csv': text });
    const box = name.startsWith('shares') ? [10, 25, 90, 75] : [10, 20, 110, 75];
    expect([...problems]).toEqual([]);
    expect(
      truths(annotations, {
        width: name.startsWith('shares') ? 100 : 333,
        height: name.startsWith('shares') ? 100 : 250,
      }),
    ).toEqual({ 1: [5, [box]] });
  });

  it('names the row that is wrong', async () => {
    const { problems } = await read({
      'b.csv': 'image,class,xmin,ymin,xmax,ymax\n1.jpg,dog,1,2,3,4\n2.jpg,dog,1,,3,4\n',
    });
    expect([...problems].map(({ message }) => message)).toContain(
      'Row 3 of b.csv in folder has "" where a number was expected.',
    );
  });

  it('is told from a split', () => {
    expect([sets.csv['boxes.csv'] as string, 'id,split\na,train\n', ''].map(isBoxesCsv)).toEqual([true, false, false]);
  });
});

describe('class names', () => {
  it('of the model are matched without case and punctuation, unless two classes have them', () => {
    const classes = classNames(['Great Dane', 'crane', 'tench', 'crane', "jack-o'-lantern"]);
    const found = ['great_dane', 'GREAT-DANE', 'crane', 'jack o lantern', 'n02085620', ''].map((name) =>
      classes.get(name),
    );
    expect(found).toEqual([0, 0, undefined, 4, undefined, undefined]);
  });

  it('are looked up in the class map first, and those without a class are listed', async () => {
    const problems = new Problems();
    const { byId } = await readAnnotations(
      [
        folder({
          'n02085620-Chihuahua/1.xml': voc([['dog', [1, 2, 3, 4]]]),
          '2.xml': voc([['DOG', [1, 2, 3, 4]]]),
          '3.xml': voc([['bird', [1, 2, 3, 4]]]),
          '4.xml': voc([['bird', [1, 2, 3, 4]]]),
        }),
      ],
      { modelClasses: classNames(['cat', 'dog']), report: problems.report },
    );
    expect([...byId].map(([id, annotation]) => [id, annotation.class])).toEqual([
      ['2', 1],
      ['n02085620-Chihuahua/1', 151],
    ]);
    expect([...problems].at(-1)).toEqual({
      id: 'folder',
      code: 'table-unmatched',
      message:
        '1 class name in folder (number of pictures) match no class of the model: bird (2); a class map assigns them.',
    });
  });
});
