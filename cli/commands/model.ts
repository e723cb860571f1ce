/** `cam-lens model`: writes a model as files that a page can download from any web server. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CamLensError } from '../../src/errors.ts';
import { packModel, weightFormats, type PackedModel } from '../../src/pipeline/model/pack-model.ts';
import { modelInfo } from '../../src/pipeline/model/told-model.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { storeWhole } from '../files.ts';
import { readLocalModel } from '../local-model.ts';
import { modelOptions, sizeOption } from '../model-options.ts';
import { overwriteOption, refuseOverwriting } from '../overwriting.ts';
import { flag, oneOf, parseOptions, path } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { tool } from '../tool.ts';

const options = {
  weights: oneOf(weightFormats, 'storage format of the weights; f16 halves the download, int8 quarters it', 'f32'),
  out: path('DIR', 'the folder to write to', undefined),
  ...overwriteOption,
  size: sizeOption,
  ...modelOptions,
  json: flag('print one JSON document'),
} as const;

export const model: Command = {
  positionals: '[MODEL.onnx]',
  help: 'Writes a model (default: ResNet-50) as files for a web page: a description, and weights that download in parallel.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 1);
    const { out, weights } = wanted;
    if (out === undefined) throw new CamLensError('bad-option', '--out DIR is required: the folder to write to.');
    if (existsSync(out) && !statSync(out).isDirectory()) {
      throw new CamLensError('bad-option', `--out ${out} is a file; a folder was expected.`);
    }
    const { loaded } = await readLocalModel({ ...wanted, model: positionals[0] });
    for (const sentence of modelInfo(loaded).assumptions) terminal.tell(sentence);
    const packed = packModel(loaded, { weights, sha256: sha256Of });
    const description = `${packed.description.name}.json`;
    const names = [...packed.files.map(({ name }) => name), description];
    if (!wanted.overwrite) for (const name of names) refuseOverwriting('--out', join(out, name));
    for (const { name, bytes } of packed.files) {
      if (terminal.interrupted?.aborted === true) throw new CamLensError('stopped', 'The work was stopped.');
      storeWhole(resolve(out, name), bytes);
    }
    // Written last, so that if it exists, the other files do too.
    storeWhole(resolve(out, description), `${JSON.stringify(packed.description, null, 2)}\n`);
    const sizeBytes = packed.files.reduce((total, { bytes }) => total + bytes.length, 0);
    const told = { weights, out, description, sizeBytes, files: packed.files.map(fileFacts) };
    terminal.print(wanted.json ? `${JSON.stringify({ ...tool(), ...told })}\n` : summary(told));
    return exitCodes.done;
  },
};

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function fileFacts({ name, bytes }: PackedModel['files'][number]): { name: string; sizeBytes: number } {
  return { name, sizeBytes: bytes.length };
}

interface Told {
  readonly weights: string;
  readonly out: string;
  readonly description: string;
  readonly sizeBytes: number;
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
}

function summary({ weights, out, description, sizeBytes, files }: Told): string {
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  return [
    `${join(out, description)}: weights as ${weights}, ${mb(sizeBytes)} in ${String(files.length)} files`,
    ...files.map((file) => `  ${file.name}  ${mb(file.sizeBytes)}`),
    '',
  ].join('\n');
}
