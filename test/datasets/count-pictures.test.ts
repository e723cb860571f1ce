import { describe, expect, it } from 'vitest';
import { countPictures } from '../../src/datasets/count-pictures.ts';
import { noted } from '../../src/datasets/noted-source.ts';
import { judged, Problems } from '../../src/datasets/problems.ts';
import { readAnnotations } from '../../src/datasets/read-annotations.ts';
import type { DataSource } from '../../src/datasets/source.ts';
import { archive, folder, tarOf, type Files } from './support/sources.ts';
import { voc } from './support/voc.ts';

const classes = new Map([['dog', 1]]);
const dog = voc([['dog', [0, 0, 50, 50]]]);
const files: Files = {
  'Annotation/A/1': dog,
  'Annotation/A/2': dog,
  'Annotation/A/3': dog,
  'Annotation/A/4': dog,
  'Images/A/1.jpg': 'one',
  'Images/A/2.jpg': 'two',
  'Images/A/3.jpg': '',
  'Images/A/9.jpg': 'nine',
};

/** A source, and how many times its content was read. */
function watched(source: DataSource): { source: DataSource; reads: () => number } {
  let reads = 0;
  async function* open(report: Parameters<DataSource['open']>[0]) {
    for await (const entry of source.open(report)) {
      const read = () => {
        reads++;
        return entry.read();
      };
      yield { ...entry, read };
    }
  }
  return { source: { name: source.name, open }, reads: () => reads };
}

describe.each([
  ['a folder', async () => folder(files)],
  ['an archive', async () => archive('all.tar', await tarOf(files))],
])('the pictures of %s', (_, sourceOf) => {
  it('are counted by the names that came by with the annotations, without being read', async () => {
    const { source, reads } = watched(await sourceOf());
    const problems = new Problems();
    let seen = 0;
    const { source: passed, names } = noted(source, () => seen++);
    const annotations = await readAnnotations([passed], { classes, report: problems.report });
    expect(seen).toBe(8);
    expect(await countPictures([names], annotations, { report: problems.report })).toBe(2);
    expect(reads()).toBe(0);
    const { failed, withoutPicture } = judged(problems);
    expect(failed.map(({ id, code }) => [id, code])).toEqual([
      ['A/3', 'picture-empty'],
      ['A/9', 'annotation-missing'],
    ]);
    expect(withoutPicture).toEqual(['A/3', 'A/4']);
  });

  it('are counted where they are wanted, and no further than needed', async () => {
    const source = await sourceOf();
    const report = () => undefined;
    const annotations = await readAnnotations([source], { classes, report });
    const isWanted = (id: string): boolean => id !== 'A/1';
    expect(await countPictures([source], annotations, { isWanted, report })).toBe(1);
    const problems = new Problems();
    expect(await countPictures([source], annotations, { most: 1, report: problems.report })).toBe(1);
    // What comes after the first was not looked at.
    expect(problems.size).toBe(0);
  });
});

it('tells of each problem once, and counts by code', () => {
  const told: string[] = [];
  const problems = new Problems(({ id }) => told.push(id));
  const missing = (id: string) => ({ id, code: 'picture-missing', message: 'There is none.' }) as const;
  for (const id of ['b', 'a', 'b']) problems.report(missing(id));
  problems.report({ id: 'c', code: 'box-clipped', message: 'It was.' });
  expect(told).toEqual(['b', 'a', 'c']);
  expect([problems.size, problems.count('picture-missing'), problems.count('box-empty')]).toEqual([3, 2, 0]);
  expect(judged(problems)).toMatchObject({ failed: [], notes: [{ id: 'c' }], withoutPicture: ['b', 'a'] });
});
