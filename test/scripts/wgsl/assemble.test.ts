import { expect, test } from 'vitest';
import { assemble, type Assembled } from '../../../scripts/wgsl/assemble.ts';
import { placeIn } from '../../../src/shaders/wgsl-module.ts';

function assembled(files: Readonly<Record<string, string>>, file = 'main.wgsl'): Assembled {
  return assemble(file, (name) => (Object.hasOwn(files, name) ? files[name] : undefined));
}

const files = {
  'main.wgsl': '// Main.\n\n#import "shared/b.wgsl"\n#import "shared/a.wgsl"\n\nmain',
  'shared/a.wgsl': '// A.\na',
  'shared/b.wgsl': '#import "a.wgsl"\r\nb',
};

test('what is imported comes first, once, and each file keeps its lines', () => {
  const { code, parts } = assembled(files);
  expect(code.split('\n')).toEqual(['// A.', 'a', '', 'b', '// Main.', '', '', '', '', 'main']);
  expect(parts).toEqual([
    { file: 'shared/a.wgsl', firstLine: 1 },
    { file: 'shared/b.wgsl', firstLine: 3 },
    { file: 'main.wgsl', firstLine: 5 },
  ]);
});

test.each([
  [1, 'shared/a.wgsl:1'],
  [2, 'shared/a.wgsl:2'],
  [4, 'shared/b.wgsl:2'],
  [5, 'main.wgsl:1'],
  [10, 'main.wgsl:6'],
])('line %i of the module is %s', (line, place) => {
  expect(placeIn(assembled(files).parts, line)).toBe(place);
});

test.each([
  [
    'an unknown import',
    { 'main.wgsl': '\n#import "shared/none.wgsl"\n' },
    'main.wgsl:2: There is no file shared/none.wgsl.',
  ],
  [
    'an unknown import of an import',
    { 'main.wgsl': '#import "shared/a.wgsl"', 'shared/a.wgsl': '#import "b.wgsl"' },
    'shared/a.wgsl:1: There is no file shared/b.wgsl.',
  ],
  ['a name of a prototype', { 'main.wgsl': '#import "constructor"' }, 'main.wgsl:1: There is no file constructor.'],
  [
    'a circle',
    {
      'main.wgsl': '#import "a.wgsl"',
      'a.wgsl': '// A.\n#import "b.wgsl"',
      'b.wgsl': '\n\n#import "a.wgsl"',
    },
    'b.wgsl:3: The imports are circular: main.wgsl → a.wgsl → b.wgsl → a.wgsl.',
  ],
  ['a file that imports itself', { 'main.wgsl': '#import "main.wgsl"' }, 'main.wgsl:1: The imports are circular'],
  [
    'an import behind code',
    { 'main.wgsl': 'const a = 1u;\n#import "a.wgsl"', 'a.wgsl': '' },
    'main.wgsl:2: Only comments may come before an import.',
  ],
  [
    'another way to write it',
    { 'main.wgsl': '#import shared::a' },
    'main.wgsl:1: An import must have the form #import "file',
  ],
  [
    'another directive',
    { 'main.wgsl': '\n #define x' },
    'main.wgsl:2: An import must have the form #import "file.wgsl".',
  ],
])('%s is an error', (_, broken, message) => {
  expect(() => assembled(broken)).toThrow(message);
});
