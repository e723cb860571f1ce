/** `cam-lens methods`: how pictures can be explained. */
import type { MethodFacts } from '../../src/headless/methods.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { askPage } from '../headless.ts';
import { flag, parseOptions } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { startServer } from '../server.ts';
import { tool } from '../tool.ts';

const options = { ...browserOptions, json: flag('print one JSON document') } as const;

export const methods: Command = {
  positionals: '',
  help: 'Tells the methods: source, formula, needs, and what to know before believing them.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 0);
    const server = await startServer(serverOf(wanted));
    try {
      const page = {
        address: server.address,
        ...browserOf(wanted, terminal),
        onProgress: (line: string) => terminal.tell(line),
        interrupted: terminal.interrupted,
      };
      const known = await askPage(page, 'methods');
      terminal.print(
        wanted.json ? `${JSON.stringify({ ...tool(), methods: known })}\n` : known.map(describeMethod).join('\n'),
      );
      return exitCodes.done;
    } finally {
      await server.close();
    }
  },
};

export function describeMethod({ name, title, paper, formula, at, needs, isSlow, caution }: MethodFacts): string {
  const lines = [
    `${name} (${title})`,
    `  ${paper}`,
    `  ${formula}`,
    `  at ${at === 'layer' ? 'a layer' : "the network's input"}; needs ${needs.join(', ')}${isSlow ? '; runs the network many times' : ''}`,
    ...(caution === undefined ? [] : [`  Caution: ${caution}`]),
  ];
  return `${lines.join('\n')}\n`;
}
