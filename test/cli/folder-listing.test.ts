import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListedFile } from '../../src/datasets/listing-source.ts';
import { folderListing, listingWithTexts } from '../../cli/folder-listing.ts';

let folder: string;
const store = (path: string, content: string | Uint8Array): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const long = 'x'.repeat(2 ** 16 + 1);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cam-lens-listing-'));
  store('b/2 é.xml', '\ufeff<é/>');
  store('b/1', 'one');
  store('a.jpg', 'no picture, but called one');
  store('long.xml', long);
  store('bytes', Uint8Array.of(65, 255, 66));
  symlinkSync(join(folder, 'b', '1'), join(folder, 'link'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'broken'));
  symlinkSync(join(folder, 'b'), join(folder, 'folder'));
  symlinkSync('/etc/hosts', join(folder, 'out.xml'));
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/gr`), Buffer.of(0xfc), Buffer.from('n.jpg')]), 'x');
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  store('latin.xml', '<?xml version="1.0" encoding="latin1"?><a/>');
});
afterAll(() => rmSync(folder, { recursive: true }));

function skipped(path: string, why: string): ListedFile {
  return { path, sizeBytes: 0, url: '', skipped: why };
}

const files: readonly ListedFile[] = [
  { path: 'a.jpg', sizeBytes: 26, url: './a.jpg' },
  { path: 'b/1', sizeBytes: 3, url: './b/1' },
  { path: 'b/2 é.xml', sizeBytes: 8, url: './b/2%20%C3%A9.xml' },
  skipped('broken', 'a link that leads nowhere'),
  { path: 'bytes', sizeBytes: 3, url: './bytes' },
  skipped('folder', 'a link to a folder, which is not followed: give the folder itself'),
  skipped('grün.jpg', 'by a name that is not UTF-8: rename it'),
  { path: 'latin.xml', sizeBytes: 43, url: './latin.xml' },
  { path: 'link', sizeBytes: 3, url: './link' },
  { path: 'long.xml', sizeBytes: 65537, url: './long.xml' },
  skipped('out.xml', 'a link that leads out of the folder: put the file itself there'),
  skipped('pipe', 'no file'),
];

describe('the listing of a folder', () => {
  it('has every file below it, sorted by path, links as their target files, and the reason for each skipped entry', async () => {
    expect(await folderListing(folder)).toEqual(files);
  });

  it('includes the text of small files that are not pictures, if it is UTF-8', async () => {
    const texts: Readonly<Record<string, string>> = {
      ...{ 'b/1': 'one', 'b/2 é.xml': '<é/>', link: 'one' },
    };
    const expected = files.map((file) => ({
      ...file,
      ...(texts[file.path] === undefined ? {} : { text: texts[file.path] }),
    }));
    expect(await listingWithTexts(folder)).toEqual(expected);
  });

  it('keeps the order of many files', async () => {
    const many = mkdtempSync(join(tmpdir(), 'cam-lens-listing-'));
    const names = Array.from({ length: 100 }, (_, i) => String(i).padStart(3, '0'));
    for (const name of names) writeFileSync(join(many, name), `text ${name}`);
    const listed = await listingWithTexts(many);
    expect(listed.map(({ path, text }) => [path, text])).toEqual(names.map((name) => [name, `text ${name}`]));
    rmSync(many, { recursive: true });
  });
});
