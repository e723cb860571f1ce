import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkInput, nameInputs } from '../../cli/input-pictures.ts';

describe('nameInputs', () => {
  it.each([
    [
      ['a/dog.jpg', 'cat.webp'],
      ['dog', 'cat'],
    ],
    [
      ['dog.jpg', 'b/dog.png', 'DOG.gif', 'dog.jpg'],
      ['dog', 'dog-2', 'DOG-3', 'dog-4'],
    ],
    [
      ['dog-2.jpg', 'dog.jpg', 'dog.png'],
      ['dog-2', 'dog', 'dog-3'],
    ],
    [
      ['a.b.jpg', '.hidden', 'noextension'],
      ['a.b', '.hidden', 'noextension'],
    ],
  ])('%j → %j', (images, stems) => {
    expect(nameInputs(images)).toEqual(images.map((image, index) => ({ image, stem: stems[index] })));
  });
});

describe('checkInput', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cam-lens-input-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'empty.jpg'), '');
  writeFileSync(join(folder, 'text.jpg'), 'text');

  it.each([
    ['missing.jpg', 'picture-missing', 'does not exist'],
    ['.', 'picture-folder', 'is a folder'],
    ['empty.jpg', 'picture-empty', '0 bytes'],
  ])('refuses %s as %s', (name, code, words) => {
    expect(() => checkInput(join(folder, name))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) as string }) as Error,
    );
  });

  it('leaves the judgement of bytes to the decoder', () => {
    expect(() => checkInput(join(folder, 'text.jpg'))).not.toThrow();
  });
});
