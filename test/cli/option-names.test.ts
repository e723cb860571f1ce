import { describe, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';
import { evaluateOptions } from '../../cli/evaluate-options.ts';
import { letterOf, namesOf } from '../../cli/option-names.ts';
import { parseOptions } from '../../cli/parse-options.ts';

async function print(...words: readonly string[]): Promise<string> {
  let printed = '';
  await main(words, { print: (text) => (printed += text), tell: () => undefined });
  return printed;
}

describe('names of options', () => {
  it('are the same thing in singular and plural', () => {
    expect(namesOf('methods')).toEqual(['methods', 'method']);
    expect(namesOf('json')).toEqual(['json']);
    expect([letterOf('methods'), letterOf('method'), letterOf('constructor')]).toEqual(['m', 'm', undefined]);
  });

  it('do not take a letter twice in any command', async () => {
    for (const name of ['explain', 'evaluate', 'merge', 'layers', 'methods', 'export', 'bench']) {
      const letters = [...(await print('help', name)).matchAll(/^ {2}-(\w), /gm)].map(([, letter]) => letter);
      expect([name, new Set(letters).size]).toEqual([name, letters.length]);
      expect(letters).toContain('j');
    }
  });

  it('of the class explained and of the names of classes stay two', () => {
    const words = ['--class', 'both', '--classes', 'names.txt'];
    expect(parseOptions(evaluateOptions, words).options).toMatchObject({ class: 'both', classes: 'names.txt' });
  });
});

it.each([
  [['help'], ['--help']],
  [
    ['help', 'explain'],
    ['explain', '-h'],
  ],
  [
    ['explain', '--help'],
    ['explain', 'a.jpg', '-h'],
  ],
  [['version'], ['-v']],
  [['--version'], ['-v']],
])('%j is %j', async (one, other) => {
  const printed = await print(...one);
  expect(printed.length).toBeGreaterThan(4);
  expect(await print(...other)).toBe(printed);
});
