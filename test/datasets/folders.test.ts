/** Pictures in class folders (no boxes). */
import { describe, expect, it } from 'vitest';
import { classNames, stanfordDogs } from '../../src/datasets/class-map.ts';
import { countPictures } from '../../src/datasets/count-pictures.ts';
import type { FormatChoice } from '../../src/datasets/formats.ts';
import { pair } from '../../src/datasets/pair.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { readAnnotations } from '../../src/datasets/read-annotations.ts';
import { readPictures } from '../../src/datasets/read-pictures.ts';
import { archive, folder, listing, tarOf, type Files } from './support/sources.ts';
import { voc } from './support/voc.ts';

const pets = new Map([
  ['dog', 5],
  ['cat', 7],
]);

const set: Files = { 'root/dog/1.jpg': 'x', 'root/dog/2.png': 'x', 'root/cat/1.JPEG': 'x' };

async function read(files: Files, format: FormatChoice = 'auto', classes = pets) {
  const problems = new Problems();
  const annotations = await readAnnotations([folder(files)], { classes, format, report: problems.report });
  const found = Object.fromEntries([...annotations.byId].map(([id, annotation]) => [id, annotation.class]));
  return { format: annotations.format, annotations, found, problems: [...problems] };
}

const classes = { 'dog/1': 5, 'dog/2': 5, 'cat/1': 7 };

describe('folders named by class', () => {
  it.each(['auto', 'folders'] as const)('give the class of each picture and no boxes: %s', async (format) => {
    const read1 = await read(set, format);
    expect([read1.format, read1.found, read1.problems]).toEqual(['folders', classes, []]);
    for (const [, annotation] of read1.annotations.byId) expect(annotation).not.toHaveProperty('boxes');
  });

  it('are the same in an archive and a listing, and every picture is counted', async () => {
    for (const source of [archive('set.tar', await tarOf(set)), listing(set)]) {
      const { report } = new Problems();
      const annotations = await readAnnotations([source], { classes: pets, report });
      expect(annotations.format).toBe('folders');
      expect(await countPictures([source], annotations, { report })).toBe(3);
    }
  });

  it('are known by synset, by the names of the model, and above a folder that only describes its content', async () => {
    const dogs = await read(
      { 'n02085620-Chihuahua/a.jpg': 'x', 'n02085620/images/b.jpg': 'x' },
      'auto',
      stanfordDogs as Map<string, number>,
    );
    expect(dogs.found).toEqual({ 'n02085620-Chihuahua/a': 151, 'n02085620/b': 151 });
    const { report } = new Problems();
    const modelClasses = classNames(['tench', 'great white shark']);
    const ofModel = await readAnnotations([folder({ 'Great_White-Shark/a.jpg': 'x' })], { modelClasses, report });
    expect([...ofModel.byId].map(([, annotation]) => annotation.class)).toEqual([1]);
    // A folder that is itself a class wins over its parents.
    const box = await read(
      { 'dog/box/a.jpg': 'x' },
      'folders',
      new Map([
        ['box', 3],
        ['dog', 5],
      ]),
    );
    expect(Object.values(box.found)).toEqual([3]);
  });

  it('are known by odd names too', async () => {
    const names = ['__proto__', 'constructor', '<b>', 'כלב', '\u202egod', 'x'.repeat(250)];
    const { report } = new Problems();
    const { byId } = await readAnnotations(
      [folder(Object.fromEntries([...names, 'toString'].map((name) => [`set/${name}/a.jpg`, 'x'])))],
      { modelClasses: classNames(names), report, format: 'folders' },
    );
    expect(new Map([...byId].map(([id, annotation]) => [id, annotation.class]))).toEqual(
      new Map(names.map((name, index) => [`${name}/a`, index])),
    );
  });

  it('are listed if the model does not have the class, and their pictures are refused by name', async () => {
    const { found, problems } = await read({ ...set, 'root/cow/1.jpg': 'x', 'root/cow/2.jpg': 'x', 'top.jpg': 'x' });
    expect(found).toEqual(classes);
    expect(problems).toEqual([
      {
        id: 'cow/1',
        code: 'annotation-class',
        message: 'The class of root/cow/1.jpg in folder is not known: no class has the name of its folder, cow.',
      },
      {
        id: 'cow/2',
        code: 'annotation-class',
        message: 'The class of root/cow/2.jpg in folder is not known: no class has the name of its folder, cow.',
      },
      {
        id: 'top',
        code: 'annotation-class',
        message: 'The class of top.jpg in folder is not known: it is in no folder.',
      },
      {
        id: 'folder',
        code: 'table-unmatched',
        message: expect.stringContaining('cow (2); a class map assigns them') as string,
      },
    ]);
  });

  it('give a picture without a class no class of another picture of the same name', async () => {
    const files = { '1.jpg': 'x', 'set/dog/1.jpg': 'x', 'set/box/2.jpg': 'x', 'set/cow/2.jpg': 'x' };
    const { annotations } = await read(files, 'folders', new Map([...pets, ['box', 3]]));
    const problems = new Problems();
    const found: [string, string, number][] = [];
    for await (const one of pair(readPictures([folder(files)], problems.report), annotations, problems.report)) {
      found.push([one.id, one.picture.path, one.annotation.class]);
    }
    expect(found.sort()).toEqual([
      ['dog/1', 'set/dog/1.jpg', 5],
      ['set/2', 'set/box/2.jpg', 3],
    ]);
    expect([...problems]).toEqual([]);
  });

  it('are found by their names in either form of Unicode', async () => {
    const { found } = await read(
      { ['Löwe/a.jpg'.normalize('NFD')]: 'x' },
      'auto',
      new Map([['Löwe'.normalize('NFC'), 3]]),
    );
    expect(Object.values(found)).toEqual([3]);
  });

  it('are not guessed where annotations were named', async () => {
    const problems = new Problems();
    const { report } = problems;
    const annotations = await readAnnotations([folder(set)], { classes: pets, mayGuessFolders: false, report });
    expect(annotations.format).toBeUndefined();
    expect([...problems].map(({ code }) => code)).toEqual(['dataset-empty']);
  });

  it('are not guessed where there are boxes, where a file that may hold them is broken, or where no name is a class', async () => {
    const boxed = await read({ ...set, 'dog/1.xml': voc([['dog', [0, 0, 5, 5]]]) });
    expect([boxed.format, boxed.found]).toEqual(['voc', { 'dog/1': 5 }]);
    const broken = await read({ ...set, 'labels.json': '{"images": [], "annotations": [], "categories": 1}' });
    expect([broken.format, broken.found]).toEqual([undefined, {}]);
    expect(broken.problems.map(({ code }) => code)).toEqual(['annotation-unreadable', 'dataset-empty']);
    const other = await read({ 'photos/1.jpg': 'x' });
    expect(other.problems).toMatchObject([
      {
        code: 'dataset-empty',
        message: expect.stringContaining('class folders (no boxes)') as string,
      },
    ]);
  });

  it('are not guessed where a source is cut off: its annotations may be lost', async () => {
    const problems = new Problems();
    const cut = (await tarOf({ 'README.md': 'about', 'dog/1.xml': voc([['dog', [0, 0, 5, 5]]]) })).subarray(0, 1124);
    const sources = [folder(set), archive('annotation.tar', cut)];
    const { format } = await readAnnotations(sources, { classes: pets, report: problems.report });
    expect([format, [...problems].map(({ code }) => code)]).toEqual([
      undefined,
      expect.arrayContaining(['archive-damaged', 'dataset-empty']),
    ]);
  });

  it('may be requested where there are boxes', async () => {
    const { format, found } = await read({ ...set, 'dog/1.xml': voc([['cat', [0, 0, 5, 5]]]) }, 'folders');
    expect([format, found]).toEqual(['folders', classes]);
  });
});
