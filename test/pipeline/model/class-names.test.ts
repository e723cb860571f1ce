import { expect, it } from 'vitest';
import { parseClassNames, readClassNames } from '../../../src/pipeline/model/class-names.ts';

it.each<[string, string, readonly string[]]>([
  ['a list', 'names.json', ['cat', 'dog', 'eel']],
  ['index → name', 'names.JSON', ['cat', 'dog', 'eel']],
  ['lines', 'names.txt', ['cat', 'dog', 'eel']],
])('reads %s', (kind, file, expected) => {
  const texts: Readonly<Record<string, string>> = {
    'a list': '["cat", "dog", "eel"]',
    'index → name': '{"2": "eel", "0": "cat", "1": "dog"}',
    lines: '\uFEFFcat\r\n dog \neel\n\n',
  };
  expect(parseClassNames(texts[kind] ?? '', file, 3)).toEqual(expected);
});

it('keeps an empty line in the middle, for the names behind it would move', () => {
  expect(parseClassNames('cat\n\neel\n', 'names.txt')).toEqual(['cat', '', 'eel']);
});

it.each<[string, string, string]>([
  ['["cat", "dog"]', 'names.json', 'names.json names 2 classes; the model has 3.'],
  ['cat\n', 'names.txt', 'names.txt names 1 class; the model has 3.'],
  ['[1, 2, 3]', 'names.json', 'names.json contains no class names'],
  ['"cat"', 'names.json', 'names.json contains no class names'],
  ['[]', 'names.json', 'names.json contains no class names'],
  ['[', 'names.json', 'names.json is not JSON'],
  ['{"1": "cat", "2": "dog", "3": "eel"}', 'names.json', 'has 3 class names, but none for class 0'],
])('refuses %s in %s', (text, file, message) => {
  expect(() => parseClassNames(text, file, 3)).toThrow(
    expect.objectContaining({ code: 'model-damaged', message: expect.stringContaining(message) as string }) as Error,
  );
});

it('takes names in memory', () => {
  expect(readClassNames({ 0: 'cat', 1: 'dog' }, 'it')).toEqual(['cat', 'dog']);
});
