/** `cam-lens merge`: the parts of an evaluation, measured by `evaluate --shard`, as one. */
import { join } from 'node:path';
import { CamLensError } from '../../src/errors.ts';
import { writeRecord } from '../../src/evaluation/record-lines.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import type { Command } from '../command.ts';
import { checkPlace, offerPlace } from '../data-place.ts';
import { checkOut, putOut, type Measured } from '../evaluation-output.ts';
import { readPart, type Part } from '../evaluation-part.ts';
import { exitCodes } from '../exit-codes.ts';
import { storeWhole, withOwnFolder } from '../files.ts';
import { mergeParts, tellMissing, type Merged } from '../merged-parts.ts';
import { flag, parseOptions, text, type OptionsOf } from '../parse-options.ts';
import { checkReport, type ReportWish } from '../report-folder.ts';
import { startServer, type RunningServer } from '../server.ts';

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
    return withOwnFolder('merge', async (folder) => {
      const server = await startServer(serverOf(wanted));
      try {
        const session = {
          address: server.address,
          ...browserOf(wanted, terminal),
          onProgress: (line: string) => terminal.tell(line),
          interrupted: terminal.interrupted,
        };
        const report = reportWish(wanted, positionals, server);
        const code = await putOut(measured(merged, folder), { ...wanted, report }, server, session, terminal);
        return code === exitCodes.done && missing !== undefined ? exitCodes.someFailed : code;
      } finally {
        await server.close();
      }
    });
  },
};

function reportWish(
  { report: folder, images }: OptionsOf<typeof options>,
  files: readonly string[],
  server: RunningServer,
): ReportWish | undefined {
  if (folder === undefined) return undefined;
  if (images === undefined) return { folder, command: 'merge', options: {}, files };
  return { folder, command: 'merge', options: { images }, files, images: offerPlace(images, server) };
}

/** @param folder where the records of all parts can be written for the page to read */
function measured({ plan, backend, classes, shards, outcome, records }: Merged, folder: string): Measured {
  const recordsFile = join(folder, 'merged.records.ndjson');
  storeWhole(recordsFile, records.map(writeRecord).join(''));
  return { sheet: { plan, backend, classes, shard: null, shards }, outcome, recordFiles: [recordsFile] };
}
