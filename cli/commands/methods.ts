/** `cam-lens methods`: lists the methods. */
import { listMethods, type ListedMethod } from '../../src/pipeline/recipe/methods/listed-method.ts';
import { unneededBrowserOptions } from '../browser-options.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { flag, parseOptions } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { tool } from '../tool.ts';

const options = { ...unneededBrowserOptions, json: flag('print one JSON document') } as const;

export const methods: Command = {
  positionals: '',
  help: 'Lists the methods with source, formula, requirements and known weaknesses.',
  options,
  run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 0);
    const known = listMethods();
    terminal.print(
      wanted.json ? `${JSON.stringify({ ...tool(), methods: known })}\n` : known.map(describeMethod).join('\n'),
    );
    return Promise.resolve(exitCodes.done);
  },
};

export function describeMethod({ name, title, paper, formula, at, needs, isSlow, caution }: ListedMethod): string {
  const lines = [
    `${name} (${title})`,
    `  ${paper}`,
    `  ${formula}`,
    `  at ${at === 'layer' ? 'a layer' : "the network's input"}; needs ${needs.join(', ')}${isSlow ? '; runs the network many times' : ''}`,
    ...(caution === undefined ? [] : [`  Caution: ${caution}`]),
  ];
  return `${lines.join('\n')}\n`;
}
