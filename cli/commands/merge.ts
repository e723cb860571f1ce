/** `cam-lens merge`: the parts of an evaluation, measured by `evaluate --shard`, as one. */
import { CamLensError } from '../../src/errors.ts';
import type { Thumbnails } from '../../src/headless/evaluation-calls.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import type { Command, Terminal } from '../command.ts';
import { checkPlace, kindOf, offerPlace } from '../data-place.ts';
import { checkOut, putOut, type Measured } from '../evaluation-output.ts';
import { readPart, type Part } from '../evaluation-part.ts';
import { exitCodes } from '../exit-codes.ts';
import { askPage } from '../headless.ts';
import { mergeParts, tellMissing, type Merged } from '../merged-parts.ts';
import { flag, parseOptions, text, type OptionsOf } from '../parse-options.ts';
import { checkReport, type ReportWish } from '../report-folder.ts';
import { startServer } from '../server.ts';

const options = {
  images: text('DIR|TAR', 'the pictures, for those that --report shows', undefined),
  out: text('FILE.json|FILE.csv', 'store the result, or a table of the records, there', undefined),
  report: text('DIR', 'write a page with tables, charts and pictures there, and a manifest', undefined),
  ...browserOptions,
  json: flag('print one JSON document'),
} as const;

export const merge: Command = {
  positionals: 'FILE…',
  help: 'Puts the results of evaluations of parts of a data set (.json or .records.ndjson) together.',
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
    thumbnails: (ids) => thumbnailsOf(images, ids, wanted, terminal),
  };
}

/** Pictures are decoded by a browser. */
async function thumbnailsOf(
  images: string,
  ids: readonly string[],
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
    return await askPage(session, 'thumbnails', { pictures: offerPlace(images, server), ids });
  } finally {
    await server.close();
  }
}

function measured({ plan, backend, classes, shards, outcome, records }: Merged): Measured {
  return { sheet: { plan, backend, classes, shard: null, shards }, outcome, records };
}
