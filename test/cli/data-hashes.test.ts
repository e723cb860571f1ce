import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hashFile, hashPlace, hashRecords } from '../../cli/data-hashes.ts';
import { picture } from '../evaluation/records.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-hashes-'));
mkdirSync(join(folder, 'b'));
writeFileSync(join(folder, 'a.txt'), 'abc');
writeFileSync(join(folder, 'b', 'c.txt'), '');
afterAll(() => rmSync(folder, { recursive: true }));

// FIPS 180-2, and the hash of an empty file.
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('hashes of a data set', () => {
  it('equal that of a file', async () => {
    expect(await hashFile(join(folder, 'a.txt'))).toBe(abc);
    const place = { kind: 'tar', name: join(folder, 'a.txt'), url: '' } as const;
    expect(await hashPlace(place)).toMatchObject({ sha256: abc });
  });

  it('equal those of sha256sum for a folder, or part of it', async () => {
    const place = { kind: 'folder', name: folder, url: '' } as const;
    expect((await hashPlace(place)).sha256).toBe(sha256(`${abc}  a.txt\n${nothing}  b/c.txt\n`));
    expect((await hashPlace(place, ['b/c.txt', 'a.txt'])).sha256).toBe((await hashPlace(place)).sha256);
    expect((await hashPlace(place, ['b/c.txt'])).sha256).toBe(sha256(`${nothing}  b/c.txt\n`));
  });

  it('of records depend on the input, not on the results or the order', () => {
    const records = [picture('b/2', [0.5]), picture('a/1', [0.25], { boxes: [[0, 0, 5, 6.5], [1, 1, 2, 2]] })]; // prettier-ignore
    const expected = sha256('a/1 40x30 7 0,0,5,6.5 1,1,2,2\nb/2 40x30 7 10,5,30,25\n');
    expect(hashRecords(records).sha256).toBe(expected);
    expect(hashRecords([picture('b/2', [0.75]), records[1]!]).sha256).toBe(expected);
    expect(hashRecords([picture('b/2', [0.5], { width: 41 }), records[1]!]).sha256).not.toBe(expected);
  });
});
