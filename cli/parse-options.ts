/** Command-line options from a table; what is not in the table, or has a value out of range, is an error that says so. */
import { parseArgs } from 'node:util';
import { CamLensError } from '../src/errors.ts';
import { own } from '../src/own.ts';

export interface Option<Value> {
  /** What stands for the value in the usage, `DIR` for one; a flag has none. */
  readonly placeholder?: string;
  readonly help: string;
  readonly fallback: Value;
  /** Reads the text behind the option; undefined where it is not a value of this option. A flag gets ''. */
  readonly read: (text: string) => Value | undefined;
  /** What a value looks like, for the message about one that isn't. */
  readonly expected: string;
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;

export type OptionsOf<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer Value> ? Value : never;
};

export interface Parsed<Table extends OptionTable> {
  readonly options: OptionsOf<Table>;
  readonly positionals: readonly string[];
}

/** @throws CamLensError `bad-option`, which lists the valid options or values */
export function parseOptions<Table extends OptionTable>(table: Table, words: readonly string[]): Parsed<Table> {
  const { tokens } = parseArgs({
    args: [...words],
    tokens: true,
    strict: false,
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(table).map(([name, option]) => [
        name,
        { type: option.placeholder === undefined ? 'boolean' : 'string' },
      ]),
    ),
  });
  const values = new Map<string, unknown>(Object.entries(table).map(([name, option]) => [name, option.fallback]));
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') values.set(token.name, readOption(table, token));
  }
  return { options: Object.fromEntries(values) as OptionsOf<Table>, positionals };
}

interface Given {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function readOption(table: OptionTable, { name, rawName, value, inlineValue }: Given): unknown {
  const option = own(table, name);
  if (option === undefined || rawName !== `--${name}`) {
    const valid = Object.keys(table).map((known) => `--${known}`);
    throw new CamLensError('bad-option', `There is no option ${rawName}; there is ${valid.join(', ') || 'none here'}.`);
  }
  const isFlag = option.placeholder === undefined;
  if (isFlag && value !== undefined) {
    throw new CamLensError('bad-option', `${rawName} takes no value, but "${value}" was given.`);
  }
  // `--out --json` is a forgotten value, not a folder named "--json".
  if (!isFlag && (value === undefined || (inlineValue !== true && value.startsWith('--')))) {
    throw new CamLensError('bad-option', `${rawName} needs a value: ${option.expected}.`);
  }
  const read = option.read(value ?? '');
  if (read !== undefined) return read;
  throw new CamLensError('bad-option', `${rawName} cannot be "${value ?? ''}"; it is ${option.expected}.`);
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

/** Words between commas, none of them empty. */
export function list<Fallback extends readonly string[] | undefined>(
  placeholder: string,
  help: string,
  fallback: Fallback,
): Option<readonly string[] | Fallback> {
  const read = (word: string): readonly string[] | undefined => {
    const words = word.split(',').map((part) => part.trim());
    return words.includes('') ? undefined : [...new Set(words)];
  };
  return { placeholder, help, fallback, read, expected: 'a list of names with commas between' };
}

/** Words of a list between commas; `none` is none of them. */
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
  const expected = `some of ${choices.join(', ')} with commas between, or none`;
  return { placeholder: 'NAME[,NAME…]|none', help, fallback, read, expected };
}

export function oneOf<Choice extends string, Fallback extends Choice | undefined>(
  choices: readonly Choice[],
  help: string,
  fallback: Fallback,
): Option<Choice | Fallback> {
  const read = (word: string): Choice | undefined => choices.find((choice) => choice === word);
  return { placeholder: choices.join('|'), help, fallback, read, expected: `one of ${choices.join(', ')}` };
}

/** A number from `least` to `most`, both included. */
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
