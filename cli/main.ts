/** The command `cam-lens`: finds the sub-command, prints usage, turns errors into exit codes. */
import { CamLensError, describeError } from '../src/errors.ts';
import type { Command, Terminal } from './command.ts';
import { bench } from './commands/bench.ts';
import { compare } from './commands/compare.ts';
import { completion } from './commands/completion.ts';
import { evaluate } from './commands/evaluate.ts';
import { explain } from './commands/explain.ts';
import { exportModel } from './commands/export.ts';
import { model } from './commands/model.ts';
import { layers } from './commands/layers.ts';
import { merge } from './commands/merge.ts';
import { methods } from './commands/methods.ts';
import { serve } from './commands/serve.ts';
import { complete } from './complete.ts';
import { withConfig } from './config-file.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes.ts';
import { didYouMean } from './nearest.ts';
import { ProcessTerminal } from './process-terminal.ts';
import { exitCodeOfStop } from './signals.ts';
import { toldError } from './told-error.ts';
import { tool } from './tool.ts';
import { commandUsage, usage } from './usage.ts';
import { own } from '../src/own.ts';
import { visible } from '../src/visible.ts';

const commands: Readonly<Record<string, Command>> = {
  explain,
  evaluate,
  merge,
  compare,
  layers,
  methods,
  export: exportModel,
  model,
  bench,
  serve,
  completion,
};

type Ask = (rest: readonly string[], terminal: Terminal) => ExitCode;

const help: Ask = ([name], terminal) => {
  if (name === undefined) terminal.print(usage(commands, terminal.columns));
  else {
    const command = own(commands, name);
    if (command === undefined) return refuseCommand(name, terminal);
    terminal.print(commandUsage(name, command, terminal.columns));
  }
  return exitCodes.done;
};

const version: Ask = (_, terminal) => {
  terminal.print(`${tool().version}\n`);
  return exitCodes.done;
};

/** Requests for information about the command. Shells call `complete`, through the scripts of `cam-lens completion`. */
const asks: Readonly<Record<string, Ask>> = {
  ...{ help, '--help': help, '-h': help, version, '--version': version, '-v': version },
  complete: (rest, terminal) => {
    terminal.print(complete(commands, rest));
    return exitCodes.done;
  },
};

/** @param words arguments after the program's name */
export async function main(words: readonly string[], terminal?: Terminal): Promise<ExitCode> {
  if (terminal !== undefined) return runCommand(words, terminal);
  const ours = new ProcessTerminal();
  const code = await runCommand(words, ours);
  return ours.finish(code);
}

async function runCommand(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name = '', ...rest] = words;
  const ask = own(asks, name);
  if (ask !== undefined) return ask(rest, terminal);
  const command = own(commands, name);
  if (command === undefined) return refuseCommand(words[0], terminal);
  const beforeNames = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : undefined);
  if (beforeNames.includes('--help') || beforeNames.includes('-h')) return help([name], terminal);
  try {
    const { words: all, notice } = withConfig(name, commands, rest);
    if (notice !== undefined) terminal.tell(notice);
    return await command.run(all, terminal);
  } catch (error) {
    const { code, message } = describeError(error);
    terminal.tell(toldError({ code, message }), 'error');
    if (code === 'internal' && !(error instanceof CamLensError) && error instanceof Error)
      terminal.tell(error.stack ?? '');
    if (beforeNames.includes('--json') || beforeNames.includes('-j'))
      terminal.print(`${JSON.stringify({ ...tool(), error: { code, message } })}\n`);
    return code === 'stopped' ? exitCodeOfStop(terminal.interrupted) : exitCodeOf(code);
  }
}

/** Suggests the closest command, or lists all. */
function refuseCommand(name: string | undefined, terminal: Terminal): ExitCode {
  const meant = name === undefined ? '' : didYouMean(name, [...Object.keys(commands), 'help', 'version'], quoted);
  if (name !== undefined) {
    const message = visible(`There is no command "${name}".${meant}`);
    terminal.tell(toldError({ code: 'bad-option', message }), 'error');
  }
  terminal.tell(meant === '' ? usage(commands, terminal.columns) : '"cam-lens help" lists the commands.');
  return exitCodes.usage;
}

function quoted(word: string): string {
  return `"${word}"`;
}
