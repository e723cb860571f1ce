/**
 * The data set itself, where it is: `STANFORD_DOGS` names its folder, else ../shared/data/stanford-dogs is looked for. It
 * may not be copied into the project; what stands in for it elsewhere are the other tests of this folder.
 */
import { existsSync, openAsBlob, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitBoxes } from '../../src/datasets/fit-boxes.ts';
import { folderSource, type NamedFile } from '../../src/datasets/folder-source.ts';
import { pair } from '../../src/datasets/pair.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { readAnnotations, type Annotations } from '../../src/datasets/read-annotations.ts';
import { readPictures } from '../../src/datasets/read-pictures.ts';
import { readSplit } from '../../src/datasets/read-split.ts';
import { tarSource } from '../../src/datasets/tar-source.ts';

const place = process.env['STANFORD_DOGS'] ?? join(import.meta.dirname, '../../../shared/data/stanford-dogs');
const isThere = existsSync(join(place, 'annotation.tar'));
if (!isThere)
  console.warn(`LEFT OUT: the tests with Stanford Dogs; there is no annotation.tar in ${place} (set STANFORD_DOGS).`);

interface ManifestRow {
  readonly id: string;
  readonly split: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: number;
  readonly index: number;
}

function readManifest(): ManifestRow[] {
  const [, ...lines] = readFileSync(join(place, 'manifest.csv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [name, breed, split, width, height, boxes, index] = line.split(',');
    return {
      id: `${breed}/${name}`,
      split: split!,
      width: Number(width),
      height: Number(height),
      boxes: Number(boxes),
      index: Number(index),
    };
  });
}

async function pictureFolder(): Promise<NamedFile[]> {
  const paths = readdirSync(join(place, 'Images'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.jpg'),
  );
  return Promise.all(
    paths.map(async (path) => ({ path: `Images/${path}`, file: await openAsBlob(join(place, 'Images', path)) })),
  );
}

describe.runIf(isThere)('Stanford Dogs', () => {
  const problems = new Problems();
  let annotations: Annotations;

  beforeAll(async () => {
    const blob = await openAsBlob(join(place, 'annotation.tar'));
    annotations = await readAnnotations([tarSource('annotation.tar', () => blob.stream())], {
      report: problems.report,
    });
  });

  it('has 20,580 annotations with 22,126 boxes, two of which leave their pictures', () => {
    const all = [...annotations.byId].map(([, annotation]) => annotation);
    expect(all.length).toBe(20_580);
    expect(all.reduce((sum, { boxes }) => sum + boxes!.length, 0)).toBe(22_126);
    expect(new Set(all.map((annotation) => annotation.class)).size).toBe(120);
    expect(annotations.refused.size).toBe(0);
    expect([...problems]).toEqual([]);
    const fitted = all.map((annotation) => ({
      ...annotation,
      boxes: fitBoxes(annotation, undefined, problems.report),
    }));
    expect([...problems].map(({ id, code }) => [id, code])).toEqual([
      ['n02098105-soft-coated_wheaten_terrier/n02098105_2063', 'box-clipped'],
      ['n02106030-collie/n02106030_3948', 'box-clipped'],
    ]);
    expect(fitted.find(({ id }) => id === 'n02106030-collie/n02106030_3948')?.boxes).toEqual([[10, 10, 284, 360]]);
    for (const { size, boxes } of fitted) {
      for (const [x0, y0, x1, y1] of boxes) {
        expect(x0 >= 0 && y0 >= 0 && x0 < x1 && y0 < y1 && x1 <= size!.width && y1 <= size!.height).toBe(true);
      }
    }
  });

  it('has what the manifest says, for every picture that is here', async () => {
    const manifest = new Map(readManifest().map((row) => [row.id, row]));
    const files = await pictureFolder();
    const said = new Problems();
    const pictures = readPictures([folderSource('Images', files)], said.report);
    let found = 0;
    for await (const { id, picture, annotation } of pair(pictures, annotations, said.report)) {
      const row = manifest.get(id)!;
      expect({ ...annotation.size, boxes: annotation.boxes!.length, index: annotation.class }).toEqual({
        width: row.width,
        height: row.height,
        boxes: row.boxes,
        index: row.index,
      });
      expect((await picture.read())?.size).toBe(picture.sizeBytes);
      found++;
    }
    expect(found).toBe(files.length);
    expect(found).toBe(manifest.size);
    expect(said.count('picture-missing')).toBe(20_580 - found);
    expect([...said].length).toBe(20_580 - found);
  });

  it('is split as the manifest says', () => {
    const splits = readSplit(readFileSync(join(place, 'manifest.csv'), 'utf8'), 'manifest.csv');
    const rows = readManifest();
    expect(splits.size).toBe(rows.length);
    for (const { id, split } of rows) expect(splits.get(id)).toBe(split);
  });
});
