import { describe, expect, it } from 'vitest';
import type { DataSource } from '../../src/datasets/source.ts';
import { readAgain } from '../../src/runs/read-again.ts';
import { archive, folder, tarOf } from '../datasets/support/sources.ts';

const files = { 'Images/a/1.jpg': 'a1', 'Images/a/2.jpg': 'a2', 'Images/b/1.jpg': 'b1', 'Images/b/3.png': 'b3' };

async function read(source: DataSource, ...ids: string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { id, file } of readAgain([source], ids)) found[id] = await file.text();
  return found;
}

describe('pictures read again', () => {
  it('are those of the ids, from a folder and from an archive', async () => {
    for (const source of [folder(files), archive('images.tar', await tarOf(files))]) {
      expect(await read(source, 'b/3', 'a/1')).toEqual({ 'a/1': 'a1', 'b/3': 'b3' });
    }
  });

  it('are matched as annotations are: by the name alone where one side has no folder', async () => {
    expect(await read(folder({ '1.jpg': 'bare' }), 'a/1')).toEqual({ 'a/1': 'bare' });
    expect(await read(folder({ 'c/1.jpg': 'other' }), 'a/1')).toEqual({});
  });

  it('are looked for no further than the last of them', async () => {
    const seen: string[] = [];
    const source: DataSource = {
      name: 'watched',
      async *open(report) {
        for await (const entry of folder(files).open(report)) {
          seen.push(entry.path);
          yield entry;
        }
      },
    };
    await read(source, 'a/2');
    expect(seen).toEqual(['Images/a/1.jpg', 'Images/a/2.jpg']);
    await read(source);
    expect(seen).toHaveLength(2);
  });
});
