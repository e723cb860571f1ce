import { describe, expect, it } from 'vitest';
import { droppedFiles, pickedFiles, sourcesOf } from '../../src/datasets/given-files.ts';
import { gzipped, readAll, tarOf } from './support/sources.ts';

function file(path: string, content: string | Uint8Array<ArrayBuffer>): File {
  const made = new File([content], path.slice(path.lastIndexOf('/') + 1));
  return Object.defineProperty(made, 'webkitRelativePath', { value: path.includes('/') ? path : '' });
}

/** Entries as a drop has them; a folder hands its children out in batches of 2, then an empty one. */
type Tree = { readonly [name: string]: Tree | string };
function dropped(tree: Tree, above = ''): FileSystemEntry[] {
  return Object.entries(tree).map(([name, content]) => {
    const fullPath = `${above}/${name}`;
    if (typeof content === 'string') {
      const give = (resolve: (file: File) => void): void => resolve(new File([content], name));
      return { name, fullPath, isFile: true, isDirectory: false, file: give } as unknown as FileSystemFileEntry;
    }
    const createReader = (): Partial<FileSystemDirectoryReader> => {
      const children = dropped(content, fullPath);
      return { readEntries: (resolve) => resolve(children.splice(0, 2)) };
    };
    return { name, fullPath, isFile: false, isDirectory: true, createReader } as unknown as FileSystemDirectoryEntry;
  });
}

describe('what a visitor gives', () => {
  it('of a drop is every file in it, however many there are', async () => {
    const many = Object.fromEntries([...Array(5).keys()].map((i) => [`${i}.jpg`, `picture ${i}`]));
    const files = await droppedFiles(dropped({ Images: { A: many, B: {} }, 'loose.jpg': 'x' }));
    expect(files.map(({ path }) => path)).toEqual([
      ...Object.keys(many).map((name) => `Images/A/${name}`),
      'loose.jpg',
    ]);
    expect(await files[3]!.file.text()).toBe('picture 3');
  });

  it('is archives, told by name or content, and one source of all other files', async () => {
    const tar = await tarOf({ 'a.jpg': 'in the archive' });
    const picked = pickedFiles([
      file('Images/B/2.jpg', 'b2'),
      file('Images/A/1.jpg', 'a1'),
      file('Images/inner.tar', tar),
      file('loose.jpg', 'x'.repeat(600)),
      file('images.tar', tar),
      file('no ending', tar),
      file('packed', await gzipped(tar)),
    ]);
    const sources = await sourcesOf(picked);
    expect(sources.map(({ name }) => name)).toEqual(['images.tar', 'no ending', 'packed', 'Images, the files given']);
    for (const source of sources.slice(0, 3))
      expect((await readAll(source)).files).toEqual([['a.jpg', 'in the archive']]);
    expect((await readAll(sources[3]!)).files.map(([path]) => path)).toEqual([
      'Images/A/1.jpg',
      'Images/B/2.jpg',
      'Images/inner.tar',
      'loose.jpg',
    ]);
  });

  it('is nothing where there is nothing', async () => {
    expect(await sourcesOf([])).toEqual([]);
    expect(await droppedFiles([])).toEqual([]);
  });
});
