/** The ESLint rule about look-ups of untrusted names. */
import { join } from 'node:path';
import { RuleTester } from 'eslint';
import { describe, it } from 'vitest';
import typescriptEslint from 'typescript-eslint';
import { ownLookup } from '../../scripts/lint/own-lookup.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

/** Where code has no types but its own: the project's would take long to read. */
const folder = join(import.meta.dirname, 'linted');
const tester = new RuleTester({
  languageOptions: {
    parser: typescriptEslint.parser,
    parserOptions: { projectService: { allowDefaultProject: ['*.ts'] }, tsconfigRootDir: folder },
  },
});
const filename = join(folder, 'linted.ts');
const declared = `
export {};
declare const name: string;
declare const table: Readonly<Record<string, number>>;
declare const rare: Partial<Record<string, number>>;
declare const maybe: { [name: string]: number } | undefined;
declare const known: Record<'a' | 'b', number>;
declare const key: 'a' | 'b';
declare const mixed: 'a' | string;
declare const list: readonly number[];
declare const floats: Float32Array;
declare let target: Record<string, number>;
`;
const valid = [
  'known[key]',
  'table[key]',
  "table['a']",
  'table.a',
  'list[0]; list[list.length - 1]; floats[3]',
  'new Map(Object.entries(table)).get(name)',
  '({ [name]: 1 })',
  'Object.fromEntries([[name, 1]])',
  'function ours<Key extends "a" | "b">(each: Key) { return known[each]; }',
];
const reads = [
  'table[name]',
  'rare[name]',
  'maybe?.[name]',
  'table[`${name}!`]',
  'table[mixed]',
  'Object.hasOwn(table, name) ? table[name] : 0',
  'function theirs<Key extends string>(each: Key) { return table[each]; }',
  'function any<Table extends Record<string, number>>(each: Table) { return each[name]; }',
];
const writes = ['target[name] = 1', 'target[name] ??= 1', 'delete target[name]'];

tester.run('own-lookup', ownLookup, {
  valid: valid.map((code) => ({ name: code, code: declared + code, filename })),
  invalid: [
    ...reads.map((code) => ({ name: code, code: declared + code, filename, errors: [{ messageId: 'read' }] })),
    ...writes.map((code) => ({ name: code, code: declared + code, filename, errors: [{ messageId: 'write' }] })),
  ],
});
