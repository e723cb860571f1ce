/** Parses command-line options from a table. Unknown options and invalid values are errors that name them. */
import { parseArgs } from 'node:util';
import { CamLensError } from '../src/errors.ts';
import { didYouMean } from './nearest.ts';
import { letterOf, namesOf } from './option-names.ts';

export interface Option<Value> {
  /** The value's placeholder in the usage, such as `DIR`; a flag has none. */
  readonly placeholder?: string;
  readonly help: string;
  readonly fallback: Value;
  /** Parses the option's value; undefined if it is not valid. A flag gets ''. */
  readonly read: (text: string) => Value | undefined;
  /** Describes a valid value, for error messages. */
  readonly expected: string;
  /** The possible values, or items of a list, if they are known. */
  readonly choices?: readonly string[];
  /** The value is the path of a file or folder. */
  readonly isPath?: boolean;
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;

export type OptionsOf<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer Value> ? Value : never;
};

export interface Parsed<Table extends OptionTable> {
  readonly options: OptionsOf<Table>;
  readonly positionals: readonly string[];
}

/** @throws CamLensError `bad-option`, which suggests the closest option or value, or lists the valid ones */
export function parseOptions<Table extends OptionTable>(table: Table, words: readonly string[]): Parsed<Table> {
  const spellings = spellingsOf(table);
  const names = words.slice(0, words.includes('--') ? words.indexOf('--') : undefined);
  // `-method` would mean the option -m with the value "ethod".
  const oneDash = names.find((word) => /^-[^-=]{2,}/.test(word) && spellings.has(word.slice(1).replace(/=.*/s, '')));
  if (oneDash !== undefined) throw unknownOption(oneDash.replace(/=.*/s, ''), table);
  const { tokens } = parseArgs({
    args: [...words],
    tokens: true,
    strict: false,
    allowPositionals: true,
    options: Object.fromEntries(
      [...spellings].map(([spelling, { name, option }]) => {
        const letter = spelling === name ? letterOf(name) : undefined;
        const type = isFlag(option) ? ('boolean' as const) : ('string' as const);
        return [spelling, { type, ...(letter === undefined ? {} : { short: letter }) }];
      }),
    ),
  });
  const values = new Map<string, unknown>(Object.entries(table).map(([name, option]) => [name, option.fallback]));
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') {
      const known = spellings.get(token.name);
      // parseArgs reports `--no-json` as a negated option, which is not supported.
      if (known === undefined || /^--no-/.test(token.rawName)) throw unknownOption(token.rawName, table);
      values.set(known.name, readOption(known.option, token));
    }
  }
  return { options: Object.fromEntries(values) as OptionsOf<Table>, positionals };
}

interface Known {
  readonly name: string;
  readonly option: Option<unknown>;
}

/** Options by each of their long names. */
export function spellingsOf(table: OptionTable): ReadonlyMap<string, Known> {
  const all = Object.entries(table).map(([name, option]) => [name, { name, option }] as const);
  const others = all.flatMap(([name, known]) => namesOf(name).map((spelling) => [spelling, known] as const));
  // If a command has two options whose names are synonyms elsewhere, each keeps only its own.
  return new Map([...others, ...all]);
}

function unknownOption(rawName: string, table: OptionTable): CamLensError {
  const valid = Object.keys(table).map((name) => `--${name}`);
  const typed = rawName.replace(/^--?/, '');
  const [meant = ''] = [Object.keys(table), [...spellingsOf(table).keys()]]
    .map((known) => didYouMean(typed, known, (name) => `--${name}`))
    .filter((sentence) => sentence !== '');
  const list = `the options are ${valid.join(', ') || 'none'}.`;
  return new CamLensError('bad-option', `There is no option ${rawName}${meant === '' ? `; ${list}` : `.${meant}`}`);
}

interface Given {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function readOption(option: Option<unknown>, { rawName, value, inlineValue }: Given): unknown {
  if (isFlag(option)) {
    if (value === undefined) return option.read('');
    throw new CamLensError('bad-option', `${rawName} takes no value, but "${value}" was given.`);
  }
  // In `--out --json` a value is missing; "--json" is not a folder.
  if (value === undefined || (inlineValue !== true && value.startsWith('--'))) {
    throw new CamLensError('bad-option', `${rawName} needs a value: ${option.expected}.`);
  }
  return readValue(option, value, rawName);
}

/**
 * @param named name of the option as given
 * @throws CamLensError `bad-option`
 */
export function readValue({ read, expected, choices = [] }: Option<unknown>, text: string, named: string): unknown {
  const value = read(text);
  if (value !== undefined) return value;
  const wrong = text.split(',').find((word) => !choices.includes(word.trim())) ?? text;
  const meant = didYouMean(wrong.trim(), choices, (word) => `"${word}"`);
  throw new CamLensError('bad-option', `${named} cannot be "${text}"; it is ${expected}.${meant}`);
}

export function isFlag({ placeholder }: Option<unknown>): boolean {
  return placeholder === undefined;
}

export function flag(help: string): Option<boolean> {
  return { help, fallback: false, read: () => true, expected: 'a flag' };
}

export function text<Fallback extends string | undefined>(
  placeholder: string,
  help: string,
  fallback: Fallback,
): Option<string | Fallback> {
  return { placeholder, help, fallback, read: (word) => word || undefined, expected: placeholder };
}

/** A text option that is the path of a file or folder. */
export function path<Fallback extends string | undefined>(
  placeholder: string,
  help: string,
  fallback: Fallback,
): Option<string | Fallback> {
  return { ...text(placeholder, help, fallback), isPath: true };
}

/** A comma-separated list without empty items. */
export function list<Fallback extends readonly string[] | undefined>(
  placeholder: string,
  help: string,
  fallback: Fallback,
  choices?: readonly string[],
): Option<readonly string[] | Fallback> {
  const read = (word: string): readonly string[] | undefined => {
    const words = word.split(',').map((part) => part.trim());
    return words.includes('') ? undefined : [...new Set(words)];
  };
  const expected = 'a comma-separated list of names';
  return { placeholder, help, fallback, read, expected, ...(choices === undefined ? {} : { choices }) };
}

/** A comma-separated list of given choices; `none` is the empty list. */
export function listOf<Choice extends string>(
  choices: readonly Choice[],
  help: string,
  fallback: readonly Choice[],
): Option<readonly Choice[]> {
  const read = (word: string): readonly Choice[] | undefined => {
    if (word.trim() === 'none') return [];
    const words = new Set(word.split(',').map((part) => part.trim()));
    const known = choices.filter((choice) => words.has(choice));
    return known.length === words.size ? known : undefined;
  };
  const expected = `a comma-separated list of ${choices.join(', ')}, or none`;
  return { placeholder: 'NAME[,NAME…]|none', help, fallback, read, expected, choices: [...choices, 'none'] };
}

export function oneOf<Choice extends string, Fallback extends Choice | undefined>(
  choices: readonly Choice[],
  help: string,
  fallback: Fallback,
): Option<Choice | Fallback> {
  const read = (word: string): Choice | undefined => choices.find((choice) => choice === word);
  return { placeholder: choices.join('|'), help, fallback, read, expected: `one of ${choices.join(', ')}`, choices };
}

/** A number from `least` to `most`, inclusive. */
export function number<Fallback extends number | undefined>(
  help: string,
  { least, most, whole = false, fallback }: { least: number; most: number; whole?: boolean; fallback: Fallback },
): Option<number | Fallback> {
  const read = (word: string): number | undefined => {
    const value = word.trim() === '' ? Number.NaN : Number(word);
    return value >= least && value <= most && (!whole || Number.isInteger(value)) ? value : undefined;
  };
  const expected = `a ${whole ? 'whole ' : ''}number from ${String(least)} to ${String(most)}`;
  return { placeholder: 'NUMBER', help, fallback, read, expected };
}
