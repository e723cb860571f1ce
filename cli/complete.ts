/** Candidates for Tab completion, from the same tables that the command parses its arguments with. */
import { own } from '../src/own.ts';
import type { Command } from './command.ts';
import { letterOf } from './option-names.ts';
import { isFlag, spellingsOf, type OptionTable } from './parse-options.ts';

type Commands = Readonly<Record<string, Command>>;

/** Options of every command. */
const always = ['--help', '--config'];

/**
 * @param asked `--` and all arguments after the program's name, the last one possibly incomplete
 * @returns one candidate per line; empty where a file name is expected
 */
export function complete(commands: Commands, asked: readonly string[]): string {
  const words = asked[0] === '--' ? asked.slice(1) : asked;
  const typed = words.at(-1) ?? '';
  return candidates(commands, words.slice(0, -1), typed)
    .filter((candidate) => candidate.startsWith(typed) && candidate !== typed)
    .map((candidate) => `${candidate}\n`)
    .join('');
}

function candidates(commands: Commands, [name, ...before]: readonly string[], typed: string): readonly string[] {
  if (name === undefined || (name === 'help' && before.length === 0)) {
    return name === undefined ? [...Object.keys(commands), 'help', 'version'] : Object.keys(commands);
  }
  const command = own(commands, name);
  if (command === undefined || before.includes('--')) return [];
  const { options, words = [] } = command;
  if (before.at(-1) === '--config') return [];
  const given = optionBefore(options, before.at(-1) ?? '');
  if (given !== undefined) return continued(given, typed);
  if (typed.startsWith('-')) return [...Object.keys(options).map((option) => `--${option}`), ...always];
  return words;
}

/** The choices of the preceding option, if it still needs a value. */
function optionBefore(options: OptionTable, word: string): readonly string[] | undefined {
  for (const [spelling, { name, option }] of spellingsOf(options)) {
    const isThis = word === `--${spelling}` || word === `-${letterOf(name) ?? '-'}`;
    if (isThis && !isFlag(option)) return option.choices ?? [];
  }
  return undefined;
}

/** Completions of the last item of a comma-separated list, with the items before it. */
function continued(choices: readonly string[], typed: string): readonly string[] {
  const comma = typed.lastIndexOf(',') + 1;
  return choices.map((choice) => `${typed.slice(0, comma)}${choice}`);
}
