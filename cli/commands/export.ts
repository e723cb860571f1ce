/** `cam-lens export`: writes a model with its gradients in the graph, for any ONNX runtime. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CamLensError } from '../../src/errors.ts';
import { exportModel as withGradients, inputShape, type ExportedModel } from '../../src/pipeline/model/export-model.ts';
import { modelInfo } from '../../src/pipeline/model/told-model.ts';
import { unneededBrowserOptions } from '../browser-options.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkFilePlace, WholeFile } from '../files.ts';
import { readLocalModel } from '../local-model.ts';
import { modelOptions, sizeOption } from '../model-options.ts';
import { overwriteOption, refuseOverwriting } from '../overwriting.ts';
import { flag, list, oneOf, parseOptions, path } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { tool } from '../tool.ts';

const options = {
  layers: list(
    'NAME[,NAME…]',
    "layers of the model or values of its graph, as listed by `layers` (default: the model's last)",
    undefined,
  ),
  relu: oneOf(['standard', 'guided', 'deconv'], 'how gradients propagate through ReLU', 'standard'),
  input: flag('also output the gradient with respect to the input'),
  out: path('OUT.onnx', 'the file to write', undefined),
  ...overwriteOption,
  size: sizeOption,
  ...modelOptions,
  ...unneededBrowserOptions,
  json: flag('print one JSON document'),
} as const;

export const exportModel: Command = {
  positionals: '[MODEL.onnx]',
  help: 'Writes a copy of a model (default: ResNet-50) that also outputs activations and gradients, for any ONNX runtime.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 1);
    const { out, layers, relu, input } = wanted;
    if (out === undefined) throw new CamLensError('bad-option', '--out OUT.onnx is required: the file to write.');
    refuseOutput(out, new Set());
    checkFilePlace('--out', out);
    const { loaded, files } = await readLocalModel({ ...wanted, model: positionals[0] });
    refuseOutput(out, files);
    if (!wanted.overwrite) refuseOverwriting('--out', out);
    terminal.tell(`Adding gradients to ${loaded.description.name}`);
    const { version } = tool();
    const made = withGradients(loaded, { relu, input, version, ...(layers === undefined ? {} : { layers }) });
    for (const sentence of modelInfo(loaded).assumptions) terminal.tell(sentence);
    await storeChunks(resolve(out), made.chunks, terminal.interrupted);
    terminal.print(wanted.json ? `${JSON.stringify(exportDocument(out, made))}\n` : exportSummary(out, made));
    return exitCodes.done;
  },
};

/** Bytes written between two checks for Ctrl+C. */
const pieceBytes = 2 ** 24;

/** @throws CamLensError `output-unwritable`, `stopped` */
async function storeChunks(
  file: string,
  chunks: readonly Uint8Array[],
  interrupted: AbortSignal | undefined,
): Promise<void> {
  const whole = new WholeFile(file);
  try {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        whole.append(chunk.subarray(at, at + pieceBytes));
        await setImmediate();
        if (interrupted?.aborted === true) throw new CamLensError('stopped', 'The work was stopped.');
      }
    }
    whole.finish();
  } finally {
    whole.abandon();
  }
}

/** @throws CamLensError `bad-option` if it is a folder or one of the files that are read */
function refuseOutput(out: string, sources: ReadonlySet<string>): void {
  const found = statSync(out, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory()) throw new CamLensError('bad-option', `--out ${out} is a folder; a file was expected.`);
  const isSource = [...sources].some((source) => {
    const { dev, ino } = statSync(source);
    return dev === found.dev && ino === found.ino;
  });
  if (isSource) throw new CamLensError('bad-option', `--out ${out} is the model itself; another file was expected.`);
}

function exportDocument(out: string, { sizeBytes, sourceBytes, opset, document }: ExportedModel): object {
  return { ...tool(), out, sizeBytes, grownPercent: grownPercent(sizeBytes, sourceBytes), opset, ...document };
}

export function exportSummary(out: string, { sizeBytes, sourceBytes, opset, document }: ExportedModel): string {
  const { input, export: made } = document;
  const { outputs, target } = made;
  return `${out}: ${(sizeBytes / 1e6).toFixed(1)} MB, ${String(grownPercent(sizeBytes, sourceBytes))} % more than ${made.source.file}; operator set ${String(opset)}
  inputs: ${input.name} ${inputShape(input)}, ${target.input} [N, classes]
  outputs:
${[
  outputs.logits,
  ...Object.values(outputs.layers).map(({ activations, gradients, weights }) =>
    [activations, gradients, ...(weights === undefined ? [] : [weights])].join(', '),
  ),
  ...(outputs.inputGradients === undefined ? [] : [outputs.inputGradients]),
]
  .map((line) => `    ${line}\n`)
  .join('')}`;
}

function grownPercent(sizeBytes: number, sourceBytes: number): number {
  return Number((100 * (sizeBytes / sourceBytes - 1)).toFixed(1));
}
