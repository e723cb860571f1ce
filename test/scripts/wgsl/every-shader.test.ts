import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { declarationsOf } from '../../../scripts/wgsl/declarations.ts';
import { readModule } from '../../../scripts/wgsl/plugin.ts';

const shaders = join(import.meta.dirname, '../../../src/shaders');
const files = readdirSync(shaders, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.wgsl'));
/** Without imports and comments. */
const texts = new Map(
  files.map((file) => [file, readFileSync(join(shaders, file), 'utf8').replace(/^#.*$|\/\/.*$/gm, '')]),
);
const modules = new Map(files.map((file) => [file, readModule(file)]));
const stages = files.filter((file) => !file.includes('/'));
/** What measures the limits of an adapter. */
const ceilings = files.filter((file) => file.startsWith('ceilings/'));
const programs = [...stages, ...ceilings];

function namesDeclaredIn(file: string): string[] {
  const declared = declarationsOf(texts.get(file)!, (line, message) => {
    throw new Error(`${file}:${line}: ${message}`);
  });
  return declared.map(({ name }) => name);
}

test('there are stages and what they share', () => {
  expect(stages).toContain('upsample.wgsl');
  expect(files).toContain('shared/item.wgsl');
});

test.each(files)('%s is read; stages and ceilings, and they alone, have entry points', (file) => {
  const { layout, parts } = modules.get(file)!;
  expect(parts.at(-1)?.file).toBe(file);
  expect(layout.workgroups.size > 0).toBe(programs.includes(file));
});

test.each(files.filter((file) => !programs.includes(file)))(
  '%s is imported where it is used, and nowhere else',
  (file) => {
    const isUsedIn = (other: string): boolean =>
      namesDeclaredIn(file).some((name) => new RegExp(`(?<![\\w.])${name}\\b`).test(texts.get(other)!));
    const importers = files.filter(
      (other) => other !== file && modules.get(other)!.parts.some((part) => part.file === file),
    );
    expect(importers.length).toBeGreaterThan(0);
    expect(importers.filter((importer) => !isUsedIn(importer))).toEqual([]);
  },
);
