/**
 * `cam-lens.config.json` in the current folder, or the file named by `--config`: default options, which the command
 * line overrides. In `{"backend": "wasm", "evaluate": {"methods": ["cam", "grad-cam"]}}`, options at the top level
 * apply to every command that has them, those under a command's name to that command. Paths are relative to the file's
 * folder.
 */
import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { own } from '../src/own.ts';
import type { Command } from './command.ts';
import { didYouMean } from './nearest.ts';
import { isFlag, readValue, spellingsOf, type Option } from './parse-options.ts';
import { readJson } from './text-file.ts';

export const configName = 'cam-lens.config.json';

type Commands = Readonly<Record<string, Command>>;

interface Configured {
  /** Arguments from the configuration, then those of the command line; later ones override earlier ones. */
  readonly words: readonly string[];
  /** A notice that a configuration was read though `--config` was not given. */
  readonly notice?: string;
}

/**
 * @param words arguments after the command's name
 * @throws CamLensError `bad-option`, naming the file and the invalid option
 */
export function withConfig(name: string, commands: Commands, words: readonly string[]): Configured {
  const { file, rest } = namedConfig(words);
  if (file === 'none') return { words: rest };
  if (file === undefined && !existsSync(configName)) return { words: rest };
  const place = file ?? configName;
  const json = readJson('bad-option', place, 'a configuration in JSON');
  const configured = configWords(json, { name, commands, file: place });
  const notice = `Options from ${place} apply (--config none ignores them).`;
  return { words: [...configured, ...rest], ...(file === undefined && configured.length > 0 ? { notice } : {}) };
}

function namedConfig(words: readonly string[]): { readonly file?: string; readonly rest: readonly string[] } {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const at = words.findIndex((word, i) => i < end && (word === '--config' || word.startsWith('--config=')));
  if (at < 0) return { rest: words };
  const isInline = words[at] !== '--config';
  const file = isInline ? words[at]!.slice('--config='.length) : words[at + 1];
  if (file === undefined || file === '' || (!isInline && file.startsWith('--'))) {
    throw new CamLensError('bad-option', '--config needs a value: FILE.json, or none.');
  }
  return { file, rest: words.filter((_, i) => i !== at && (isInline || i !== at + 1)) };
}

interface Asked {
  readonly name: string;
  readonly commands: Commands;
  readonly file: string;
}

/** The whole file is checked, whichever command reads it. */
export function configWords(json: unknown, { name, commands, file }: Asked): readonly string[] {
  if (!isObject(json))
    throw new CamLensError('bad-option', `${file} is not a JSON object; expected {"option": value}.`);
  const words = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(json)) {
    if (own(commands, key) !== undefined && isObject(value)) {
      for (const [option, each] of Object.entries(value)) {
        const found = wordsOf(option, each, {
          commands: { [key]: own(commands, key)! },
          file,
          path: `${key}.${option}`,
        });
        if (key === name) words.set(`${key}.${option}`, found.get(name) ?? []);
      }
    } else words.set(key, wordsOf(key, value, { commands, file, path: key }).get(name) ?? []);
  }
  const sections = [...words].sort(([a], [b]) => Number(a.includes('.')) - Number(b.includes('.')));
  return sections.flatMap(([, each]) => each);
}

interface Place {
  readonly commands: Commands;
  readonly file: string;
  readonly path: string;
}

/** The arguments for this option, checked by each command that has it. */
function wordsOf(key: string, value: unknown, { commands, file, path }: Place): ReadonlyMap<string, readonly string[]> {
  const tables = Object.entries(commands).map(([command, { options }]) => [command, spellingsOf(options)] as const);
  const having = tables.flatMap(([command, table]) => {
    const known = table.get(key);
    return known === undefined ? [] : [[command, known] as const];
  });
  if (having.length === 0) {
    const meant = didYouMean(
      key,
      [...Object.keys(commands), ...tables.flatMap(([, table]) => [...table.keys()])],
      quoted,
    );
    throw new CamLensError('bad-option', `${file}: there is no option "${path}".${meant}`);
  }
  const results: [string, readonly string[]][] = [];
  const refusals: unknown[] = [];
  for (const [command, { name, option }] of having) {
    try {
      results.push([command, optionWords(name, option, value, `${file}: "${path}"`, file)]);
    } catch (error) {
      refusals.push(error);
    }
  }
  // Commands may accept different values: a value that none accepts is an error.
  if (results.length === 0) throw refusals[0];
  return new Map(results);
}

function optionWords(
  name: string,
  option: Option<unknown>,
  value: unknown,
  named: string,
  file: string,
): readonly string[] {
  if (isFlag(option)) {
    if (typeof value === 'boolean') return value ? [`--${name}`] : [];
    throw new CamLensError('bad-option', `${named} cannot be ${JSON.stringify(value)}; it is true or false.`);
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (items.length === 0 || !items.every((item) => typeof item === 'string' || typeof item === 'number')) {
    throw new CamLensError('bad-option', `${named} cannot be ${JSON.stringify(value)}; it is ${option.expected}.`);
  }
  const text = items.join(',');
  const seen = option.isPath === true ? fromHere(text, file) : text;
  readValue(option, seen, named);
  return [`--${name}=${seen}`];
}

function fromHere(path: string, file: string): string {
  return relative('.', resolve(dirname(file), path)) || '.';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(word: string): string {
  return `"${word}"`;
}
