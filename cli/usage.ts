import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { letterOf } from './option-names.ts';
import type { Option } from './parse-options.ts';
import { wrapWords } from './wrap-words.ts';

const column = 30;
/** Width in columns if the terminal's is unknown. */
const usualWidth = 100;

type Commands = Readonly<Record<string, Command>>;

export function usage(commands: Commands, width = usualWidth): string {
  const rows = Object.entries(commands).map(([name, { positionals, help }]) =>
    row(`${name} ${positionals}`, help, width),
  );
  const { done, someFailed, usage: badUsage, cannotRun } = exitCodes;
  const exits = wrapWords(
    `Exit status: ${String(done)} all done; ${String(someFailed)} some inputs failed; ${String(badUsage)} wrong usage; ${String(cannotRun)} no browser, no usable model, or no WebGPU although it was required.`,
    width,
  );
  return `Usage: cam-lens COMMAND …

${rows.join('\n')}

${row('cam-lens help COMMAND', 'the options of a command (also COMMAND -h, COMMAND --help)', width)}
${row('cam-lens version', 'the version (also -v, --version)', width)}

${exits.join('\n')}
`;
}

export function commandUsage(name: string, { positionals, help, options }: Command, width = usualWidth): string {
  const rows = Object.entries(options).map(([option, details]) =>
    row(optionWords(option, details), explained(details), width),
  );
  const line = `Usage: cam-lens ${`${name} ${positionals}`.trim()}${rows.length > 0 ? ' [OPTIONS]' : ''}`;
  return `${wrapWords(line, width).join('\n    ')}

${wrapWords(help, width).join('\n')}
${rows.length > 0 ? `\n${rows.join('\n')}\n` : ''}`;
}

function optionWords(name: string, { placeholder }: Option<unknown>): string {
  const letter = letterOf(name);
  const names = `${letter === undefined ? '    ' : `-${letter}, `}--${name}`;
  return placeholder === undefined ? names : `${names} ${placeholder}`;
}

function explained({ help, fallback }: Option<unknown>): string {
  const shown = Array.isArray(fallback) ? fallback.join(',') : fallback;
  return typeof shown === 'string' || typeof shown === 'number' ? `${help} (${shown})` : help;
}

/** In two columns, or with the help below if the width is too small. */
function row(words: string, help: string, width: number): string {
  const indent = width < 2 * column ? 8 : column + 2;
  const lines = wrapWords(help, Math.max(20, width - indent)).map((line) => `${' '.repeat(indent)}${line}`);
  const head = `  ${words}`;
  if (head.length + 2 > indent) return [head, ...lines].join('\n');
  return [`${head}${(lines[0] ?? '').slice(head.length)}`, ...lines.slice(1)].join('\n');
}
