/** `cam-lens compare`: whether results of evaluations differ by more than chance. */
import { CamLensError } from '../../src/errors.ts';
import type { Command } from '../command.ts';
import { comparisonTable } from '../comparison-table.ts';
import { compareRuns } from '../comparison.ts';
import { readComparedFile } from '../compared-file.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkFilePlace, storeWhole } from '../files.ts';
import { overwriteOption, refuseOverwriting } from '../overwriting.ts';
import { flag, parseOptions, path } from '../parse-options.ts';

const options = {
  out: path('FILE.json', 'file for the comparison', undefined),
  ...overwriteOption,
  json: flag('print one JSON document'),
} as const;

export const compare: Command = {
  positionals: 'FILE…',
  help: 'Compares evaluation results (.json or .records.ndjson) of the same pictures: each with the first; or the explanations within a single result.',
  options,
  run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    const [first, ...others] = positionals;
    if (first === undefined) {
      throw new CamLensError(
        'bad-option',
        'No result was named: cam-lens compare FILE…, each .json or .records.ndjson.',
      );
    }
    const { out } = wanted;
    if (out !== undefined && !/\.json$/i.test(out)) {
      throw new CamLensError('bad-option', `--out cannot be "${out}"; expected a name that ends in .json.`);
    }
    if (out !== undefined && !wanted.overwrite) refuseOverwriting('--out', out);
    const { document, remarks } = compareRuns([readComparedFile(first), ...others.map(readComparedFile)]);
    for (const remark of remarks) terminal.tell(remark, 'warning');
    const text = `${JSON.stringify(document)}\n`;
    if (out !== undefined) {
      checkFilePlace('--out', out);
      storeWhole(out, text);
    }
    terminal.print(wanted.json ? text : comparisonTable(document, terminal.columns));
    return Promise.resolve(exitCodes.done);
  },
};
