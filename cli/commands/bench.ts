/** `cam-lens bench`: runs the benchmarks of bench/ inside the page and prints their tables. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CamLensError } from '../../src/errors.ts';
import { backendChoices } from '../../src/pipeline/types.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import { offerModel, type OfferedModel } from '../chosen-model.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { startHeadless } from '../headless.ts';
import { flag, number, oneOf, parseOptions, text } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { quietProgress } from '../progress.ts';
import { projectRoot } from '../project-root.ts';
import { startServer, type RunningServer } from '../server.ts';
import { textTable, type Table } from '../text-table.ts';
import { tool } from '../tool.ts';

const options = {
  model: text('FILE.onnx', 'a model of your own, described by FILE.json beside it where that is there', undefined),
  rounds: number('how often each thing is measured (as often as each benchmark finds fit)', {
    ...{ least: 1, most: 10_000, whole: true, fallback: undefined },
  }),
  backend: oneOf(backendChoices, 'what evaluations run on (each benchmark has its own choice unless said)', undefined),
  ...browserOptions,
  json: flag('print one JSON document'),
} as const;

export const bench: Command = {
  positionals: '[NAME]',
  help: `Measures: ${benchmarks().join(', ') || 'nothing yet'}; all of them where none is named.`,
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 1);
    const names = chosen(positionals[0]);
    const server = await startServer(serverOf(wanted));
    try {
      const offered = offerModel(server, { model: wanted.model });
      const { rounds, backend: asked } = wanted;
      const module = { rounds, backend: asked, model: modelUrl(offered, server) };
      const headless = await startHeadless({
        address: server.address,
        ...browserOf(wanted, terminal),
        start: { backend: asked ?? 'auto', model: offered.model },
        fileBeside: offered.fileBeside,
        onProgress: quietProgress((line) => terminal.tell(line)),
        interrupted: terminal.interrupted,
      });
      try {
        const { backend, model } = headless.info;
        const measured: [string, Table][] = [];
        for (const name of names) measured.push([name, await headless.runModule<Table>(`./bench/${name}.js`, module)]);
        const tables = Object.fromEntries(measured);
        terminal.print(
          wanted.json
            ? `${JSON.stringify({ ...tool(), backend, model, benchmarks: tables })}\n`
            : `network ${backend.network}, stages ${backend.stages}, adapter ${backend.adapter}\n\n` +
                Object.values(tables).map(textTable).join('\n'),
        );
        return exitCodes.done;
      } finally {
        await headless.close();
      }
    } finally {
      await server.close();
    }
  },
};

/** Of the description where there is one: it says what the model's file does not. */
function modelUrl({ model }: OfferedModel, server: RunningServer): string {
  return model.description === undefined ? model.url : server.addModel(model.description.file);
}

/** One file of bench/ is one benchmark; the page's build offers it as bench/<name>.js. */
function benchmarks(): string[] {
  const folder = join(projectRoot, 'bench');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'));
}

function chosen(name: string | undefined): readonly string[] {
  const known = benchmarks();
  if (name === undefined) return known;
  if (known.includes(name)) return [name];
  throw new CamLensError('bad-option', `There is no benchmark "${name}"; there is ${known.join(', ') || 'none yet'}.`);
}
