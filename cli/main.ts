/** The command `cam-lens`: finds the sub-command, prints usage, turns errors into exit codes. */
import { CamLensError, describeError } from '../src/errors.ts';
import type { Command, Terminal } from './command.ts';
import { bench } from './commands/bench.ts';
import { evaluate } from './commands/evaluate.ts';
import { explain } from './commands/explain.ts';
import { exportModel } from './commands/export.ts';
import { layers } from './commands/layers.ts';
import { merge } from './commands/merge.ts';
import { methods } from './commands/methods.ts';
import { serve } from './commands/serve.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes.ts';
import { ProcessTerminal } from './process-terminal.ts';
import { exitCodeOfStop } from './signals.ts';
import { tool } from './tool.ts';
import { commandUsage, usage } from './usage.ts';
import { own } from '../src/own.ts';
import { visible } from '../src/visible.ts';

const commands: Readonly<Record<string, Command>> = {
  explain,
  evaluate,
  merge,
  layers,
  methods,
  export: exportModel,
  bench,
  serve,
};

/** @param words the command line behind the program's name */
export async function main(words: readonly string[], terminal?: Terminal): Promise<ExitCode> {
  if (terminal !== undefined) return runCommand(words, terminal);
  const ours = new ProcessTerminal();
  const code = await runCommand(words, ours);
  return ours.finish(code);
}

async function runCommand(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = words;
  if (name === '--version') {
    terminal.print(`${tool().version}\n`);
    return exitCodes.done;
  }
  if (name === '--help' || name === '-h') {
    terminal.print(usage(commands));
    return exitCodes.done;
  }
  const command = name === undefined ? undefined : own(commands, name);
  if (name === undefined || command === undefined) {
    if (name !== undefined) terminal.tell(visible(`There is no command "${name}".`));
    terminal.tell(usage(commands));
    return exitCodes.usage;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.print(commandUsage(name, command));
    return exitCodes.done;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    const { code, message } = describeError(error);
    terminal.tell(`${code}: ${message}`);
    if (code === 'internal' && !(error instanceof CamLensError) && error instanceof Error)
      terminal.tell(error.stack ?? '');
    if (rest.includes('--json')) terminal.print(`${JSON.stringify({ ...tool(), error: { code, message } })}\n`);
    return code === 'stopped' ? exitCodeOfStop(terminal.interrupted) : exitCodeOf(code);
  }
}
