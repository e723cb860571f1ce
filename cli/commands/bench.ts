/** `cam-lens bench`: runs the benchmarks of bench/ inside the page and prints their tables. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CamLensError } from '../../src/errors.ts';
import { own } from '../../src/own.ts';
import { backendChoices } from '../../src/pipeline/types.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import { modelUrl, offerModel } from '../chosen-model.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { startHeadless } from '../headless.ts';
import { flag, number, oneOf, parseOptions, path } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { progressOf } from '../progress.ts';
import { projectRoot } from '../project-root.ts';
import { startServer } from '../server.ts';
import { benchJourney, journeyName } from '../bench-journey.ts';
import { benchNetwork, networkName } from '../bench-network.ts';
import { benchPeers, peersName } from '../bench-peers.ts';
import { benchStages, stagesName } from '../bench-stages.ts';
import { benchVariants, variantsName } from '../bench-variants.ts';
import { textTable, type TextTable } from '../text-table.ts';
import { tool } from '../tool.ts';

const options = {
  model: path('FILE.onnx', 'your own model; FILE.json beside it may describe it', undefined),
  rounds: number("rounds of each measurement (default: each benchmark's own)", {
    ...{ least: 1, most: 10_000, whole: true, fallback: undefined },
  }),
  backend: oneOf(backendChoices, "backend of evaluations and the journey (default: each benchmark's own)", undefined),
  quick: flag('stages: fewer workloads and shorter budgets, under three minutes'),
  baseline: path(
    'FILE',
    'stages: compare with a run saved by --json; exit code 1 if one is significantly slower',
    undefined,
  ),
  ...browserOptions,
  json: flag('print one JSON document'),
} as const;

/** Run only if named, each in a page of its own. */
const apart = {
  [journeyName]: benchJourney,
  [networkName]: benchNetwork,
  [peersName]: benchPeers,
  [stagesName]: benchStages,
  [variantsName]: benchVariants,
} as const;

export const bench: Command = {
  positionals: '[NAME]',
  words: benchmarks(),
  help: `Measures: ${benchmarks().join(', ') || 'nothing yet'}. Default: all but ${Object.keys(apart).join(', ')}.`,
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 1);
    const [name] = positionals;
    for (const option of ['quick', 'baseline'] as const) {
      if (name !== stagesName && wanted[option] !== options[option].fallback)
        throw new CamLensError('bad-option', `--${option} is only for "bench ${stagesName}".`);
    }
    const measure = name === undefined ? undefined : own(apart, name);
    if (measure !== undefined) return measure(wanted, terminal);
    const names = chosen(name);
    const server = await startServer(serverOf(wanted));
    try {
      const offered = offerModel(server, { model: wanted.model });
      const { rounds, backend: asked } = wanted;
      const module = { rounds, backend: asked, model: modelUrl({ model: wanted.model }, server) };
      const headless = await startHeadless({
        address: server.address,
        ...browserOf(wanted, terminal),
        start: { backend: asked ?? 'auto', model: offered.model },
        fileBeside: offered.fileBeside,
        onProgress: progressOf(terminal),
        interrupted: terminal.interrupted,
      });
      try {
        const { backend, model } = headless.info;
        const measured: [string, TextTable][] = [];
        for (const each of names)
          measured.push([each, await headless.runModule<TextTable>(`./bench/${each}.js`, module)]);
        const tables = Object.fromEntries(measured);
        terminal.print(
          wanted.json
            ? `${JSON.stringify({ ...tool(), backend, model, benchmarks: tables })}\n`
            : `network ${backend.network}, stages ${backend.stages}, adapter ${backend.adapter}\n\n` +
                Object.values(tables)
                  .map((table) => textTable(table, terminal.columns))
                  .join('\n'),
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

/** Each file in bench/ is a benchmark; the built page contains it as bench/<name>.js. */
function benchmarks(): string[] {
  const folder = join(projectRoot, 'bench');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'));
}

function chosen(name: string | undefined): readonly string[] {
  const known = benchmarks();
  if (name === undefined) return known.filter((each) => !Object.hasOwn(apart, each));
  if (known.includes(name)) return [name];
  throw new CamLensError('bad-option', `There is no benchmark "${name}"; the benchmarks are ${known.join(', ')}.`);
}
