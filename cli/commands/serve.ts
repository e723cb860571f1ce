/** `cam-lens serve`: the page, until the process is ended. */
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseOptions } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { startServer } from '../server.ts';

const options = {};

export const serve: Command = {
  positionals: '',
  help: 'Serves the page on this machine until Ctrl+C.',
  options,
  async run(words, terminal) {
    refuseMore(parseOptions(options, words).positionals, 0);
    const server = await startServer();
    terminal.print(`cam-lens is at ${server.address} (Ctrl+C ends it)\n`);
    await ended();
    await server.close();
    return exitCodes.done;
  },
};

function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
