/** Which declarations go into the package. */
import { describe, expect, it } from 'vitest';
import { reachable } from '../../../scripts/package/reachable.mjs';

/** @param files text by path */
const left = (files: Readonly<Record<string, string>>, entries = ['index.d.ts']): Record<string, string> =>
  Object.fromEntries(reachable(new Map(Object.entries(files)), entries));

describe('reachable declarations', () => {
  it('are what an entry hands on, and what that is made of', () => {
    const files = {
      'index.d.ts': "/** Entry. */\nexport { make, type Made as Result } from './a/make.ts';\n",
      'a/make.d.ts':
        "import type { Size } from '../size.ts';\nimport type { Device } from 'gpu';\n/** Made. */\nexport interface Made { size: Size }\nexport declare function make(): Made;\nexport declare const device: Device;\n",
      'size.d.ts': 'export type Size = [Length, Length];\ntype Length = number;\ntype Weight = number;\n',
      'other.d.ts': 'export type Other = 1;\n',
    };
    expect(left(files)).toEqual({
      'index.d.ts': "/** Entry. */\nexport { make, type Made as Result } from './a/make.js';\n",
      'a/make.d.ts':
        "import type { Size } from '../size.js';\n/** Made. */\nexport interface Made { size: Size }\nexport declare function make(): Made;\n",
      'size.d.ts': 'export type Size = [Length, Length];\ntype Length = number;\n',
    });
  });

  it('keep what an entry adds to the types of all', () => {
    const files = {
      'index.d.ts': "import { A } from './a.ts';\ndeclare global {\n  interface Map { a: A }\n}\n",
      'a.d.ts': 'export declare class A {}\n',
    };
    expect(left(files)).toEqual({ ...files, 'index.d.ts': files['index.d.ts'].replace('.ts', '.js') });
  });

  it('keep what a package gives, by its own name', () => {
    const files = { 'index.d.ts': "import { A, B } from 'a';\nexport declare class C extends A {}\n" };
    expect(left(files)).toEqual({ 'index.d.ts': "import { A } from 'a';\nexport declare class C extends A {}\n" });
  });

  it('cannot be told where a type is imported in passing', () => {
    expect(() => left({ 'index.d.ts': "export declare const a: import('./b.ts').B;\n" })).toThrow(
      "index.d.ts has an inline import of a type: import('./b.ts').B",
    );
  });
});
