import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Command } from '../../cli/command.ts';
import { configWords, withConfig } from '../../cli/config-file.ts';
import { flag, list, number, parseOptions, path, type OptionTable } from '../../cli/parse-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function command(options: OptionTable): Command {
  return { positionals: '', help: '', options, run: () => Promise.resolve(0) };
}

const look = {
  method: list('NAME', '', ['cam']),
  threshold: number('', { least: 0, most: 1, fallback: 0.15 }),
  out: path('DIR', '', undefined),
  json: flag(''),
};
const commands = {
  look: command(look),
  count: command({ methods: list('NAME', '', ['cam']), threshold: number('', { least: 0, most: 9, fallback: 1 }) }),
};
const words = (json: unknown, name = 'look'): readonly string[] =>
  configWords(json, { name, commands, file: 'c.json' });

describe('a configuration', () => {
  it.each<[unknown, readonly string[]]>([
    [{}, []],
    [{ json: true }, ['--json']],
    [{ json: false }, []],
    [{ threshold: 0.5 }, ['--threshold=0.5']],
    [{ threshold: '0.5' }, ['--threshold=0.5']],
    [{ methods: ['cam', 'grad-cam'] }, ['--method=cam,grad-cam']],
    [{ look: { threshold: 0.2 }, threshold: 0.1 }, ['--threshold=0.1', '--threshold=0.2']],
    [{ count: { threshold: 5 } }, []],
    // `count` alone takes it.
    [{ threshold: 5 }, []],
  ])('%j is %j', (json, expected) => {
    expect(words(json)).toEqual(expected);
  });

  it('is overridden by the command line', () => {
    const file = join(folder, 'own.json');
    writeFileSync(file, '\ufeff{"look": {"threshold": 0.5, "method": ["grad-cam"]}}');
    const { words: all, notice } = withConfig('look', commands, ['a.jpg', '--config', file, '--threshold', '0.7']);
    expect(parseOptions(look, all)).toMatchObject({
      options: { threshold: 0.7, method: ['grad-cam'] },
      positionals: ['a.jpg'],
    });
    expect(notice).toBeUndefined();
    expect(withConfig('look', commands, [`--config=${file}`]).words).toHaveLength(2);
  });

  it('is not searched for after --, and not read with --config none', () => {
    expect(withConfig('look', commands, ['--', '--config', 'x.json']).words).toEqual(['--', '--config', 'x.json']);
    expect(withConfig('look', commands, ['--config', 'none', 'a.jpg']).words).toEqual(['a.jpg']);
  });

  it('resolves paths from its own folder', () => {
    mkdirSync(join(folder, 'below'));
    const file = join(folder, 'below', 'c.json');
    writeFileSync(file, '{"out": "results"}');
    const { out } = parseOptions(look, withConfig('look', commands, ['--config', file]).words).options;
    expect(resolve(out!)).toBe(join(folder, 'below', 'results'));
  });

  it('in the current folder is read, and named', () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      writeFileSync('cam-lens.config.json', '{"threshold": 0.5}');
      const { words: all, notice } = withConfig('look', commands, []);
      expect(all).toEqual(['--threshold=0.5']);
      expect(notice).toMatch(/^Options from cam-lens\.config\.json apply/);
    } finally {
      process.chdir(before);
    }
  });

  it.each<[unknown, string]>([
    [[], 'c.json is not a JSON object'],
    [null, 'c.json is not a JSON object'],
    [{ mehtod: 'cam' }, 'c.json: there is no option "mehtod". Did you mean "method"?'],
    [{ constructor: 1 }, 'c.json: there is no option "constructor".'],
    [{ count: { json: true } }, 'c.json: there is no option "count.json".'],
    [{ look: 3 }, 'c.json: there is no option "look".'],
    [{ threshold: null }, 'c.json: "threshold" cannot be null; it is a number from 0 to 1.'],
    [{ threshold: [] }, 'c.json: "threshold" cannot be []'],
    [{ threshold: 10 }, 'c.json: "threshold" cannot be "10"; it is a number from 0 to 1.'],
    [{ json: 1 }, 'c.json: "json" cannot be 1; it is true or false.'],
  ])('%j is refused', (json, sentence) => {
    expect(() => words(json)).toThrow(
      expect.objectContaining({ code: 'bad-option', message: expect.stringContaining(sentence) as string }) as Error,
    );
  });
});
