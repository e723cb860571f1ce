/** `cam-lens merge`: combines the parts of an evaluation, measured with `evaluate --shard`. */
import { join } from 'node:path';
import { CamLensError } from '../../src/errors.ts';
import type { Thumbnails, WantedThumbnails } from '../../src/headless/evaluation-calls.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import type { Command, Terminal } from '../command.ts';
import { checkPlace, kindOf, offerPlace } from '../data-place.ts';
import { checkOut, putOut, type MeasuredRun } from '../evaluation-output.ts';
import { readPart, type Part } from '../evaluation-part.ts';
import { exitCodes } from '../exit-codes.ts';
import { askPage } from '../headless.ts';
import { mergeParts, tellMissing, type Merged } from '../merged-parts.ts';
import { overwriteOption, refuseOverwriting } from '../overwriting.ts';
import { flag, parseOptions, path, type OptionsOf } from '../parse-options.ts';
import { checkReport, manifestName, type ReportWish } from '../report-folder.ts';
import { startServer } from '../server.ts';

const options = {
  images: path('DIR|TAR', 'the pictures, if --report is to show some', undefined),
  out: path('FILE.json|FILE.csv', 'file for the result, or for a table of the records', undefined),
  report: path('DIR', 'folder for a page with tables, charts and pictures, and a manifest', undefined),
  ...overwriteOption,
  ...browserOptions,
  json: flag('print one JSON document'),
} as const;

export const merge: Command = {
  positionals: 'FILE…',
  help: 'Combines the results (.json or .records.ndjson) of evaluations of parts of a data set.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    const [first, ...others] = positionals;
    if (first === undefined) {
      throw new CamLensError('bad-option', 'No result was named: cam-lens merge FILE…, each .json or .records.ndjson.');
    }
    if (wanted.report !== undefined && wanted.images !== undefined) checkPlace('--images', wanted.images);
    const merged = mergeParts([readPart(first), ...others.map(readPart)] satisfies [Part, ...Part[]]);
    checkOut(wanted.out);
    checkReport(wanted.report);
    if (!wanted.overwrite) {
      if (wanted.out !== undefined) refuseOverwriting('--out', wanted.out);
      if (wanted.report !== undefined) refuseOverwriting('--report', join(wanted.report, manifestName));
    }
    const missing = tellMissing(merged.missing);
    for (const line of [...merged.doubles, ...(missing === undefined ? [] : [missing])]) terminal.tell(line);
    const report = reportWish(wanted, positionals, terminal);
    const code = await putOut(measured(merged), { ...wanted, report }, terminal);
    return code === exitCodes.done && missing !== undefined ? exitCodes.someFailed : code;
  },
};

function reportWish(
  wanted: OptionsOf<typeof options>,
  files: readonly string[],
  terminal: Terminal,
): ReportWish | undefined {
  const { report: folder, images } = wanted;
  if (folder === undefined) return undefined;
  const wish = { folder, command: 'merge', files, browser: null } as const;
  if (images === undefined) return { ...wish, options: {} };
  return {
    ...{ ...wish, options: { images }, images: { kind: kindOf(images), name: images } },
    thumbnails: (shown) => thumbnailsOf(images, shown, wanted, terminal),
  };
}

/** A browser decodes the pictures. */
async function thumbnailsOf(
  images: string,
  shown: WantedThumbnails,
  wanted: OptionsOf<typeof options>,
  terminal: Terminal,
): Promise<Thumbnails> {
  const server = await startServer(serverOf(wanted));
  try {
    const session = {
      address: server.address,
      ...browserOf(wanted, terminal),
      onProgress: (line: string) => terminal.tell(line),
      interrupted: terminal.interrupted,
    };
    return await askPage(session, 'thumbnails', { pictures: offerPlace(images, server), ...shown });
  } finally {
    await server.close();
  }
}

function measured({ plan, backend, leftOut, classes, shards, outcome, records }: Merged): MeasuredRun {
  return { sheet: { plan, backend, leftOut, classes, shard: null, shards }, outcome, records };
}
