/** The file that stores a run, in the origin private file system. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createRunFile } from '../../src/runs/run-file.ts';
import { picture } from '../evaluation/records.ts';
import { fakeInfo } from '../ui/support/fake-lens.ts';
import { headWith } from './heads.ts';

const head = headWith(fakeInfo);
const [a, b] = [picture('a', [0.1]), picture('ü/b', [0.2])];

async function runFile() {
  const file = await createRunFile();
  if (file === undefined) throw new Error('this browser has no file system of the origin');
  onTestFinished(async () => {
    await file.close();
    file.destroy();
  });
  return file;
}

/** The file's bytes behind the store's back. */
async function overwrite(change: (text: string) => string): Promise<void> {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('cam-lens-run.ndjson');
  const text = await (await handle.getFile()).text();
  const writable = await handle.createWritable();
  await writable.write(change(text));
  await writable.close();
}

describe('createRunFile', () => {
  beforeEach(async () => (await runFile()).remove());

  it('keeps appended lines for the next reader', async () => {
    const first = await runFile();
    expect(await first.read()).toBeUndefined();
    await first.begin(head);
    await first.append(a);
    await first.append(b);
    await first.close();
    expect(await (await runFile()).read()).toEqual({ head, records: [a, b] });
  });

  it('continues after the last complete line', async () => {
    const first = await runFile();
    await first.begin(head);
    await first.append(a);
    await first.append(b);
    await first.close();
    await overwrite((text) => text.slice(0, -5));
    const second = await runFile();
    await second.resume();
    await second.append(b);
    await second.close();
    expect(await second.read()).toEqual({ head, records: [a, b] });
    await overwrite((text) => {
      expect(text.split('\n')).toHaveLength(4);
      return text;
    });
  });

  it('replaces the stored run, and deletes it', async () => {
    const file = await runFile();
    await file.begin(head);
    await file.append(a);
    await file.begin({ ...head, total: 9 });
    await file.append(b);
    expect(await file.read()).toEqual({ head: { ...head, total: 9 }, records: [b] });
    await file.remove();
    expect(await file.read()).toBeUndefined();
  });

  it('has one writer at a time', async () => {
    const [first, second] = [await runFile(), await runFile()];
    await first.begin(head);
    await expect(second.begin(head)).rejects.toMatchObject({ code: 'bad-option' });
    await expect(second.remove()).rejects.toThrow(/Another tab/);
    await first.close();
    await second.resume();
  });
});
