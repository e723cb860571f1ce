import { describe, expect, it } from 'vitest';
import type { NamedFile } from '../../../src/datasets/folder-source.ts';
import type { Problem } from '../../../src/datasets/problems.ts';
import { addGiven, nothingGiven } from '../../../src/ui/evaluate/given-set.ts';
import { readGiven } from '../../../src/ui/evaluate/given-sources.ts';
import { survey } from '../../../src/ui/evaluate/survey.ts';
import { voc } from '../../datasets/support/voc.ts';

const pictures: readonly NamedFile[] = ['a', 'b'].flatMap((name) => [
  { path: `set/${name}.png`, file: new Blob(['picture']) },
  { path: `set/${name}.xml`, file: new Blob([voc([['dog', [0, 0, 10, 10]]])]) },
]);
const table = (path: string, text: string): NamedFile => ({ path, file: new Blob([text]) });
const classMap = (classes: Readonly<Record<string, number>>): NamedFile =>
  table('classes.json', JSON.stringify(classes));

async function told(...tables: readonly NamedFile[]): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const { signal } = new AbortController();
  const given = await readGiven(addGiven(nothingGiven, [...pictures, ...tables]), undefined, signal);
  await survey(given, {
    done: new Set(),
    report: (one) => problems.push(one),
    signal,
    classCount: 10,
    onFiles: () => undefined,
  });
  return problems;
}

describe('the first pass through the given files', () => {
  it('says nothing of tables that match', async () => {
    expect(await told(classMap({ dog: 1 }), table('split.csv', 'id,split\na,test\nb,train'))).toEqual([]);
  });

  it('names lines of the split that are of no picture, pictures that it leaves out, and classes that no annotation has', async () => {
    expect(await told(classMap({ dog: 1, cat: 2 }), table('split.csv', 'id,split\na,test\nnobody,test'))).toEqual([
      { id: 'classes.json', code: 'table-unmatched', message: '1 names in classes.json are in no annotation: cat.' },
      {
        ...{ id: 'split.csv', code: 'table-unmatched' },
        message: '1 ids in the split match no picture that has an annotation: nobody.',
      },
      {
        ...{ id: 'split.csv', code: 'table-unmatched' },
        message: '1 pictures with an annotation are not in the split, and are not reported: set/b.',
      },
    ]);
  });

  it('reads the format that was chosen, and says which it was', async () => {
    const labels = table('set/a.csv', 'image,xmin,ymin,xmax,ymax,label\nset/a,0,0,5,5,dog\n');
    const { signal } = new AbortController();
    const formatOf = async (format?: 'csv' | 'voc' | 'coco') => {
      const set = addGiven(addGiven(nothingGiven, [...pictures, classMap({ dog: 1 }), labels]), [], format);
      const given = await readGiven(set, undefined, signal);
      const choice = {
        done: new Set<string>(),
        report: () => undefined,
        signal,
        classCount: 10,
        onFiles: () => undefined,
      };
      const { annotations, annotated } = await survey(given, choice);
      return [annotations.format, annotated];
    };
    expect([await formatOf(), await formatOf('voc'), await formatOf('csv')]).toEqual([
      ['voc', 2],
      ['voc', 2],
      ['csv', 1],
    ]);
    await expect(formatOf('coco')).rejects.toMatchObject({ code: 'dataset-empty' });
  });

  it('refuses tables of which nothing matches', async () => {
    await expect(told(classMap({ dog: 1 }), table('split.csv', 'id,split\nnobody,test'))).rejects.toMatchObject({
      message: expect.stringMatching(/^No line of split\.csv matches a picture that has an annotation/) as string,
    });
    await expect(told(classMap({ dog: 10 }))).rejects.toMatchObject({
      message: '"dog" in classes.json is class 10; the model has the classes 0 to 9.',
    });
    await expect(told(classMap({ cat: 2 }))).rejects.toMatchObject({
      message: expect.stringMatching(/^No name in the class map classes\.json matches/) as string,
    });
  });
});
