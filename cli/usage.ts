import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import type { Option } from './parse-options.ts';

const column = 28;

export function usage(commands: Readonly<Record<string, Command>>): string {
  const rows = Object.entries(commands).map(([name, { positionals, help }]) => row(`${name} ${positionals}`, help));
  const { done, someFailed, usage: badUsage, cannotRun } = exitCodes;
  return `Usage: cam-lens COMMAND …

${rows.join('\n')}

  cam-lens COMMAND --help     the options of a command
  cam-lens --version

Exit status: ${String(done)} all done; ${String(someFailed)} some inputs failed; ${String(badUsage)} wrong usage; ${String(cannotRun)} no browser, no usable model, or no
WebGPU where it was demanded.
`;
}

export function commandUsage(name: string, { positionals, help, options }: Command): string {
  const rows = Object.entries(options).map(([option, details]) =>
    row(optionWords(option, details), explained(details)),
  );
  return `Usage: cam-lens ${`${name} ${positionals}`.trim()}${rows.length > 0 ? ' [OPTIONS]' : ''}

${help}
${rows.length > 0 ? `\n${rows.join('\n')}\n` : ''}`;
}

function optionWords(name: string, { placeholder }: Option<unknown>): string {
  return placeholder === undefined ? `--${name}` : `--${name} ${placeholder}`;
}

function explained({ help, fallback }: Option<unknown>): string {
  const shown = Array.isArray(fallback) ? fallback.join(',') : fallback;
  return typeof shown === 'string' || typeof shown === 'number' ? `${help} (${shown})` : help;
}

function row(words: string, help: string): string {
  const gap = words.length < column ? ' '.repeat(column - words.length) : `\n${' '.repeat(column + 2)}`;
  return `  ${words}${gap}${help}`;
}
