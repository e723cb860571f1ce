import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { refuseOverwriting, refuseOverwritingPictures } from '../../cli/overwriting.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-over-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['dog.grad-cam.layer4.blend.png', 'a.b.cam.strip.png', 'cat.cam.layer4.notes.png']) {
  writeFileSync(join(folder, name), '');
}

it.each<[string, readonly string[], boolean]>([
  ['dog', ['grad-cam'], true],
  ['DOG', ['cam', 'grad-cam'], true],
  ['dog', ['cam'], false],
  ['do', ['grad-cam'], false],
  ['a.b', ['cam'], true],
  ['a', ['cam'], false],
  ['cat', ['cam'], false],
])('of %s by %j something is there: %s', (stem, methods, isThere) => {
  const look = (): void => refuseOverwritingPictures(folder, { stems: ['x', stem], methods });
  if (isThere) expect(look).toThrow(expect.objectContaining({ code: 'output-exists' }) as Error);
  else expect(look).not.toThrow();
});

it('lets what is new be written', () => {
  expect(() => refuseOverwriting('--out', join(folder, 'new.json'))).not.toThrow();
  expect(() => refuseOverwritingPictures(join(folder, 'new'), { stems: ['dog'], methods: ['cam'] })).not.toThrow();
  expect(() => refuseOverwriting('--out', folder)).toThrow(/--out: .* already exists; --overwrite replaces it\./);
});
