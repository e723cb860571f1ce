/** The recipes of CONTRIBUTING.md name files that are there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import packageFile from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
/** All that is named in code type and matches. */
const named = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name!);

it('its paths are there', () => {
  const paths = named(/`((?:bench|cli|docs|examples|models|scripts|src|test)\/[\w./-]+)`/g);
  expect(paths.length).toBeGreaterThan(40);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('its commands are there', () => {
  const commands = named(/`npm run ([\w:]+)/g);
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter((name) => !Object.hasOwn(packageFile.scripts, name))).toEqual([]);
});
