/** `cam-lens serve`: serves the page until the process is stopped. */
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { number, parseOptions } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { startPublicServer, usualPort } from '../server.ts';
import { endedBySignal, exitCodeOfStop, whenAborted } from '../signals.ts';

const options = {
  port: number(`port of 127.0.0.1 (default: ${String(usualPort)}, or any free one)`, {
    least: 1,
    most: 65_535,
    whole: true,
    fallback: undefined,
  }),
} as const;

export const serve: Command = {
  positionals: '',
  help: 'Serves the page on this machine until Ctrl+C.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 0);
    const server = await startPublicServer(wanted.port);
    terminal.print(`cam-lens is at ${server.address} (press Ctrl+C to stop)\n`);
    const interrupted = terminal.interrupted ?? endedBySignal();
    await whenAborted(interrupted);
    await server.close();
    const code = exitCodeOfStop(interrupted);
    // Ctrl+C is the normal way to end.
    return code === exitCodes.stopped ? exitCodes.done : code;
  },
};
