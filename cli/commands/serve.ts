/** `cam-lens serve`: the page, until the process is ended. */
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseOptions } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { startServer } from '../server.ts';
import { endedBySignal, exitCodeOfStop, whenAborted } from '../signals.ts';

const options = {};

export const serve: Command = {
  positionals: '',
  help: 'Serves the page on this machine until Ctrl+C.',
  options,
  async run(words, terminal) {
    refuseMore(parseOptions(options, words).positionals, 0);
    const server = await startServer({ isPublic: true });
    terminal.print(`cam-lens is at ${server.address} (Ctrl+C ends it)\n`);
    const interrupted = terminal.interrupted ?? endedBySignal();
    await whenAborted(interrupted);
    await server.close();
    const code = exitCodeOfStop(interrupted);
    // Ctrl+C is how it is meant to end.
    return code === exitCodes.stopped ? exitCodes.done : code;
  },
};
