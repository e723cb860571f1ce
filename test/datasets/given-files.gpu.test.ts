/** In a browser: its own file system, streams and decompression. */
import { expect, it } from 'vitest';
import { filesBelow, sourcesOf } from '../../src/datasets/given-files.ts';
import { pair } from '../../src/datasets/pair.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { readAnnotations } from '../../src/datasets/read-annotations.ts';
import { readPictures } from '../../src/datasets/read-pictures.ts';
import { gzipped, tarOf, type Files } from './support/sources.ts';
import { voc } from './support/voc.ts';

const images: Files = { 'n02085620-Chihuahua/1.jpg': 'one', 'n02085782-Japanese_spaniel/1.jpg': 'two' };
const annotations: Files = {
  'Annotation/n02085620-Chihuahua/1': voc([['Chihuahua', [1, 2, 30, 40]]]),
  'Annotation/n02085782-Japanese_spaniel/1': voc([['Japanese_spaniel', [5, 6, 70, 80]]]),
};

async function written(folder: FileSystemDirectoryHandle, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const parts = path.split('/');
    const name = parts.pop()!;
    let place = folder;
    for (const part of parts) place = await place.getDirectoryHandle(part, { create: true });
    const stream = await (await place.getFileHandle(name, { create: true })).createWritable();
    await stream.write(content);
    await stream.close();
  }
}

it('pairs a folder of the file system with a compressed archive, whole or cut off', async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('Images', { create: true });
  await written(folder, images);
  const packed = await gzipped(await tarOf(annotations));

  for (const [archive, expected, codes] of [
    [
      packed,
      [
        ['n02085620-Chihuahua/1', 'one', 151, [1, 2, 30, 40]],
        ['n02085782-Japanese_spaniel/1', 'two', 152, [5, 6, 70, 80]],
      ],
      [],
    ],
    [packed.slice(0, 30), [], ['archive-damaged', 'dataset-empty', 'annotation-missing', 'annotation-missing']],
  ] as const) {
    const problems = new Problems();
    const sources = await sourcesOf([
      ...(await filesBelow(folder)),
      { path: 'annotation.tar', file: new Blob([archive]) },
    ]);
    const read = await readAnnotations(sources, { report: problems.report });
    const pairs: unknown[] = [];
    for await (const { id, picture, annotation } of pair(
      readPictures(sources, problems.report),
      read,
      problems.report,
    )) {
      pairs.push([id, await (await picture.read())?.text(), annotation.class, annotation.boxes![0]]);
    }
    expect(pairs).toEqual(expected);
    expect([...problems].map(({ code }) => code)).toEqual(codes);
  }
  await root.removeEntry('Images', { recursive: true });
});

it('reads an archive of several gzip members, and names one that is not read', async () => {
  const [packed, tar] = await Promise.all(
    // A server may take .gz for an encoding, and undo it.
    ['two-gz.bin', 'ann.tar'].map(async (file) => (await fetch(`/test/fixtures/files/${file}`)).blob()),
  );
  const zip = new Blob([Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0, 0, 0)]);
  const sources = await sourcesOf([
    { path: 'two-gz.tar.gz', file: packed! },
    { path: 'ann.tar', file: tar! },
    { path: 'set.zip', file: zip },
  ]);
  const problems = new Problems();
  const pictures: string[] = [];
  for await (const { id, picture } of pair(
    readPictures(sources, problems.report),
    await readAnnotations(sources, { classes: new Map([['red', 0]]), report: problems.report }),
    problems.report,
  )) {
    pictures.push(`${id}: ${(await picture.read())?.size}`);
  }
  expect(pictures).toEqual(['a: 2189', 'b: 2189']);
  expect([...problems]).toEqual([
    {
      id: 'set.zip',
      code: 'archive-damaged',
      message:
        'set.zip is a zip archive, which is not supported: unpack it and give the folder, or pack it as .tar or .tar.gz.',
    },
  ]);
});
